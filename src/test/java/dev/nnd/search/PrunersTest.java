package dev.nnd.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.program.SearchPlan;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PrunersTest {
  /** Trials whose curve is their number plus 1, then twice, three times less. */
  private static Past past(int count) {
    List<Trial> trials =
        IntStream.range(0, count)
            .mapToObj(
                i -> {
                  List<Double> curve =
                      DoubleStream.of(1, 2, 3, 4).mapToObj(e -> (i + 1) / e).toList();
                  OptionalDouble objective = OptionalDouble.of(curve.get(3));
                  return new Trial(i, Map.of(), Trial.End.COMPLETE, objective, curve);
                })
            .toList();
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

  private static Pruner pruner(SearchPlan.Prune prune, int parallel) {
    return Pruners.of(
        new Plans().parallel(parallel).prune(prune).plan(new SearchPlan.Strategy.Random(99)));
  }

  @Test
  void medianEndsWhatIsWorseThanMostOthers() {
    Pruner median = pruner(new SearchPlan.Prune.Median(1), 1);
    assertFalse(median.ends(9, new double[] {99}, past(9)), "in the warmup");
    assertTrue(median.ends(9, new double[] {99, 2.6}, past(9)));
    assertFalse(median.ends(9, new double[] {99, 2.4}, past(9)));
    assertFalse(median.ends(9, new double[] {2.4, 99}, past(9)), "the best so far counts");
    assertFalse(median.ends(4, new double[] {99, 99}, past(4)), "too few others");
  }

  @Test
  void halvingKeepsTheBestOfEachRung() {
    Pruner asha = pruner(new SearchPlan.Prune.Asha(1, 3), 1);
    assertFalse(asha.ends(0, new double[] {99}, past(0)));
    assertFalse(asha.ends(8, new double[] {2.5}, past(8)));
    assertTrue(asha.ends(8, new double[] {3.5}, past(8)));
    assertFalse(asha.ends(8, new double[] {3.5, 99}, past(8)), "two epochs are no rung");
    assertTrue(asha.ends(8, new double[] {3.5, 99, 1.1}, past(8)));
    assertTrue(asha.ends(8, new double[] {Double.NaN}, past(8)), "what is no number is the worst");
  }

  @Test
  void onlyTrialsThatHadEndedAreRead() {
    Pruner asha = pruner(new SearchPlan.Prune.Asha(1, 3), 4);
    assertEquals(5, asha.reads(8));
    assertFalse(asha.ends(8, new double[] {1.5}, past(99)));
    assertTrue(asha.ends(8, new double[] {2.5}, past(5)));
    assertEquals(0, pruner(new SearchPlan.Prune.None(), 4).reads(8));
  }
}
