package dev.nnd.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Layer;
import dev.nnd.graph.OpSamples;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.RandomGraphs;
import dev.nnd.graph.Result;
import dev.nnd.graph.Rewrite;
import dev.nnd.graph.Value;
import dev.nnd.graph.Verifier;
import dev.nnd.interpret.Feed;
import dev.nnd.interpret.Interpreter;
import dev.nnd.interpret.NdArray;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Gradients are slopes: {@code D(h) = (f(x + h) - f(x - h)) / 2h}, in double. Where f bends so much
 * that the error of {@code D(h)}, which falls with h squared, is above the tolerance, they are
 * {@code (4 D(h/2) - D(h)) / 3} (Richardson, 1911), whose error falls with the fourth power.
 */
final class GradientsTest {
  private static final int NETWORKS = 60;
  private static final int SEEDS_AN_OP = 8;
  private static final int BATCH = 3;

  /** Elements of a tensor that are moved. */
  private static final int MOVED = 4;

  private static final double STEP = 1e-5;
  private static final double TOLERANCE = 1e-5;

  @TestFactory
  Stream<DynamicTest> ofRandomNetworks() {
    return LongStream.range(0, NETWORKS)
        .mapToObj(seed -> test("network", RandomGraphs.trained(seed), seed));
  }

  @TestFactory
  Stream<DynamicTest> ofEveryPrimitive() {
    return LongStream.range(0, SEEDS_AN_OP)
        .boxed()
        .flatMap(
            seed ->
                OpSamples.all(seed).entrySet().stream()
                    .filter(sample -> !sample.getKey().startsWith("window scatter"))
                    .filter(sample -> !sample.getKey().startsWith("tile "))
                    .filter(sample -> !sample.getKey().equals("scan"))
                    .map(sample -> test(sample.getKey(), withLoss(sample.getValue()), seed)));
  }

  @TestFactory
  Stream<DynamicTest> ofEveryLayer() {
    return Arrays.stream(Layer.class.getPermittedSubclasses())
        .filter(layer -> layer != Layer.Normalize.class)
        .flatMap(
            layer ->
                LongStream.range(0, SEEDS_AN_OP)
                    .mapToObj(
                        seed ->
                            test(
                                layer.getSimpleName(),
                                withLoss(RandomGraphs.layer(layer.asSubclass(Layer.class), seed)),
                                seed)));
  }

  private static DynamicTest test(String name, Graph graph, long seed) {
    return DynamicTest.dynamicTest(name + ", seed " + seed, () -> check(graph, seed));
  }

  /** As a loss the sum of the outputs times random numbers, unless there is a loss. */
  private static Graph withLoss(Graph graph) {
    if (!graph.results(Result.Kind.LOSS).isEmpty()) return graph;
    return Rewrite.extend(
        graph,
        rewrite -> {
          GraphBuilder to = rewrite.to();
          Value loss = to.constant(0);
          for (Result output : graph.results()) {
            Value y = rewrite.image(output.value());
            Value dy = to.add(new Primitive.Input("d" + output.name(), to.type(y)));
            List<Integer> axes = IntStream.range(0, to.shape(y).rank()).boxed().toList();
            loss = to.plus(loss, to.sum(to.times(y, dy), axes));
          }
          to.result(Result.Kind.LOSS, "loss", loss);
        });
  }

  private static void check(Graph network, long seed) {
    Set<String> inputs =
        network.inputs().stream()
            .map(Primitive.Input::name)
            .filter(name -> name.startsWith("x"))
            .collect(Collectors.toSet());
    Graph graph =
        LowerLayers.toPrimitives(
            Differentiate.run(LowerLayers.toGradients(network), inputs), Mode.TRAINING);
    Verifier.verify(graph, "lower");
    Feed feed =
        Feed.of(
                BATCH,
                RandomGraphs.inputs(network, BATCH, seed),
                RandomGraphs.parameters(network, seed))
            .withSettings(Map.of("rate", 0.7), 1);
    Map<String, NdArray> gradients = Interpreter.run(graph, feed).all(Result.Kind.GRADIENT);
    Random random = new Random(seed);
    gradients.forEach(
        (name, gradient) -> {
          for (int i = 0; i < MOVED; i++) {
            int at = random.nextInt(gradient.data().length);
            double found = gradient.data()[at];
            double slope = slope(graph, feed, name, at, STEP);
            double tolerance = TOLERANCE * Math.max(1, Math.abs(slope));
            if (Math.abs(slope - found) > tolerance) {
              slope = (4 * slope(graph, feed, name, at, STEP / 2) - slope) / 3;
            }
            assertEquals(slope, found, tolerance, name + "[" + at + "]\n" + network);
          }
        });
  }

  private static double slope(Graph graph, Feed feed, String name, int at, double step) {
    double up = loss(graph, feed, name, at, step);
    return (up - loss(graph, feed, name, at, -step)) / (2 * step);
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
