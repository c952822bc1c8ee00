package dev.nnd.check;

import dev.nnd.check.Kinds.Range;
import dev.nnd.program.SearchPlan.Objective;
import dev.nnd.program.SearchPlan.Prune;
import dev.nnd.program.SearchPlan.Strategy;
import dev.nnd.program.TrainPlan.Watched;
import java.util.Optional;

/** What may be written for the settings of a search. */
final class SearchSettings {
  private static final Setting<Integer> TRIALS = Setting.required("trials", Kinds.COUNT);
  private static final Setting<Integer> POINTS = Setting.of("points", Kinds.COUNT, 5);
  private static final Setting<Integer> ROUNDS = Setting.of("rounds", Kinds.COUNT, 3);
  private static final Setting<Double> KEEP =
      Setting.of("keep", Kinds.number(Range.INSIDE_ONE), 0.25);
  private static final Setting<Integer> POPULATION = Setting.of("population", Kinds.integer(2), 20);

  static final Kind<Strategy> STRATEGY =
      Forms.<Strategy>of("a strategy")
          .with((s, at, in) -> Optional.of(new Strategy.Grid(s.get(POINTS))), "grid", POINTS)
          .with((s, at, in) -> Optional.of(new Strategy.Random(s.get(TRIALS))), "random", TRIALS)
          .with((s, at, in) -> Optional.of(new Strategy.Sobol(s.get(TRIALS))), "sobol", TRIALS)
          .with((s, at, in) -> Optional.of(zoom(s)), "coarse_to_fine", TRIALS, ROUNDS, KEEP)
          .with((s, at, in) -> Optional.of(new Strategy.Tpe(s.get(TRIALS))), "tpe", TRIALS)
          .with((s, at, in) -> Optional.of(evolve(s)), "evolve", TRIALS, POPULATION);

  private static final Setting<Watched> METRIC = Setting.required("metric", TrainSettings::watched);

  static final Kind<Objective> OBJECTIVE =
      Forms.<Objective>of("an objective")
          .with((s, at, in) -> Optional.of(new Objective(true, s.get(METRIC))), "maximize", METRIC)
          .with(
              (s, at, in) -> Optional.of(new Objective(false, s.get(METRIC))), "minimize", METRIC);

  private static final Setting<Integer> WARMUP = Setting.of("warmup", Kinds.integer(0), 2);
  private static final Setting<Integer> LEAST = Setting.of("min", Kinds.COUNT, 1);
  private static final Setting<Integer> FACTOR = Setting.of("factor", Kinds.integer(2), 3);

  static final Kind<Prune> PRUNE =
      Forms.<Prune>of("a way to end trials early")
          .word("none", new Prune.None())
          .with((s, at, in) -> Optional.of(new Prune.Median(s.get(WARMUP))), "median", WARMUP)
          .with((s, at, in) -> Optional.of(asha(s)), "asha", LEAST, FACTOR);

  private static final Setting<Double> MINUTES =
      Setting.required("minutes", Kinds.number(Range.POSITIVE));

  static final Kind<Double> BUDGET =
      Forms.<Double>of("a budget")
          .with((s, at, in) -> Optional.of(s.get(MINUTES)), "minutes", MINUTES);

  private SearchSettings() {}

  private static Strategy zoom(Settings s) {
    return new Strategy.CoarseToFine(s.get(TRIALS), s.get(ROUNDS), s.get(KEEP));
  }

  private static Strategy evolve(Settings s) {
    return new Strategy.Evolve(s.get(TRIALS), s.get(POPULATION));
  }

  private static Prune asha(Settings s) {
    return new Prune.Asha(s.get(LEAST), s.get(FACTOR));
  }
}
