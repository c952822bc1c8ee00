package dev.nnd.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.nnd.graph.Graph;
import dev.nnd.graph.Result;
import dev.nnd.interpret.Feed;
import dev.nnd.interpret.Interpreter;
import dev.nnd.interpret.NdArray;
import dev.nnd.interpret.Outcome;
import java.util.Map;

/**
 * Asserts that a graph of primitives does the same on every target: vectors of 16 lanes what the
 * interpreter computes, the other targets the same bits, with any number of threads.
 */
final class Agreement {
  /**
   * Sums of a few hundred float products differ from doubles by this share of the largest element.
   */
  private static final double TOLERANCE = 2e-4;

  /**
   * What an element counts for at least. Slopes that are zero by algebra, such as that of a bias
   * before a norm or of the key's bias in attention, come out as the rounding of what cancels.
   */
  private static final double FLOOR = 0.1;

  private Agreement() {}

  static void check(String name, Graph graph, Feed feed, int shards) {
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

  private static double largest(double[] data) {
    double largest = 0;
    for (double element : data) largest = Math.max(largest, Math.abs(element));
    return largest;
  }

  private static void close(String name, double[] expected, float[] actual) {
    double largest = Math.max(FLOOR, largest(expected));
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(expected[i] - actual[i]) <= TOLERANCE * largest)) {
        fail(name + " at " + i + ": expected " + expected[i] + ", got " + actual[i]);
      }
    }
  }

  /** Asserts that two runs gave the same bits. */
  static void same(String name, Map<String, float[]> expected, Map<String, float[]> actual) {
    expected.forEach((key, value) -> assertArrayEquals(value, actual.get(key), name + " " + key));
  }
}
