package dev.nnd.check;

import dev.nnd.program.Schedule;
import dev.nnd.program.SearchPlan.Prune;
import dev.nnd.program.TrainPlan.Clip;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The checker's tables as the guide to the language shows them: what each word takes. */
final class GuideTables {
  private static final String NOTHING = "–";

  /** Defaults that are no numbers, lists or truth values, as a program writes them. */
  private static final Map<Object, String> WORDS =
      Map.of(
          Start.AUTO,
          "auto",
          Padding.VALID,
          "valid",
          new Schedule.Constant(),
          "constant",
          new Clip.None(),
          "none",
          new Prune.None(),
          "none");

  private GuideTables() {}

  /** By the name of a table: its words in order, and what each takes. */
  static Map<String, Map<String, String>> all() {
    Map<String, Map<String, String>> tables = new TreeMap<>();
    tables.put("layers", layers());
    tables.put("init", forms(Starts.KIND));
    tables.put("functions", functions());
    tables.put("sources", forms(Sources.FORMS));
    // The names of its settings are those of the columns.
    tables.get("sources").put("npy", "`name: path`, …");
    tables.put("parts", forms(DataChecker.SPLITS));
    tables.get("parts").putAll(forms(DataChecker.PART_OF_TRAIN));
    tables.put("steps", forms(Columns.STEPS));
    tables.put("train", entries(TrainChecker.SETTINGS));
    tables.put("losses", forms(Losses.KIND));
    tables.put("optimizers", forms(Optimizers.KIND));
    tables.put("schedules", forms(Schedules.KIND));
    tables.put("metrics", forms(TrainSettings.METRIC));
    tables.put("controls", choices(TrainChecker.SETTINGS, List.of("clip", "stop", "checkpoint")));
    tables.put("search", entries(SearchChecker.SETTINGS));
    tables.put("distributions", forms(Distributions.FORMS));
    tables.get("distributions").put("choice", "values");
    tables.put("tactics", tactics());
    return tables;
  }

  private static Map<String, String> layers() {
    Map<String, String> layers = new LinkedHashMap<>();
    for (String name : LayerTable.names()) {
      LayerSpec layer = LayerTable.find(name).orElseThrow();
      layers.put(name, settings(layer.signature().settings()));
    }
    return layers;
  }

  private static Map<String, String> functions() {
    Map<String, String> functions = new LinkedHashMap<>();
    Functions.all().forEach((name, function) -> functions.put(name, function.takes()));
    return functions;
  }

  /** The words of a choice, and the settings of each. */
  private static Map<String, String> forms(Kind<?> kind) {
    Forms<?> forms = (Forms<?>) kind;
    Map<String, String> words = new LinkedHashMap<>();
    forms.forms().forEach((word, f) -> words.put(word, settings(f.signature().settings())));
    return words;
  }

  /** The same for some entries of a body, each word with its entry. */
  private static Map<String, String> choices(List<Setting<?>> all, List<String> names) {
    Map<String, String> words = new LinkedHashMap<>();
    for (Setting<?> setting : all) {
      if (names.contains(setting.name())) {
        forms(setting.kind()).forEach((w, takes) -> words.put(setting.name() + ": " + w, takes));
      }
    }
    return words;
  }

  private static Map<String, String> tactics() {
    Map<String, String> tactics =
        choices(SearchChecker.SETTINGS, List.of("strategy", "objective", "prune"));
    forms(SearchSettings.BUDGET).forEach((word, takes) -> tactics.put("budget: " + word, takes));
    return tactics;
  }

  /** The entries of a body, and what they are when they are left out. */
  private static Map<String, String> entries(List<Setting<?>> settings) {
    Map<String, String> entries = new LinkedHashMap<>();
    for (Setting<?> setting : settings) {
      Optional<String> standard = standard(setting);
      String shown =
          setting.fallback().isEmpty()
              ? "must be given"
              : standard.map(s -> "`" + s + "`").orElse(NOTHING);
      entries.put(setting.name(), shown);
    }
    return entries;
  }

  private static String settings(List<Setting<?>> settings) {
    List<String> shown = new ArrayList<>();
    for (Setting<?> setting : settings) {
      Optional<String> standard = standard(setting);
      boolean optional = setting.fallback().isPresent() && standard.isEmpty();
      shown.add(
          "`"
              + setting.name()
              + standard.map(s -> ": " + s).orElse("")
              + (optional ? "` (optional)" : "`"));
    }
    return shown.isEmpty() ? NOTHING : String.join(", ", shown);
  }

  /** What a setting is when it is left out, as a program would write it. */
  private static Optional<String> standard(Setting<?> setting) {
    boolean windows =
        setting.equals(Sliding.SEQUENCE.poolStride()) || setting.equals(Sliding.IMAGE.poolStride());
    if (windows) {
      return Optional.of("size");
    }
    if (setting.fallback().equals(Optional.of(Optional.empty()))) {
      return Optional.of("none").filter(setting.kind().words()::contains);
    }
    return setting.fallback().map(GuideTables::written);
  }

  private static String written(Object value) {
    if (WORDS.containsKey(value)) {
      return WORDS.get(value);
    }
    if (value instanceof Double number) {
      return number(number);
    }
    if (value instanceof List<?> list) {
      boolean same = !list.isEmpty() && list.stream().distinct().count() == 1;
      return same ? written(list.get(0)) : list.toString();
    }
    if (value instanceof Character character) {
      return "\"" + character + "\"";
    }
    if (value instanceof Integer
        || value instanceof Long
        || value instanceof Boolean
        || value instanceof String) {
      return value.toString();
    }
    throw new IllegalArgumentException("say in WORDS how a program writes the default " + value);
  }

  private static String number(double value) {
    BigDecimal number = BigDecimal.valueOf(value).stripTrailingZeros();
    boolean small = value != 0 && Math.abs(value) < 1e-3;
    return small ? number.unscaledValue() + "e" + -number.scale() : number.toPlainString();
  }
}
