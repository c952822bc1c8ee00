package dev.nnd.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Primitive.Input;
import dev.nnd.graph.Primitive.UnaryFunction;
import dev.nnd.graph.Result;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Type;
import dev.nnd.graph.Value;
import dev.nnd.interpret.Feed;
import dev.nnd.interpret.Interpreter;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The functions as the code of each target computes them, against doubles. A unit in the last place
 * (ulp) is that of the exact result as a float; results below the smallest normal number may be 0.
 */
final class FunctionsTest {
  private static final int ROW = 64;

  private static Graph graph(UnaryFunction function) {
    GraphBuilder to = new GraphBuilder();
    Value x = to.add(new Input("x", Type.floats(Shape.of(Shape.BATCH, ROW))));
    to.result(Result.Kind.OUTPUT, "y", to.unary(function, x));
    return to.build();
  }

  private static Feed feed(float[] x) {
    double[] wide = new double[x.length];
    for (int i = 0; i < x.length; i++) wide[i] = x[i];
    return Feed.of(x.length / ROW, Map.of("x", wide), Map.of());
  }

  private static float[] compute(UnaryFunction function, float[] x, Target target) {
    Compiled compiled = new Compiled(graph(function), target, x.length / ROW, 1);
    return compiled.run(feed(x), 1).get("y");
  }

  /** The same bits on all targets, and these numbers. */
  private static float[] same(UnaryFunction function, float[] x) {
    float[] y = compute(function, x, new Target(16));
    for (Target other : new Target[] {Target.portable(), new Target(8)}) {
      float[] z = compute(function, x, other);
      for (int i = 0; i < x.length; i++) {
        assertEquals(
            Float.floatToIntBits(y[i]),
            Float.floatToIntBits(z[i]),
            function + " of " + x[i] + " on " + other);
      }
    }
    return y;
  }

  /** Floats of every sign and exponent, at even distances of their bits. */
  private static float[] everyExponent() {
    float[] x = new float[1 << 18];
    for (int i = 0; i < x.length; i++) {
      float value = Float.intBitsToFloat((i << 14) + (i * 31 & 0x3fff));
      x[i] = Float.isFinite(value) ? value : 0;
    }
    return x;
  }

  private static float[] between(double from, double to) {
    float[] x = new float[1 << 17];
    for (int i = 0; i < x.length; i++) x[i] = (float) (from + (to - from) * i / (x.length - 1));
    return x;
  }

  @ParameterizedTest(name = "{0} is within {3} ulps from {1} to {2}")
  @CsvSource({
    "EXP, -87.3, 88.3, 1",
    "LOG, 1e-6, 20, 1",
    "LOG, 0.9, 1.1, 1",
    "TANH, -10, 10, 1.5",
    "TANH, -0.7, 0.7, 1.5",
    "SIGMOID, -87, 20, 2.5",
    "ERF, -5, 5, 2.5",
    "ERF, -1.1, 1.1, 2.5",
    "SQRT, 0, 10, 0.5001",
  })
  void isCloseInRange(UnaryFunction function, double from, double to, double ulps) {
    assertClose(function, between(from, to), ulps);
  }

  @ParameterizedTest(name = "{0} is within {1} ulps everywhere")
  @CsvSource({
    "EXP, 1",
    "LOG, 1",
    "TANH, 1.5",
    "SIGMOID, 2.5",
    "ERF, 2.5",
    "SQRT, 0.5001",
    "NEGATE, 0",
    "ABS, 0",
    "SIGN, 0",
  })
  void isCloseEverywhere(UnaryFunction function, double ulps) {
    assertClose(function, inDomain(function, everyExponent()), ulps);
  }

  /** Without the numbers of which {@link Functions} says that they count as others. */
  private static float[] inDomain(UnaryFunction function, float[] x) {
    float[] kept = x.clone();
    for (int i = 0; i < x.length; i++) {
      boolean left =
          switch (function) {
            case LOG -> x[i] >= Float.MIN_NORMAL;
            case SQRT -> x[i] >= 0;
            case EXP -> x[i] <= 88.37f || x[i] > 88.73f;
            default -> true;
          };
      if (!left) kept[i] = 1;
    }
    return kept;
  }

  private static void assertClose(UnaryFunction function, float[] x, double ulps) {
    float[] y = same(function, x);
    double[] exact =
        Interpreter.run(graph(function), feed(x)).all(Result.Kind.OUTPUT).get("y").data();
    double worst = 0;
    int at = 0;
    for (int i = 0; i < x.length; i++) {
      double error = ulps(exact[i], y[i]);
      if (!(error <= worst)) {
        worst = error;
        at = i;
      }
    }
    String where = function + "(" + x[at] + ") = " + y[at] + ", not " + exact[at];
    assertTrue(worst <= ulps, where + ": " + worst + " ulps");
  }

  private static double ulps(double exact, float y) {
    float nearest = (float) exact;
    if (nearest == y) return Float.isInfinite(y) ? 0 : Math.abs(y - exact) / Math.ulp(nearest);
    if (Math.abs(exact) < Float.MIN_NORMAL && Math.abs(y) < Float.MIN_NORMAL) return 0;
    return Math.abs(y - exact) / Math.ulp(nearest);
  }

  @ParameterizedTest(name = "{0}({1}) = {2}")
  @CsvSource({
    "EXP, -Infinity, 0",
    "EXP, Infinity, Infinity",
    "EXP, NaN, NaN",
    "EXP, 0, 1",
    "EXP, -0.0, 1",
    "EXP, 1e-45, 1",
    "EXP, -88, 0",
    "EXP, 89, Infinity",
    "EXP, 3e38, Infinity",
    "EXP, -3e38, 0",
    "LOG, 0, -Infinity",
    "LOG, -0.0, -Infinity",
    "LOG, -1, NaN",
    "LOG, -Infinity, NaN",
    "LOG, Infinity, Infinity",
    "LOG, NaN, NaN",
    "LOG, 1, 0",
    "LOG, 1e-45, -87.33655",
    "TANH, 0, 0",
    "TANH, -Infinity, -1",
    "TANH, Infinity, 1",
    "TANH, NaN, NaN",
    "TANH, 3e38, 1",
    "TANH, -3e38, -1",
    "TANH, 1e-45, 1e-45",
    "TANH, 100, 1",
    "SIGMOID, 0, 0.5",
    "SIGMOID, -Infinity, 0",
    "SIGMOID, Infinity, 1",
    "SIGMOID, NaN, NaN",
    "SIGMOID, -200, 0",
    "SIGMOID, 200, 1",
    "ERF, 0, 0",
    "ERF, -Infinity, -1",
    "ERF, Infinity, 1",
    "ERF, NaN, NaN",
    "ERF, -3e38, -1",
    "ERF, 1e-45, 1e-45",
    "ERF, 10, 1",
    "SQRT, 0, 0",
    "SQRT, -1, NaN",
    "SQRT, Infinity, Infinity",
    "SQRT, NaN, NaN",
    "ABS, -Infinity, Infinity",
    "ABS, NaN, NaN",
    "ABS, -0.0, 0",
    "NEGATE, 0, -0.0",
    "NEGATE, NaN, NaN",
    "NEGATE, Infinity, -Infinity",
    "SIGN, -1e-45, -1",
    "SIGN, 1e-45, 1",
    "SIGN, Infinity, 1",
    "SIGN, 0, 0",
    "SIGN, -0.0, 0",
  })
  void special(UnaryFunction function, float x, float y) {
    float[] all = new float[ROW];
    Arrays.fill(all, x);
    assertEquals(y, same(function, all)[0]);
  }

  @Test
  void expIsInfiniteABitEarly() {
    float[] x = between(88.3, 88.8);
    float[] y = same(UnaryFunction.EXP, x);
    for (int i = 0; i < x.length; i++) {
      assertEquals(x[i] > 88.37626f, Float.isInfinite(y[i]), "exp(" + x[i] + ") = " + y[i]);
    }
  }
}
