package dev.nnd.cli;

import dev.nnd.program.Drawn;
import dev.nnd.search.Trial;
import dev.nnd.tune.SearchFolder;
import dev.nnd.tune.SearchRecord;
import dev.nnd.tune.TrialRecord;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a search has found, for the user.
 *
 * @param search how far it came
 */
record SearchResult(Console console, SearchFolder folder, SearchRecord search) {

  /**
   * Tells it, and how to go on if the search has not come to its end.
   *
   * @param program the file that the user named, if one was
   * @return the exit code
   */
  int report(boolean json, Optional<Path> program) {
    int ended = (int) search.trials().stream().filter(t -> t.end().isPresent()).count();
    boolean all = search.over() || search.trials().size() == search.header().trials();
    boolean finished = all && ended == search.trials().size();
    if (search.over()) console.say("the time is over after " + ended + " trials");
    if (finished && search.best().isEmpty()) return nothing(ended);
    search.best().ifPresent(number -> print(search.trials().get(number), json, program));
    if (finished) return Failure.DONE;
    console.say(
        "ended after "
            + ended
            + " of "
            + search.header().trials()
            + " trials; go on with: nnd search --resume "
            + folder.path());
    return Failure.FAILED;
  }

  private int nothing(int ended) {
    Optional<String> reason =
        search.trials().stream()
            .filter(trial -> trial.end().equals(Optional.of(Trial.End.FAILED)))
            .map(TrialRecord::reason)
            .findFirst();
    console.say(
        "nnd: none of "
            + ended
            + " trials came to a result"
            + reason.map(r -> "; the first that failed: " + r).orElse(""));
    return Failure.FAILED;
  }

  private void print(TrialRecord best, boolean json, Optional<Path> program) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("trial", best.number());
    result.put("objective", best.objective().orElseThrow());
    result.putAll(best.metrics());
    result.put("epochs", best.epochs().size());
    best.drawn().forEach((name, drawn) -> result.put("set." + name, value(drawn)));
    Path run = folder.trial(best.number());
    result.put("run", run.toString());
    result.put("trials", search.trials().size());
    if (json) {
      console.json(result);
      return;
    }
    Table table = new Table("lr");
    table.row("trial", best.number() + " of " + search.trials().size());
    best.metrics().forEach((name, value) -> table.row(name, Results.number(value)));
    console.out().print(table);
    console.out().println();
    console.out().println("  " + command(best, program));
    console.out().println("  its weights are in " + run);
    console.out().flush();
  }

  private static Object value(Drawn drawn) {
    if (drawn instanceof Drawn.Real real) return real.value();
    return drawn instanceof Drawn.Int whole ? whole.value() : drawn.text();
  }

  /** What trains the same again. */
  private String command(TrialRecord best, Optional<Path> program) {
    StringBuilder line = new StringBuilder("nnd train ");
    line.append(quoted(program.orElse(search.header().file()).toString()));
    line.append(' ').append(search.header().train());
    best.drawn()
        .forEach((name, drawn) -> line.append(" --set ").append(quoted(name + "=" + drawn.text())));
    return line.toString();
  }

  /** As a shell takes it for one word. */
  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./=+:,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
