package dev.nnd.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.graph.Graph;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.RandomGraphs;
import dev.nnd.graph.Result;
import dev.nnd.graph.Result.Kind;
import dev.nnd.graph.Rewrite;
import dev.nnd.graph.Value;
import dev.nnd.interpret.Feed;
import dev.nnd.interpret.Interpreter;
import dev.nnd.interpret.NdArray;
import dev.nnd.lower.Differentiate;
import dev.nnd.lower.LowerLayers;
import dev.nnd.lower.Mode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether passes keep what a network computes, by running it before and after. */
final class Meaning {
  private static final int BATCH = 3;

  private Meaning() {}

  /** Asserts equal predictions, with the running means that {@link EliminateBias} asks for. */
  static void assertSameInference(Graph graph, List<Pass> passes, long seed) {
    Graph after = new Pipeline(passes).run(graph).graph();
    Feed feed = feed(graph, seed);
    Feed corrected = feed.withParameters(correctedMeans(graph, passes, feed));
    var expected = Interpreter.run(LowerLayers.toPrimitives(graph, Mode.INFERENCE), feed);
    var actual = Interpreter.run(LowerLayers.toPrimitives(after, Mode.INFERENCE), corrected);
    assertClose(expected.all(Kind.OUTPUT), actual.all(Kind.OUTPUT), 1e-5);
    assertClose(expected.all(Kind.LOSS), actual.all(Kind.LOSS), 1e-5);
  }

  private static Map<String, double[]> correctedMeans(Graph graph, List<Pass> passes, Feed feed) {
    if (passes.stream().noneMatch(p -> p instanceof EliminateBias)) return Map.of();
    Graph corrections = EliminateBias.corrections(graph);
    Map<String, double[]> means = new HashMap<>();
    Interpreter.run(LowerLayers.toPrimitives(corrections, Mode.INFERENCE), feed)
        .all(Kind.UPDATE)
        .forEach((path, mean) -> means.put(path, mean.data()));
    return means;
  }

  /**
   * Asserts equal outputs, loss, gradients and running statistics of one training step; that a
   * parameter that is gone had no gradient; and that the running means differ by the correction.
   * Constants are floats, so that momentum and its complement add up to 1 only to 3e-8.
   */
  static void assertSameTraining(Graph network, List<Pass> passes, long seed) {
    Graph graph = withLoss(network);
    Graph after = new Pipeline(passes).run(graph).graph();
    Feed feed = feed(graph, seed);
    var expected = Interpreter.run(step(graph), feed);
    var actual =
        Interpreter.run(step(after), feed.withParameters(correctedMeans(graph, passes, feed)));
    assertClose(expected.all(Kind.OUTPUT), actual.all(Kind.OUTPUT), 1e-7);
    assertClose(expected.all(Kind.LOSS), actual.all(Kind.LOSS), 1e-6);
    Map<String, NdArray> gradients = new HashMap<>(expected.all(Kind.GRADIENT));
    double largest = largest(gradients);
    Map<String, NdArray> kept = actual.all(Kind.GRADIENT);
    gradients.forEach(
        (path, gradient) -> {
          if (after.parameter(path).isEmpty()) {
            assertTrue(largest(Map.of(path, gradient)) <= 1e-9 * (1 + largest), path);
          }
        });
    gradients.keySet().removeIf(path -> after.parameter(path).isEmpty());
    assertClose(gradients, kept, 1e-6);
    Map<String, double[]> moved = new HashMap<>();
    expected.all(Kind.UPDATE).forEach((path, value) -> moved.put(path, value.data()));
    Map<String, NdArray> statistics = new HashMap<>(expected.all(Kind.UPDATE));
    correctedMeans(graph, passes, feed.withParameters(moved))
        .forEach((path, mean) -> statistics.put(path, new NdArray(List.of(mean.length), mean)));
    assertClose(statistics, actual.all(Kind.UPDATE), 1e-6);
  }

  private static Graph step(Graph graph) {
    Graph differentiated = Differentiate.run(LowerLayers.toGradients(graph));
    return LowerLayers.toPrimitives(differentiated, Mode.TRAINING);
  }

  /** The network with the squared error of its outputs as its loss, if it has none. */
  private static Graph withLoss(Graph graph) {
    if (!graph.results(Kind.LOSS).isEmpty()) return graph;
    return Rewrite.of(
        graph,
        (node, to) -> to.copy(node),
        to -> {
          Optional<Value> loss = Optional.empty();
          for (Result output : graph.results(Kind.OUTPUT)) {
            Value y = to.image(output.value());
            Value target =
                to.to().add(new Primitive.Input("target " + output.name(), to.to().type(y)));
            Value error = to.to().add(new Layer.MeanSquaredError(), y, target);
            loss = Optional.of(loss.map(sum -> to.to().plus(sum, error)).orElse(error));
          }
          to.to().result(Kind.LOSS, "loss", loss.orElseThrow());
        });
  }

  private static Feed feed(Graph graph, long seed) {
    return Feed.of(
        BATCH, RandomGraphs.inputs(graph, BATCH, seed), RandomGraphs.parameters(graph, seed));
  }

  private static double largest(Map<String, NdArray> tensors) {
    double largest = 0;
    for (NdArray tensor : tensors.values()) {
      for (double element : tensor.data()) largest = Math.max(largest, Math.abs(element));
    }
    return largest;
  }

  /** Asserts that tensors differ by at most {@code tolerance} times the largest element of all. */
  private static void assertClose(
      Map<String, NdArray> expected, Map<String, NdArray> actual, double tolerance) {
    assertEquals(expected.keySet(), actual.keySet());
    double allowed = tolerance * (1e-3 + largest(expected));
    expected.forEach(
        (name, tensor) -> {
          double[] data = actual.get(name).data();
          for (int i = 0; i < data.length; i++) {
            assertEquals(tensor.data()[i], data[i], allowed, name + "[" + i + "]");
          }
        });
  }
}
