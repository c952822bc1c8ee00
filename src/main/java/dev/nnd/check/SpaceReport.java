package dev.nnd.check;

import dev.nnd.program.Drawn;
import dev.nnd.program.SearchPlan;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.Severity;
import dev.nnd.source.Span;
import dev.nnd.syntax.Declaration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says what is wrong with the configurations of a search, or that they could not all be proved. */
final class SpaceReport {
  private final Diagnostics out;
  private final Declaration.Search search;
  private final List<SearchPlan.Parameter> parameters;

  private SpaceReport(
      Diagnostics out, Declaration.Search search, List<SearchPlan.Parameter> parameters) {
    this.out = out;
    this.search = search;
    this.parameters = parameters;
  }

  /** Checks the configurations of a search that is right by itself. */
  static void check(Declarations declarations, Declaration.Search search, Diagnostics out) {
    Session session = new Session(declarations, new Diagnostics());
    Optional<DrawChecker.Settled> draws = SearchChecker.draws(session, search);
    if (draws.isPresent() && !session.out().hasErrors()) {
      new SpaceReport(out, search, draws.get().parameters()).report(session, draws.get());
    }
  }

  private void report(Session session, DrawChecker.Settled draws) {
    if (draws.parameters().size() > Configurations.MOST) {
      notProved(0, 0);
      return;
    }
    SpaceChecker.Found found = new SpaceChecker(session, draws).look();
    if (found.wrong().isPresent()) {
      wrong(found);
    } else if (found.impossible()) {
      out.report(Code.NEVER_DRAWN, draws.requirements().get(0).origin());
    } else if (!found.proved()) {
      notProved(found.tried(), found.read());
    }
  }

  private void notProved(int tried, long guessed) {
    Diagnostic note =
        Diagnostic.of(Code.NOT_PROVED, search.name().span(), search.name(), tried)
            .withLabel(search.name().span(), "not proved for all it draws");
    for (int i = 0; i < parameters.size(); i++) {
      if ((guessed >> i & 1) == 1) {
        note = note.withLabel(parameters.get(i).origin(), "not all values of this were tried");
      }
    }
    out.report(note);
  }

  /** The first mistake of a configuration, with the draws that it depends on. */
  private void wrong(SpaceChecker.Found found) {
    Diagnostic wrong =
        found.wrong().orElseThrow().sorted().stream()
            .filter(d -> d.severity() == Severity.ERROR)
            .findFirst()
            .orElseThrow();
    for (int i = 0; i < parameters.size(); i++) {
      Drawn value = found.drawn().get(parameters.get(i).name());
      if ((found.read() >> i & 1) == 1 && value != null) {
        Span draw = parameters.get(i).origin();
        wrong = wrong.withLabel(draw, "draws " + value.text());
      }
    }
    out.report(wrong.withHelp("`" + search.name() + "` draws this: " + configuration(found)));
  }

  /** A configuration, as a command line would set it. */
  private static String configuration(SpaceChecker.Found found) {
    return found.drawn().entrySet().stream()
        .map(e -> "--set " + e.getKey() + "=" + quoted(e.getValue().text()))
        .collect(Collectors.joining(" "));
  }

  private static String quoted(String text) {
    return text.matches("[\\w.+-]+") ? text : "'" + text + "'";
  }
}
