package dev.nnd.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.check.AddLoss;
import dev.nnd.graph.Graph;
import dev.nnd.interpret.Feed;
import dev.nnd.kernel.Compiled;
import dev.nnd.kernel.Target;
import dev.nnd.program.TrainPlan;
import dev.nnd.source.Span;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compiled activations keep every digit near 0, in their tails and for numbers beyond all use. */
final class ActivationsTest {
  private static final double[] POINTS = {
    -1e30, -100, -30, -12, -2.5, -1, -0.1, -1e-3, -1e-6, 0, 1e-6, 1e-3, 0.1, 1, 2.5, 12, 30, 100,
    1e30
  };

  /** Of the element itself, however small it is. */
  private static final double TOLERANCE = 2e-6;

  private static final Map<String, DoubleUnaryOperator> EXPECTED =
      Map.of(
          "relu6", x -> Math.min(Math.max(x, 0), 6),
          "elu(alpha: 1.5)", x -> x > 0 ? x : 1.5 * Math.expm1(x),
          "selu", x -> 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)),
          "silu", x -> x / (1 + Math.exp(-x)),
          "softplus", x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
          "hard_sigmoid", x -> Math.min(Math.max(x + 3, 0), 6) / 6,
          "hard_swish", x -> x * Math.min(Math.max(x + 3, 0), 6) / 6);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "relu6",
        "elu(alpha: 1.5)",
        "selu",
        "silu",
        "softplus",
        "hard_sigmoid",
        "hard_swish"
      })
  void areExact(String activation) {
    Graph model =
        Pytorch.model(
            "model M {\n    input x: float[%d]\n    output y = x -> %s\n}\n"
                .formatted(POINTS.length, activation));
    Graph loss =
        AddLoss.run(model, new TrainPlan.Loss.MeanSquaredError(), "y", "t", Span.nowhere());
    Graph step = Differentiate.run(LowerLayers.toGradients(loss), Set.of("x"));
    Graph simple = Simplify.run(LowerLayers.toPrimitives(step, Mode.TRAINING));
    double[] y = DoubleStream.of(POINTS).map(EXPECTED.get(activation)).toArray();
    Feed feed = Feed.of(1, Map.of("x", POINTS, "t", y), Map.of());
    for (Target target : List.of(new Target(16), Target.portable())) {
      Map<String, float[]> found = new Compiled(simple, target, 1, 1).run(feed, 1);
      for (int i = 0; i < POINTS.length; i++) {
        String what = activation + "(" + POINTS[i] + ")";
        assertEquals(y[i], found.get("y")[i], TOLERANCE * Math.abs(y[i]) + 1e-36, what);
        assertTrue(Float.isFinite(found.get("x")[i]), "the slope of " + what);
      }
    }
  }
}
