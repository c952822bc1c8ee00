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
import java.util.function.Supplier;

/**
 * Asserts that a graph of primitives does the same on every target: vectors of 16 lanes what the
 * interpreter computes, the other targets the same bits, with any number of threads.
 */
public final class Agreement {
  /**
   * Sums of a few hundred float products differ from doubles by this share of the largest element.
   */
  private static final double TOLERANCE = 2e-4;

  /**
   * What an element counts for at least. Slopes that are zero by algebra, such as that of a bias
   * before a norm or of the key's bias in attention, come out as the rounding of what cancels.
   */
  private static final double FLOOR = 0.1;

  private final String name;
  private final Graph graph;
  private final Compiled vector;
  private final Compiled portable;
  private final Compiled narrow;

  /**
   * Compiles a graph for every target.
   *
   * @param name what messages begin with
   * @param capacity the most samples of a feed
   */
  public Agreement(String name, Graph graph, int capacity, int shards) {
    this.name = name;
    this.graph = graph;
    this.vector = compiled(new Target(16), capacity, shards);
    this.portable = compiled(Target.portable(), capacity, shards);
    this.narrow = compiled(new Target(8), capacity, shards);
  }

  static void check(String name, Graph graph, Feed feed, int shards) {
    new Agreement(name, graph, feed.batch() + 2, shards).check(feed);
  }

  private Compiled compiled(Target target, int capacity, int shards) {
    return noted(target, () -> new Compiled(graph, target, capacity, shards));
  }

  /** Runs the graph once on every target, and gives what the interpreter computes. */
  public Outcome check(Feed feed) {
    Outcome expected = Interpreter.run(graph, feed);
    Map<String, float[]> actual = noted(new Target(16), () -> vector.run(feed, 1));
    compare(expected, actual);
    same(name + " portable", actual, noted(Target.portable(), () -> portable.run(feed, 1)));
    same(name + " 8 lanes", actual, noted(new Target(8), () -> narrow.run(feed, 2)));
    return expected;
  }

  private <T> T noted(Target target, Supplier<T> action) {
    try {
      return action.get();
    } catch (RuntimeException wrong) {
      throw new AssertionError(name + " " + target + "\n" + graph, wrong);
    }
  }

  private void compare(Outcome expected, Map<String, float[]> actual) {
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
