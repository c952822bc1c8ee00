package dev.nnd.report;

import dev.nnd.program.DataPlan.Part;
import dev.nnd.program.Distribution;
import dev.nnd.program.Distribution.Scale;
import dev.nnd.program.Drawn;
import dev.nnd.program.SearchPlan;
import dev.nnd.program.SearchPlan.Condition;
import dev.nnd.program.SearchPlan.Parameter;
import dev.nnd.program.TrainPlan.Watched;
import dev.nnd.runtime.CounterRandom;
import dev.nnd.search.Axis;
import dev.nnd.search.Trial.End;
import dev.nnd.source.Span;
import dev.nnd.tune.TrialRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Searches that nobody ran, with everything that can happen in one. */
final class MadeUp {
  private static final int KEY = CounterRandom.key(5, "made up");
  private static final long START = 1_700_000_000_000L;

  static final String PROGRAM =
      """
      data Points {
          source: csv("points.csv")
      }

      /// What is searched.
      train Fit(rate: float = 1e-3, momentum: float = 0.9, batch: int = 64, head: layer = relu,
                drop: float, gain: float = 1) {
          model: Net(drop: drop)
          optimizer: adam(rate, beta1: momentum)
      }
      """;

  private MadeUp() {}

  /** A search with every kind of parameter, of so many trials, the last two still running. */
  static Study study(int trials) {
    SearchPlan plan = plan("Tune", List.of("relu", "dense(8) -> gelu", "none"));
    List<TrialRecord> records = new ArrayList<>();
    long[] free = {START, START, START};
    for (int number = 0; number < trials; number++) {
      int worker = 0;
      for (int w = 1; w < free.length; w++) if (free[w] < free[worker]) worker = w;
      TrialRecord record = trial(plan, number, worker, free[worker], number >= trials - 2);
      free[worker] = record.end().isPresent() ? record.ended() : free[worker] + 60_000;
      records.add(record);
    }
    return new Study(plan, "points.nnd", PROGRAM, trials + 4, records);
  }

  /** A search all of whose texts try to be something else. */
  static Study hostile() {
    String evil = "</script><script>document.title='bad'</script><img src=x onerror=alert(1)>'\"&";
    SearchPlan plan = plan(evil, List.of(evil, "\u2028", "\ud800", "''"));
    List<TrialRecord> records = new ArrayList<>();
    for (int number = 0; number < 12; number++) {
      TrialRecord made = trial(plan, number, 0, START + number * 1000L, false);
      records.add(
          new TrialRecord(
              number,
              made.drawn(),
              Optional.of(number == 3 ? End.FAILED : End.COMPLETE),
              number == 3 ? OptionalDouble.empty() : OptionalDouble.of(number),
              made.epochs(),
              made.metrics(),
              number == 3 ? evil : "",
              1,
              false,
              evil,
              made.began(),
              made.ended()));
    }
    return new Study(plan, evil + ".nnd", PROGRAM + "// " + evil, 12, records);
  }

  private static SearchPlan plan(String name, List<String> heads) {
    List<Parameter> parameters =
        List.of(
            parameter("rate", new Distribution.Uniform(1e-4, 1e-1, Scale.LOG, none())),
            parameter("momentum", new Distribution.Uniform(.9, .999, Scale.ONE_MINUS_LOG, none())),
            parameter("batch", new Distribution.Whole(16, 256, Scale.LOG, 1)),
            parameter("head", new Distribution.Choice(heads)),
            new Parameter(
                "drop",
                new Distribution.Uniform(0, 0.5, Scale.LINEAR, none()),
                Optional.of(new HeadIs(0)),
                Span.nowhere()),
            parameter("gain", new Distribution.Normal(1, 0.25)));
    return new SearchPlan(
        name,
        "Fit",
        parameters,
        List.of(),
        new SearchPlan.Strategy.CoarseToFine(16, 3, 0.25),
        new SearchPlan.Objective(true, new Watched(Part.VALIDATION, "accuracy")),
        new SearchPlan.Prune.Median(2),
        3,
        none(),
        1,
        Span.nowhere());
  }

  private static OptionalDouble none() {
    return OptionalDouble.empty();
  }

  private static Parameter parameter(String name, Distribution distribution) {
    return new Parameter(name, distribution, Optional.empty(), Span.nowhere());
  }

  /** Holds where the head is the choice of an index. */
  private record HeadIs(int index) implements Condition {
    @Override
    public boolean holds(Map<String, Drawn> drawn) {
      return ((Drawn.Choice) drawn.get("head")).index() == index;
    }

    @Override
    public List<String> parameters() {
      return List.of("head");
    }

    @Override
    public Span origin() {
      return Span.nowhere();
    }
  }

  private static TrialRecord trial(
      SearchPlan plan, int number, int worker, long began, boolean running) {
    Map<String, Drawn> drawn = new LinkedHashMap<>();
    double[] unit = new double[plan.parameters().size()];
    for (int i = 0; i < unit.length; i++) {
      Parameter parameter = plan.parameters().get(i);
      unit[i] = CounterRandom.uniform(KEY, number * unit.length + i);
      if (parameter.when().map(when -> when.holds(drawn)).orElse(true)) {
        drawn.put(parameter.name(), Axis.of(parameter.distribution()).at(unit[i]));
      }
    }
    double away = unit[0] - 0.6;
    double level = 0.97 - 1.2 * away * away - 0.2 * (unit[1] - 0.3) * (unit[1] - 0.3) * unit[2];
    if (drawn.containsKey("drop")) level -= 0.05 * unit[4];
    End end = running ? End.COMPLETE : end(number, unit[0]);
    int epochs = end == End.FAILED ? 0 : end == End.COMPLETE ? running ? 4 : 12 : 2 + number % 5;
    List<Map<String, Double>> curve = new ArrayList<>();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      double noise = 0.01 * CounterRandom.gaussian(KEY + 1, number * 64 + epoch);
      double value = Math.min(1, level * (1 - Math.exp(-0.5 * epoch)) + noise);
      boolean broken = end == End.DIVERGED && epoch == epochs;
      curve.add(Map.of("validation.accuracy", broken ? Double.NaN : value));
    }
    boolean measured = !running && epochs > 0 && end != End.DIVERGED;
    Map<String, Double> metrics = measured ? curve.get(epochs - 1) : Map.of();
    return new TrialRecord(
        number,
        drawn,
        running ? Optional.empty() : Optional.of(end),
        measured ? OptionalDouble.of(metrics.get("validation.accuracy")) : none(),
        curve,
        metrics,
        end == End.FAILED ? "conv2d needs 4 rows, but has 2, and \"more\"" : "",
        1,
        false,
        "local-" + (worker + 1),
        began,
        running ? 0 : began + 500 + epochs * (400 + (long) (900 * unit[2])));
  }

  private static End end(int number, double rate) {
    if (number % 29 == 7) return End.FAILED;
    if (number % 31 == 11) return End.STOPPED;
    if (rate > 0.93) return End.DIVERGED;
    return number % 3 == 2 ? End.PRUNED : End.COMPLETE;
  }
}
