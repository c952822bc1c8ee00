package dev.nnd.search;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.program.Drawn;
import dev.nnd.program.SearchPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What choosing costs, with margins of several times for a busy machine. */
final class OverheadTest {
  private static SearchPlan plan(SearchPlan.Strategy strategy) {
    Plans plans = new Plans();
    for (int i = 0; i < 10; i++) {
      plans.add("p" + i, Plans.uniform(0, 1));
    }
    return plans.plan(strategy);
  }

  private static double cost(Map<String, Drawn> drawn) {
    return drawn.values().stream().mapToDouble(v -> ((Drawn.Real) v).value()).sum();
  }

  /** Nanoseconds a trial, the least of some stretches. */
  private static double least(Strategy strategy, int from, int length, int stretches) {
    List<Trial> trials = new ArrayList<>();
    Past past =
        new Past() {
          @Override
          public int count() {
            return trials.size();
          }

          @Override
          public Trial trial(int number) {
            return trials.get(number);
          }
        };
    Strategy random = Strategies.of(plan(new SearchPlan.Strategy.Random(from)));
    double least = Double.POSITIVE_INFINITY;
    long start = 0;
    for (int i = 0; i < from + length * stretches; i++) {
      if (i >= from && (i - from) % length == 0) {
        start = System.nanoTime();
      }
      Map<String, Drawn> drawn = (i < from ? random : strategy).choose(i, past);
      OptionalDouble cost = OptionalDouble.of(cost(drawn));
      trials.add(new Trial(i, drawn, Trial.End.COMPLETE, cost, List.of()));
      if (i >= from && (i - from) % length == length - 1) {
        least = Math.min(least, (System.nanoTime() - start) / (double) length);
      }
    }
    return least;
  }

  @Test
  void tpeTakesFewMillisecondsAtAThousandTrials() {
    double nanos = least(Strategies.of(plan(new SearchPlan.Strategy.Tpe(9999))), 600, 100, 5);
    assertTrue(nanos < 15e6, nanos + " ns a trial");
  }

  @Test
  void randomTakesFewMicroseconds() {
    double nanos = least(Strategies.of(plan(new SearchPlan.Strategy.Random(9999))), 0, 5000, 4);
    assertTrue(nanos < 1e5, nanos + " ns a trial");
  }

  @Test
  void tpeDoesNotSlowDown() {
    SearchPlan plan = plan(new SearchPlan.Strategy.Tpe(200_000));
    double few = least(Strategies.of(plan), 1_000, 50, 5);
    double many = least(Strategies.of(plan), 100_000, 50, 6);
    assertTrue(many < 5 * few, few + " ns a trial, later " + many);
  }
}
