package dev.nnd.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.graph.Graph;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.RandomGraphs;
import dev.nnd.graph.Result;
import dev.nnd.graph.Verifier;
import dev.nnd.interpret.Feed;
import dev.nnd.interpret.Interpreter;
import dev.nnd.interpret.NdArray;
import dev.nnd.interpret.Outcome;
import dev.nnd.program.Optimizer;
import dev.nnd.program.TrainPlan;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A simplified graph gives what the graph gave, with less. */
final class SimplifyTest {
  private static final int NETWORKS = 60;
  private static final int BATCH = 2;

  /** Folded constants are floats. */
  private static final double TOLERANCE = 1e-5;

  @TestFactory
  Stream<DynamicTest> keepsTheResultsOfInference() {
    return LongStream.range(0, NETWORKS)
        .mapToObj(
            seed ->
                DynamicTest.dynamicTest(
                    "seed " + seed,
                    () -> {
                      Graph network = RandomGraphs.network(seed);
                      check(network, LowerLayers.toPrimitives(network, Mode.INFERENCE), seed);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> keepsTheResultsOfTraining() {
    return LongStream.range(0, NETWORKS)
        .mapToObj(
            seed ->
                DynamicTest.dynamicTest(
                    "seed " + seed,
                    () -> {
                      Graph network = RandomGraphs.trained(seed);
                      check(network, step(network), seed);
                    }));
  }

  /** A whole training step. */
  private static Graph step(Graph network) {
    Graph gradients = Differentiate.run(LowerLayers.toGradients(network));
    Graph clipped = ClipGradients.run(gradients, new TrainPlan.Clip.Norm(1));
    Optimizer adam = new Optimizer.Adam(0.01, 0.9, 0.999, 1e-8, 0.1);
    return LowerLayers.toPrimitives(ApplyOptimizer.run(clipped, adam), Mode.TRAINING);
  }

  /**
   * A reshape computes nothing, and one that moves past a node leaves a second to other readers.
   */
  private static long computing(Graph graph) {
    return graph.nodes().stream().filter(n -> !(n.op() instanceof Primitive.Reshape)).count();
  }

  private static void check(Graph network, Graph graph, long seed) {
    Graph simple = Simplify.run(graph);
    Verifier.verify(simple, "simplify");
    assertTrue(computing(simple) <= computing(graph), "more to compute than before");
    Map<String, double[]> parameters = new HashMap<>(RandomGraphs.parameters(graph, seed));
    Map<String, Double> settings = Map.of("rate", 0.01, "correction1", 10.0, "correction2", 31.6);
    Feed feed =
        Feed.of(BATCH, RandomGraphs.inputs(network, BATCH, seed), parameters)
            .withSettings(settings, 1);
    Outcome expected = Interpreter.run(graph, feed);
    Outcome actual = Interpreter.run(simple, feed);
    for (Result.Kind kind : Result.Kind.values()) {
      Map<String, NdArray> found = actual.all(kind);
      assertEquals(expected.all(kind).keySet(), found.keySet());
      expected
          .all(kind)
          .forEach(
              (name, value) ->
                  Pytorch.assertClose(name, value.data(), found.get(name).data(), TOLERANCE));
    }
  }
}
