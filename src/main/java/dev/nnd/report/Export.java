package dev.nnd.report;

import dev.nnd.program.Drawn;
import dev.nnd.program.SearchPlan.Parameter;
import dev.nnd.search.Importance;
import dev.nnd.tune.TrialRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A search for other programs. Times are in milliseconds since 1970. */
public final class Export {
  private static final double MILLIS = 1000;

  private Export() {}

  /**
   * One object: {@code search}, {@code train}, {@code objective}, {@code maximize}, {@code seed},
   * {@code planned}, {@code best}, {@code importance} and all {@code trials} with their epochs.
   */
  public static String json(Study study) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("search", study.plan().name());
    object.put("train", study.plan().train());
    object.put("file", study.file());
    object.put("objective", study.objective());
    object.put("maximize", study.plan().objective().maximize());
    object.put("seed", study.plan().seed());
    object.put("planned", study.planned());
    study.best().ifPresent(best -> object.put("best", trial(best)));
    object.put("importance", importance(study.importance()));
    object.put("trials", study.trials().stream().map(Export::trial).toList());
    return JsonText.of(object) + "\n";
  }

  private static Map<String, Object> importance(Importance importance) {
    Map<String, Object> single = new LinkedHashMap<>();
    importance.parameters().forEach(share -> single.put(share.parameter(), share.share()));
    List<Object> pairs = new ArrayList<>();
    for (Importance.Pair pair : importance.pairs()) {
      pairs.add(entries("parameters", List.of(pair.first(), pair.second()), "share", pair.share()));
    }
    return entries("parameters", single, "pairs", pairs);
  }

  private static Map<String, Object> entries(String a, Object x, String b, Object y) {
    Map<String, Object> entries = new LinkedHashMap<>();
    entries.put(a, x);
    entries.put(b, y);
    return entries;
  }

  private static Map<String, Object> trial(TrialRecord trial) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("trial", trial.number());
    object.put("end", Study.state(trial));
    Map<String, Object> settings = new LinkedHashMap<>();
    trial.drawn().forEach((name, drawn) -> settings.put(name, value(drawn)));
    object.put("settings", settings);
    trial.objective().ifPresent(value -> object.put("objective", value));
    object.put("metrics", trial.metrics());
    object.put("epochs", trial.epochs());
    object.put("worker", trial.worker());
    object.put("began", trial.began());
    if (trial.end().isPresent()) object.put("ended", trial.ended());
    if (!trial.reason().isEmpty()) object.put("reason", trial.reason());
    return object;
  }

  private static Object value(Drawn drawn) {
    if (drawn instanceof Drawn.Real real) return real.value();
    if (drawn instanceof Drawn.Int number) return number.value();
    return drawn.text();
  }

  /**
   * A table (RFC 4180) with a row for each trial: number, how it ended, what it drew, the
   * objective, the number of epochs, the metrics of the weights that count, and who trained it
   * when.
   */
  public static String csv(Study study) {
    Set<String> metrics = new LinkedHashSet<>();
    study.trials().forEach(trial -> metrics.addAll(trial.metrics().keySet()));
    metrics.remove(study.objective());
    List<String> names = study.plan().parameters().stream().map(Parameter::name).toList();
    List<String> header = new ArrayList<>(List.of("trial", "end"));
    header.addAll(names);
    header.addAll(List.of(study.objective(), "epochs"));
    header.addAll(metrics);
    header.addAll(List.of("worker", "began", "seconds", "reason"));
    StringBuilder out = new StringBuilder(line(header));
    for (TrialRecord trial : study.trials()) out.append(line(row(trial, names, metrics)));
    return out.toString();
  }

  private static List<String> row(TrialRecord trial, List<String> names, Set<String> metrics) {
    List<String> row = new ArrayList<>(List.of("" + trial.number(), Study.state(trial)));
    for (String name : names) {
      row.add(Optional.ofNullable(trial.drawn().get(name)).map(Drawn::text).orElse(""));
    }
    row.add(trial.objective().isPresent() ? cell(trial.objective().getAsDouble()) : "");
    row.add("" + trial.epochs().size());
    for (String metric : metrics) row.add(cell(trial.metrics().getOrDefault(metric, Double.NaN)));
    row.add(trial.worker());
    row.add("" + trial.began());
    row.add(trial.end().isPresent() ? cell((trial.ended() - trial.began()) / MILLIS) : "");
    row.add(trial.reason());
    return row;
  }

  private static String cell(double number) {
    return Double.isFinite(number) ? JsonText.number(number) : "";
  }

  private static String line(List<String> cells) {
    return cells.stream().map(Export::quoted).collect(Collectors.joining(",", "", "\n"));
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
