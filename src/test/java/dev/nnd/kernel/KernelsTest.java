package dev.nnd.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.nnd.graph.Graph;
import dev.nnd.graph.RandomGraphs;
import dev.nnd.graph.Result;
import dev.nnd.interpret.Feed;
import dev.nnd.interpret.Interpreter;
import dev.nnd.interpret.NdArray;
import dev.nnd.interpret.Outcome;
import dev.nnd.lower.ApplyOptimizer;
import dev.nnd.lower.Differentiate;
import dev.nnd.lower.LowerLayers;
import dev.nnd.lower.Mode;
import dev.nnd.program.Optimizer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compiled graphs against the interpreter, on random networks: inference, and whole training steps
 * with gradients and updates. The targets agree bit for bit, with any number of threads.
 */
final class KernelsTest {
  private static final int NETWORKS = Integer.getInteger("networks", 60);

  /**
   * Sums of a few hundred float products differ from doubles by this share of the largest element.
   */
  private static final double TOLERANCE = 2e-4;

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void inferenceIsWhatTheInterpreterComputes(int batch) {
    for (int seed = 0; seed < NETWORKS; seed++) {
      Graph network = RandomGraphs.network(seed);
      Graph graph = LowerLayers.toPrimitives(network, Mode.INFERENCE);
      Feed feed = feed(network, batch, seed);
      check("seed " + seed, graph, feed, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7})
  void trainingIsWhatTheInterpreterComputes(int batch) {
    for (int seed = 0; seed < NETWORKS; seed++) {
      Graph network = RandomGraphs.trained(seed);
      Graph graph = Differentiate.run(LowerLayers.toGradients(network));
      graph = ApplyOptimizer.run(graph, new Optimizer.Sgd(0.1, 0.9, true, 0.01));
      graph = LowerLayers.toPrimitives(graph, Mode.TRAINING);
      Feed feed = feed(network, batch, seed).withParameters(RandomGraphs.parameters(graph, seed));
      feed = feed.withSettings(Map.of("rate", 0.1), 3);
      check("seed " + seed, graph, feed, 4);
    }
  }

  private static Feed feed(Graph network, int batch, int seed) {
    return Feed.of(
        batch, RandomGraphs.inputs(network, batch, seed), RandomGraphs.parameters(network, seed));
  }

  private static void check(String name, Graph graph, Feed feed, int shards) {
    Map<String, float[]> vector = run(name, graph, feed, new Target(16), shards, 1);
    compare(name, graph, Interpreter.run(graph, feed), vector);
    same(name + " portable", vector, run(name, graph, feed, Target.portable(), shards, 1));
    same(name + " 8 lanes", vector, run(name, graph, feed, new Target(8), shards, 2));
  }

  private static Map<String, float[]> run(
      String name, Graph graph, Feed feed, Target target, int shards, int threads) {
    try {
      return new Compiled(graph, target, feed.batch() + 2, shards).run(feed, threads);
    } catch (RuntimeException wrong) {
      throw new AssertionError(name + " " + target + "\n" + graph, wrong);
    }
  }

  private static void compare(
      String name, Graph graph, Outcome expected, Map<String, float[]> actual) {
    for (Result.Kind kind : Result.Kind.values()) {
      for (Map.Entry<String, NdArray> entry : expected.all(kind).entrySet()) {
        String key = kind == Result.Kind.UPDATE ? "after " + entry.getKey() : entry.getKey();
        close(
            name + " " + kind + " " + key + "\n" + graph, entry.getValue().data(), actual.get(key));
      }
    }
  }

  private static void close(String name, double[] expected, float[] actual) {
    // A slope that is zero by algebra, such as that of a bias before a norm, comes out as the
    // rounding of terms around 1.
    double largest = 0.1;
    for (double e : expected) largest = Math.max(largest, Math.abs(e));
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(expected[i] - actual[i]) <= TOLERANCE * largest)) {
        fail(name + " at " + i + ": expected " + expected[i] + ", got " + actual[i]);
      }
    }
  }

  private static void same(
      String name, Map<String, float[]> expected, Map<String, float[]> actual) {
    Map<String, float[]> left = new LinkedHashMap<>(expected);
    left.forEach((key, value) -> assertArrayEquals(value, actual.get(key), name + " " + key));
  }
}
