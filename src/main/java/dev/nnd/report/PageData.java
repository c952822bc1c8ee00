package dev.nnd.report;

import dev.nnd.program.Distribution;
import dev.nnd.program.Drawn;
import dev.nnd.program.SearchPlan.Parameter;
import dev.nnd.search.Importance;
import dev.nnd.tune.TrialRecord;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the script of a page draws, column by column. Its size is limited: of very many trials,
 * curves and epochs only some are there, and a note says so.
 */
final class PageData {
  static final int MOST_TRIALS = 20_000;
  static final int MOST_CURVES = 300;
  static final int MOST_POINTS = 60;

  /** As far from the mean of a normal distribution its axis goes, in deviations. */
  private static final double NORMAL_REACH = 3;

  private final Study study;
  private final List<TrialRecord> shown;

  private PageData(Study study) {
    this.study = study;
    shown = some(study, study.trials(), MOST_TRIALS);
  }

  /**
   * The data of a study, for {@link JsonText}.
   *
   * @param now the time, in milliseconds since 1970
   */
  static Map<String, Object> of(Study study, Importance importance, long now) {
    return new PageData(study).make(importance, now);
  }

  private Map<String, Object> make(Importance importance, long now) {
    List<String> workers = shown.stream().map(TrialRecord::worker).distinct().sorted().toList();
    List<List<Object>> curves = curves();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("objective", study.objective());
    data.put("maximize", study.plan().objective().maximize());
    data.put("parameters", study.plan().parameters().stream().map(PageData::parameter).toList());
    data.put("trials", trials(workers));
    data.put("workers", workers);
    data.put("curves", curves);
    data.put("importance", Map.of("parameters", shares(importance)));
    data.put("now", shown.stream().anyMatch(t -> t.end().isEmpty()) ? now : lastEnd());
    data.put("notes", notes(curves.size()));
    return data;
  }

  private long lastEnd() {
    return shown.stream().mapToLong(TrialRecord::ended).max().orElse(0);
  }

  private static List<List<Object>> shares(Importance importance) {
    return importance.parameters().stream()
        .map(share -> List.<Object>of(share.parameter(), share.share()))
        .toList();
  }

  /** The best of a list, those that run, and evenly spaced others; in the order of the list. */
  private static List<TrialRecord> some(Study study, List<TrialRecord> all, int most) {
    if (all.size() <= most) return all;
    Comparator<TrialRecord> byWorth =
        (a, b) -> study.isBetter(a, b) ? -1 : study.isBetter(b, a) ? 1 : 0;
    Set<Integer> chosen =
        Stream.concat(
                all.stream().filter(trial -> trial.end().isEmpty()).limit(most / 3),
                all.stream().filter(Study::isMeasured).sorted(byWorth).limit(most / 3))
            .map(TrialRecord::number)
            .collect(Collectors.toCollection(HashSet::new));
    List<TrialRecord> rest = all.stream().filter(t -> !chosen.contains(t.number())).toList();
    int others = most - chosen.size();
    for (long i = 0; i < others; i++) {
      chosen.add(rest.get((int) (i * rest.size() / others)).number());
    }
    return all.stream().filter(trial -> chosen.contains(trial.number())).toList();
  }

  private String notes(int curves) {
    List<String> notes = new ArrayList<>();
    int all = study.trials().size();
    if (shown.size() < all) {
      notes.add("This page holds " + shown.size() + " of " + all + " trials.");
    }
    long withCurves = study.trials().stream().filter(t -> !t.epochs().isEmpty()).count();
    if (curves < withCurves) {
      notes.add("Learning curves are of " + curves + " trials, the best among them.");
    }
    return String.join(" ", notes);
  }

  private static Map<String, Object> parameter(Parameter parameter) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("name", parameter.name());
    described.putAll(parameter.distribution().accept(new Described()));
    described.put("conditional", parameter.when().isPresent());
    return described;
  }

  /** What a script must know of a distribution: a scale and its ends, or the texts of a choice. */
  private static final class Described implements Distribution.Visitor<Map<String, Object>> {
    @Override
    public Map<String, Object> uniform(Distribution.Uniform distribution) {
      return range(distribution.scale(), distribution.low(), distribution.high());
    }

    @Override
    public Map<String, Object> normal(Distribution.Normal distribution) {
      double reach = NORMAL_REACH * distribution.deviation();
      double mean = distribution.mean();
      return range(Distribution.Scale.LINEAR, mean - reach, mean + reach);
    }

    @Override
    public Map<String, Object> whole(Distribution.Whole distribution) {
      return range(distribution.scale(), distribution.low(), distribution.high());
    }

    @Override
    public Map<String, Object> choice(Distribution.Choice distribution) {
      return Map.of("choices", distribution.texts());
    }

    private static Map<String, Object> range(Distribution.Scale scale, double low, double high) {
      Map<String, Object> range = new LinkedHashMap<>();
      range.put("scale", scale.name().toLowerCase(Locale.ROOT));
      range.put("low", low);
      range.put("high", high);
      return range;
    }
  }

  private Map<String, Object> trials(List<String> workers) {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("number", shown.stream().map(TrialRecord::number).toList());
    columns.put("state", shown.stream().map(Study::state).toList());
    columns.put("objective", shown.stream().map(this::latest).toList());
    columns.put("began", shown.stream().map(TrialRecord::began).toList());
    columns.put("ended", shown.stream().map(TrialRecord::ended).toList());
    columns.put("worker", shown.stream().map(trial -> workers.indexOf(trial.worker())).toList());
    columns.put("epochs", shown.stream().map(trial -> trial.epochs().size()).toList());
    columns.put("values", study.plan().parameters().stream().map(this::values).toList());
    Map<String, Object> reasons = new LinkedHashMap<>();
    for (TrialRecord trial : shown) {
      if (!trial.reason().isEmpty()) reasons.put("" + trial.number(), trial.reason());
    }
    columns.put("reasons", reasons);
    return columns;
  }

  /** The objective, or while a trial runs, that after its last epoch. */
  private double latest(TrialRecord trial) {
    if (trial.end().isPresent()) return trial.objective().orElse(Double.NaN);
    double[] curve = study.curve(trial);
    return curve.length == 0 ? Double.NaN : curve[curve.length - 1];
  }

  private List<Object> values(Parameter parameter) {
    return shown.stream()
        .map(trial -> Optional.ofNullable(trial.drawn().get(parameter.name())))
        .map(drawn -> drawn.map(PageData::value).orElse(Double.NaN))
        .toList();
  }

  private static Object value(Drawn drawn) {
    if (drawn instanceof Drawn.Real real) return real.value();
    if (drawn instanceof Drawn.Int number) return number.value();
    return ((Drawn.Choice) drawn).index();
  }

  /** For each curve the position of its trial, its epochs, and the objective after each. */
  private List<List<Object>> curves() {
    List<TrialRecord> measured = shown.stream().filter(t -> !t.epochs().isEmpty()).toList();
    Map<Integer, Integer> places = new LinkedHashMap<>();
    for (int i = 0; i < shown.size(); i++) places.put(shown.get(i).number(), i);
    return some(study, measured, MOST_CURVES).stream()
        .map(trial -> curve(places.get(trial.number()), study.curve(trial)))
        .toList();
  }

  private static List<Object> curve(int place, double[] values) {
    int count = Math.min(values.length, MOST_POINTS);
    int[] at =
        IntStream.range(0, count)
            .map(i -> count == 1 ? 0 : (int) ((long) i * (values.length - 1) / (count - 1)))
            .toArray();
    List<Integer> epochs = Arrays.stream(at).mapToObj(i -> i + 1).toList();
    List<Double> some = Arrays.stream(at).mapToObj(i -> rounded(values[i])).toList();
    return List.of(place, epochs, some);
  }

  /** Six digits are more than a line can show. */
  private static double rounded(double value) {
    if (!Double.isFinite(value) || value == 0) return value;
    return new BigDecimal(value).round(new MathContext(6)).doubleValue();
  }
}
