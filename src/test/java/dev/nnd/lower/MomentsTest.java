package dev.nnd.lower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnd.graph.Element;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Result;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Type;
import dev.nnd.graph.Value;
import dev.nnd.interpret.Feed;
import dev.nnd.kernel.Compiled;
import dev.nnd.kernel.Target;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Means and variances in float against those in double, where the textbook's formulas fail. */
final class MomentsTest {
  private static final int BATCH = 24;
  private static final int CHANNELS = 3;

  /** The tolerance grows where the mean itself has few bits left below the deviation. */
  @ParameterizedTest(name = "mean {0}, {1} x {1} positions")
  @CsvSource({
    "0, 1, 1e-6",
    "0, 9, 1e-6",
    "1e2, 1, 1e-6",
    "1e2, 9, 1e-6",
    "1e4, 1, 1e-6",
    "1e4, 9, 1e-6",
    "1e6, 1, 1e-6",
    "1e6, 9, 1e-5",
    "-1e6, 9, 1e-5"
  })
  void keepsItsDigitsFarFromZero(double mean, int size, double tolerance) {
    Random random = new Random(5);
    double[] x = new double[BATCH * CHANNELS * size * size];
    for (int i = 0; i < x.length; i++) x[i] = (float) (mean + random.nextGaussian());
    check(x, size, tolerance);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9})
  void survivesAnOutlierWhereSamplesAreCentred(int size) {
    Random random = new Random(6);
    double[] x = new double[BATCH * CHANNELS * size * size];
    for (int i = 0; i < x.length; i++) x[i] = (float) random.nextGaussian();
    for (int i = 0; i < x.length; i += size * size) x[i] = 1e5;
    check(x, size, 1e-5);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, -123.456, 1e8})
  void equalElementsDoNotVary(double value) {
    for (int size : new int[] {1, 4}) {
      double[] x = new double[BATCH * CHANNELS * size * size];
      Arrays.fill(x, (float) value);
      Map<String, float[]> found = run(x, size);
      float[] same = new float[CHANNELS];
      Arrays.fill(same, (float) value);
      assertArrayEquals(same, found.get("mean"), Math.ulp((float) value));
      assertArrayEquals(new float[CHANNELS], found.get("variance"), Math.ulp((float) value));
    }
  }

  private static void check(double[] x, int size, double tolerance) {
    Map<String, float[]> found = run(x, size);
    for (int channel = 0; channel < CHANNELS; channel++) {
      double mean = mean(x, size, channel, 0, 1);
      double variance = mean(x, size, channel, mean, 2);
      assertEquals(mean, found.get("mean")[channel], Math.sqrt(variance) * 1e-6 + ulp(mean));
      assertEquals(variance, found.get("variance")[channel], tolerance * variance);
    }
  }

  private static double ulp(double value) {
    return Math.ulp((float) value);
  }

  /** The mean of {@code (x - about)^power} over a channel. */
  private static double mean(double[] x, int size, int channel, double about, int power) {
    int positions = size * size;
    double sum = 0;
    for (int n = 0; n < BATCH; n++) {
      int first = (n * CHANNELS + channel) * positions;
      for (int p = first; p < first + positions; p++) sum += Math.pow(x[p] - about, power);
    }
    return sum / (BATCH * positions);
  }

  private static Map<String, float[]> run(double[] x, int size) {
    GraphBuilder to = new GraphBuilder();
    Shape shape = Shape.of(Shape.BATCH, CHANNELS, size, size);
    Value input = to.add(new Primitive.Input("x", new Type(Element.FLOAT, shape)));
    Moments moments = Moments.of(to, input);
    to.result(Result.Kind.OUTPUT, "mean", moments.mean(to));
    to.result(Result.Kind.OUTPUT, "variance", moments.variance());
    Compiled compiled = new Compiled(Simplify.run(to.build()), new Target(16), BATCH, 8);
    return compiled.run(Feed.of(BATCH, Map.of("x", x), Map.of()), 1);
  }
}
