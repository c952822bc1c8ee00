package dev.nnd.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.program.Drawn;
import dev.nnd.program.SearchPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Trials do not depend on how many run at a time, in what order they end, and who asks. */
final class StrategiesInParallelTest {
  private static final int TRIALS = 60;

  static Stream<SearchPlan.Strategy> strategies() {
    return Stream.of(
        new SearchPlan.Strategy.Grid(3),
        new SearchPlan.Strategy.Random(TRIALS),
        new SearchPlan.Strategy.Sobol(TRIALS),
        new SearchPlan.Strategy.CoarseToFine(TRIALS, 3, 0.25),
        new SearchPlan.Strategy.Tpe(TRIALS),
        new SearchPlan.Strategy.Evolve(TRIALS, 10));
  }

  private static Plans conditional() {
    return new Plans()
        .seed(11)
        .parallel(4)
        .prune(new SearchPlan.Prune.Asha(1, 2))
        .addWhen("momentum", Plans.uniform(0, 1), "optimizer", Plans.is("optimizer", "sgd"))
        .add("optimizer", Plans.choice("sgd", "adam"))
        .add("rate", Plans.logUniform(1e-4, 1))
        .add("layers", Plans.whole(1, 4))
        .require(
            List.of("rate", "layers"),
            d -> Plans.number(d, "layers") < 4 || Plans.number(d, "rate") < 0.1);
  }

  private static Plans discrete() {
    return new Plans()
        .seed(12)
        .parallel(4)
        .add("a", Plans.whole(1, 9))
        .add("b", Plans.choice("x", "y", "z"))
        .addWhen("c", Plans.whole(1, 3), "b", Plans.is("b", "x"));
  }

  /** Some fail, some diverge, and three epochs of each that does not are measured. */
  private static Trial end(int number, Map<String, Drawn> drawn, Pruner pruner, Past past) {
    double cost = 0;
    for (Drawn value : drawn.values()) {
      cost += value instanceof Drawn.Choice choice ? choice.index() : real(value);
    }
    if (number % 11 == 3) {
      return new Trial(number, drawn, Trial.End.FAILED, OptionalDouble.empty(), List.of());
    }
    List<Double> curve = new ArrayList<>();
    for (int epoch = 1; epoch <= 4; epoch++) {
      curve.add(number % 13 == 5 ? Double.NaN : cost + 1.0 / epoch);
      double[] values = curve.stream().mapToDouble(v -> v).toArray();
      if (pruner.ends(number, values, past)) {
        OptionalDouble last = OptionalDouble.of(values[epoch - 1]);
        return new Trial(number, drawn, Trial.End.PRUNED, last, curve);
      }
    }
    return new Trial(number, drawn, Trial.End.COMPLETE, OptionalDouble.of(curve.get(3)), curve);
  }

  private static double real(Drawn value) {
    return value instanceof Drawn.Int whole ? whole.value() : ((Drawn.Real) value).value();
  }

  private static Past first(List<Trial> ended) {
    List<Trial> trials = List.copyOf(ended);
    return new Past() {
      @Override
      public int count() {
        return trials.size();
      }

      @Override
      public Trial trial(int number) {
        return trials.get(number);
      }
    };
  }

  private static List<Trial> inOrder(SearchPlan plan) {
    Strategy strategy = Strategies.of(plan);
    Pruner pruner = Pruners.of(plan);
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < Math.min(TRIALS, strategy.trials()); i++) {
      Past past = first(trials);
      trials.add(end(i, strategy.choose(i, past), pruner, past));
    }
    return trials;
  }

  /** As many at a time as chance says, ending in random order, started anew now and then. */
  private static List<Trial> inAnyOrder(SearchPlan plan, Random random) {
    Strategy strategy = Strategies.of(plan);
    Pruner pruner = Pruners.of(plan);
    int count = Math.min(TRIALS, strategy.trials());
    int atOnce = 1 + random.nextInt(6);
    Map<Integer, Trial> ended = new HashMap<>();
    Map<Integer, Trial> running = new HashMap<>();
    List<Trial> prefix = new ArrayList<>();
    int next = 0;
    while (prefix.size() < count) {
      boolean mayStart =
          next < count
              && running.size() < atOnce
              && strategy.reads(next) <= prefix.size()
              && pruner.reads(next) <= prefix.size();
      if (mayStart && (running.isEmpty() || random.nextInt(3) > 0)) {
        if (random.nextInt(8) == 0) {
          strategy = Strategies.of(plan);
          pruner = Pruners.of(plan);
        }
        Past past = first(prefix);
        running.put(next, end(next, strategy.choose(next, past), pruner, past));
        next++;
      } else {
        List<Integer> numbers = List.copyOf(running.keySet());
        int one = numbers.get(random.nextInt(numbers.size()));
        ended.put(one, running.remove(one));
      }
      while (ended.containsKey(prefix.size())) {
        prefix.add(ended.get(prefix.size()));
      }
    }
    return prefix;
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void trialsDoNotDependOnTiming(SearchPlan.Strategy strategy) {
    for (Plans plans : List.of(conditional(), discrete())) {
      SearchPlan plan = plans.plan(strategy);
      List<Trial> expected = inOrder(plan);
      for (int seed = 0; seed < 8; seed++) {
        assertEquals(expected, inAnyOrder(plan, new Random(seed)), "seed " + seed);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void nothingIsTriedTwice(SearchPlan.Strategy strategy) {
    List<Trial> trials = inOrder(discrete().plan(strategy));
    int all = 9 * 5;
    long distinct = trials.stream().map(Trial::drawn).distinct().count();
    assertTrue(distinct >= Math.min(all, trials.size()) - 2, distinct + " distinct trials");
  }

  @Test
  void strategiesThatLearnComeCloserThanRandomOnes() {
    Map<String, Double> best = new HashMap<>();
    for (SearchPlan.Strategy strategy : strategies().toList()) {
      double sum = 0;
      for (int seed = 0; seed < 10; seed++) {
        Plans plans = new Plans().seed(seed);
        for (String name : List.of("a", "b", "c", "d")) {
          plans.add(name, Plans.uniform(-1, 2));
        }
        sum += inOrderOf(plans.plan(strategy));
      }
      best.put(strategy.getClass().getSimpleName(), sum / 10);
    }
    for (String learns : List.of("CoarseToFine", "Tpe", "Evolve")) {
      assertTrue(best.get(learns) < 0.6 * best.get("Random"), best.toString());
    }
    assertTrue(best.get("Tpe") < 0.25 * best.get("Random"), best.toString());
  }

  /** The least sum of squares. */
  private static double inOrderOf(SearchPlan plan) {
    Strategy strategy = Strategies.of(plan);
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < Math.min(TRIALS, strategy.trials()); i++) {
      Map<String, Drawn> drawn = strategy.choose(i, first(trials));
      double cost = drawn.values().stream().mapToDouble(v -> real(v) * real(v)).sum();
      OptionalDouble objective = OptionalDouble.of(cost);
      trials.add(new Trial(i, drawn, Trial.End.COMPLETE, objective, List.of(cost)));
    }
    return trials.stream().mapToDouble(t -> t.objective().getAsDouble()).min().getAsDouble();
  }

  @Test
  void sobolPutsOneTrialIntoEachPartOfAnAxisAndEachBoxOfTheFirstTwo() {
    Plans plans = new Plans().seed(5);
    IntStream.range(0, 130).forEach(i -> plans.add("p" + i, Plans.uniform(0, 1)));
    Strategy sobol = Strategies.of(plans.plan(new SearchPlan.Strategy.Sobol(64)));
    List<Map<String, Drawn>> drawn =
        IntStream.range(0, 64).mapToObj(i -> sobol.choose(i, first(List.of()))).toList();
    for (int p = 0; p < SobolDraws.MOST; p++) {
      String name = "p" + p;
      long parts = drawn.stream().map(d -> (int) (64 * Plans.number(d, name))).distinct().count();
      assertEquals(64, parts, name);
    }
    for (int bits = 0; bits <= 6; bits++) {
      int across = 1 << bits;
      long boxes =
          drawn.stream()
              .map(
                  d ->
                      List.of(
                          (int) (across * Plans.number(d, "p0")),
                          (int) (64.0 / across * Plans.number(d, "p1"))))
              .distinct()
              .count();
      assertEquals(64, boxes, across + " parts across");
    }
    long random = drawn.stream().map(d -> (int) (64 * Plans.number(d, "p129"))).distinct().count();
    assertTrue(random < 64, "beyond the table draws are random");
  }
}
