package dev.nnd.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnd.graph.Graph;
import dev.nnd.graph.RandomGraphs;
import dev.nnd.graph.Result;
import dev.nnd.graph.Verifier;
import dev.nnd.interpret.Feed;
import dev.nnd.interpret.Interpreter;
import dev.nnd.interpret.NdArray;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Gradients are slopes: {@code (f(x + h) - f(x - h)) / 2h}, in double. */
final class GradientsTest {
  private static final int NETWORKS = 60;
  private static final int BATCH = 3;

  /** Elements of a tensor that are moved. */
  private static final int MOVED = 4;

  private static final double STEP = 1e-5;
  private static final double TOLERANCE = 1e-5;

  @TestFactory
  Stream<DynamicTest> ofRandomNetworks() {
    return LongStream.range(0, NETWORKS)
        .mapToObj(
            seed ->
                DynamicTest.dynamicTest(
                    "seed " + seed, () -> check(RandomGraphs.trained(seed), seed)));
  }

  static void check(Graph network, long seed) {
    Graph graph =
        LowerLayers.toPrimitives(
            Differentiate.run(LowerLayers.toGradients(network), Set.of("x0", "x1")), Mode.TRAINING);
    Verifier.verify(graph, "lower");
    Feed feed =
        Feed.of(
            BATCH,
            RandomGraphs.inputs(network, BATCH, seed),
            RandomGraphs.parameters(network, seed));
    Map<String, NdArray> gradients = Interpreter.run(graph, feed).all(Result.Kind.GRADIENT);
    Random random = new Random(seed);
    gradients.forEach(
        (name, gradient) -> {
          for (int i = 0; i < MOVED; i++) {
            int at = random.nextInt(gradient.data().length);
            double up = loss(graph, feed, name, at, STEP);
            double slope = (up - loss(graph, feed, name, at, -STEP)) / (2 * STEP);
            double size = Math.max(1, Math.abs(slope));
            assertEquals(
                slope, gradient.data()[at], TOLERANCE * size, name + "[" + at + "]\n" + network);
          }
        });
  }

  private static double loss(Graph graph, Feed feed, String name, int at, double step) {
    boolean input = feed.inputs().containsKey(name);
    double[] moved = (input ? feed.inputs() : feed.parameters()).get(name).clone();
    moved[at] += step;
    Map<String, double[]> changed = Map.of(name, moved);
    return Interpreter.run(graph, input ? feed.withInputs(changed) : feed.withParameters(changed))
        .loss();
  }
}
