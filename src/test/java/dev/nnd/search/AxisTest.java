package dev.nnd.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.program.Distribution;
import dev.nnd.program.Distribution.Scale;
import dev.nnd.program.Drawn;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Draws are held to their exact distributions; the seeds are fixed. */
final class AxisTest {
  private static final int DRAWS = 20_000;

  /** Kolmogorov's distribution leaves 0.1 % above this, times the root of the number of draws. */
  private static final double MOST = 1.95;

  private static Distribution uniform(double low, double high, Scale scale) {
    return new Distribution.Uniform(low, high, scale, OptionalDouble.empty());
  }

  private static Distribution stepped(double low, double high, Scale scale, double step) {
    return new Distribution.Uniform(low, high, scale, OptionalDouble.of(step));
  }

  private static double[] draws(Distribution distribution) {
    Space space =
        Space.of(
            new Plans()
                .seed(3)
                .add("x", distribution)
                .plan(new dev.nnd.program.SearchPlan.Strategy.Random(DRAWS)));
    return IntStream.range(0, DRAWS)
        .mapToDouble(i -> number(space.at(space.draw(i, 0)).get("x")))
        .toArray();
  }

  private static double number(Drawn value) {
    return value instanceof Drawn.Int whole
        ? whole.value()
        : value instanceof Drawn.Choice choice ? choice.index() : ((Drawn.Real) value).value();
  }

  private static void assertFollows(Distribution distribution, DoubleUnaryOperator below) {
    double[] draws = draws(distribution);
    Arrays.sort(draws);
    double distance = 0;
    for (int i = 0; i < DRAWS; i++) {
      double p = below.applyAsDouble(draws[i]);
      distance = Math.max(distance, Math.max(p - (double) i / DRAWS, (i + 1.0) / DRAWS - p));
    }
    double most = MOST / Math.sqrt(DRAWS);
    assertTrue(distance < most, distribution + " is off by " + distance);
  }

  /** Chi-square, whose normal approximation must stay below 3.5 deviations. */
  private static void assertFollows(Distribution distribution, double[] values, double[] weights) {
    double[] draws = draws(distribution);
    double total = Arrays.stream(weights).sum();
    double square = 0;
    for (int i = 0; i < values.length; i++) {
      double value = values[i];
      long count = Arrays.stream(draws).filter(x -> x == value).count();
      double expected = DRAWS * weights[i] / total;
      assertTrue(count > 0, value + " was never drawn");
      square += (count - expected) * (count - expected) / expected;
    }
    assertEquals(values.length, Arrays.stream(draws).distinct().count());
    int freedom = Math.max(1, values.length - 1);
    double most = freedom + 3.5 * Math.sqrt(2.0 * freedom);
    assertTrue(square < most, distribution + " has chi-square " + square);
  }

  @Test
  void realNumbersFollowTheirDistributions() {
    assertFollows(uniform(-2, 5, Scale.LINEAR), x -> (x + 2) / 7);
    assertFollows(uniform(1e-5, 1, Scale.LOG), x -> Math.log(x / 1e-5) / Math.log(1e5));
    assertFollows(
        uniform(0.9, 0.999, Scale.ONE_MINUS_LOG),
        x -> Math.log((1 - x) / 0.1) / Math.log(0.001 / 0.1));
    assertFollows(new Distribution.Normal(1, 3), x -> Gaussian.below((x - 1) / 3));
  }

  @Test
  void halfOfTheDrawsNearOneLieInTheUpperDecade() {
    double[] draws = draws(uniform(0.9, 0.999, Scale.ONE_MINUS_LOG));
    assertEquals(0.5, Arrays.stream(draws).filter(x -> x > 0.99).count() / (double) DRAWS, 0.015);
  }

  @Test
  void stepsFollowTheirDistributions() {
    double[] values = {2, 5, 8, 11};
    assertFollows(
        new Distribution.Whole(2, 12, Scale.LINEAR, 3), values, new double[] {1, 1, 1, 1});
    double[] ones = {1, 1, 1, 1, 1};
    assertFollows(
        stepped(0.1, 0.5, Scale.LINEAR, 0.1), new double[] {0.1, 0.2, 0.3, 0.4, 0.5}, ones);
    double[] whole = IntStream.rangeClosed(1, 9).asDoubleStream().toArray();
    double[] weights = Arrays.stream(whole).map(n -> Math.log((n + 0.5) / (n - 0.5))).toArray();
    assertFollows(new Distribution.Whole(1, 9, Scale.LOG, 1), whole, weights);
    double ends = Math.log(2);
    assertFollows(
        stepped(1, 3, Scale.LOG, 1),
        new double[] {1, 2, 3},
        new double[] {ends, (Math.log(2) + Math.log(1.5)) / 2, Math.log(1.5)});
    assertFollows(
        new Distribution.Choice(List.of("a", "b", "c")),
        new double[] {0, 1, 2},
        new double[] {1, 1, 1});
  }

  @Test
  void positionsAndValuesLeadBackToEachOther() {
    List<Distribution> distributions =
        List.of(
            uniform(-2, 5, Scale.LINEAR),
            uniform(1e-5, 1, Scale.LOG),
            uniform(0.9, 0.999, Scale.ONE_MINUS_LOG),
            stepped(0.5, 0.99, Scale.ONE_MINUS_LOG, 0.07),
            stepped(0.01, 1, Scale.LOG, 0.03),
            new Distribution.Normal(-4, 0.1),
            new Distribution.Whole(-7, 13, Scale.LINEAR, 4),
            new Distribution.Whole(1, 1000, Scale.LOG, 1),
            new Distribution.Choice(List.of("relu", "tanh")));
    for (Distribution distribution : distributions) {
      Axis axis = Axis.of(distribution);
      for (double unit : new double[] {0, 1e-9, 0.2, 0.5, 0.77, 1 - 1e-9, 1}) {
        Drawn value = axis.at(unit);
        double back = axis.unit(value);
        if (axis.count().isPresent()) {
          assertEquals(value, axis.at(back), distribution.toString());
          long index = axis.index(unit);
          assertTrue(axis.edge(index) <= back && back <= axis.edge(index + 1));
          assertTrue(axis.edge(index) <= unit && unit <= axis.edge(index + 1));
        } else {
          assertEquals(unit, back, 1e-8, distribution.toString());
        }
      }
    }
  }

  @Test
  void theEndsOfTheAxisAreTheEndsOfTheValues() {
    Axis log = Axis.of(uniform(1e-5, 0.1, Scale.LOG));
    assertEquals(List.of(1e-5, 0.1), List.of(number(log.at(0)), number(log.at(1))));
    Axis steps = Axis.of(stepped(0.1, 1, Scale.LINEAR, 0.3));
    assertEquals(
        List.of(0.1, 0.4, 0.7, 1.0), steps.spread(9).stream().map(AxisTest::number).toList());
  }

  @Test
  void spreadValuesAreEvenOnTheirScale() {
    assertEquals("[1.0E-4, 0.001, 0.01]", text(uniform(1e-4, 1e-2, Scale.LOG), 3));
    assertEquals("[0.9, 0.99, 0.999]", text(uniform(0.9, 0.999, Scale.ONE_MINUS_LOG), 3));
    assertEquals("[1, 8, 64]", text(new Distribution.Whole(1, 64, Scale.LOG, 1), 3));
    assertEquals("[1, 2, 3]", text(new Distribution.Whole(1, 3, Scale.LOG, 1), 7));
    assertEquals("[0, 5, 10]", text(new Distribution.Whole(0, 10, Scale.LINEAR, 1), 3));
    assertEquals("[5.0]", text(uniform(0, 10, Scale.LINEAR), 1));
    assertEquals("[a, b]", text(new Distribution.Choice(List.of("a", "b")), 1));
  }

  private static String text(Distribution distribution, int points) {
    return Axis.of(distribution).spread(points).stream()
        .map(v -> v instanceof Drawn.Real real ? round(real.value()) : v.text())
        .toList()
        .toString();
  }

  private static String round(double value) {
    return Double.toString(Math.rint(value * 1e9) / 1e9);
  }

  @Test
  void quantilesOfTheNormalDistributionInvertIt() {
    for (double p : new double[] {1e-9, 1e-6, 0.01, 0.0243, 0.3, 0.5, 0.9, 0.99999}) {
      assertEquals(1, Gaussian.below(Gaussian.quantile(p)) / p, p < 1e-7 ? 1e-5 : 1e-6);
    }
    assertEquals(1.959963984540054, Gaussian.quantile(0.975), 1e-8);
  }
}
