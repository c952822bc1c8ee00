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
import java.util.Random;
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

  /**
   * How often a miss is calculated again with every value rounded up or down by chance, as Vignes
   * estimates errors ("A stochastic arithmetic for reliable scientific computation", 1993), and how
   * many times the error found so is granted: the sums inside of an operation round too.
   */
  private static final int TRIES = 5;

  private static final double GRANTED = 8;

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
    compare(feed, expected, actual);
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

  private void compare(Feed feed, Outcome expected, Map<String, float[]> actual) {
    for (Result.Kind kind : Result.Kind.values()) {
      for (Map.Entry<String, NdArray> entry : expected.all(kind).entrySet()) {
        String key = kind == Result.Kind.UPDATE ? "after " + entry.getKey() : entry.getKey();
        double[] exact = entry.getValue().data();
        float[] found = actual.get(key);
        double tolerance = TOLERANCE * Math.max(FLOOR, largest(exact));
        if (firstMiss(exact, found, tolerance) < 0) continue;
        tolerance += GRANTED * rounding(feed, kind, entry.getKey(), exact);
        int i = firstMiss(exact, found, tolerance);
        if (i < 0) continue;
        String where = name + " " + kind + " " + key + " at " + i;
        fail(where + ": expected " + exact[i] + ", got " + found[i] + "\n" + graph);
      }
    }
  }

  /** What the rounding of every value to a float makes of a result, its largest error. */
  private double rounding(Feed feed, Result.Kind kind, String key, double[] exact) {
    double reach = 0;
    for (int seed = 0; seed < TRIES; seed++) {
      Random random = new Random(seed);
      Outcome rounded = Interpreter.run(graph, feed, x -> beside(x, random));
      double[] data = rounded.get(kind, key).data();
      for (int i = 0; i < data.length; i++) reach = Math.max(reach, Math.abs(data[i] - exact[i]));
    }
    return reach;
  }

  /** The float above or below, by chance, or the number itself if it is a float. */
  private static double beside(double x, Random random) {
    float nearest = (float) x;
    if (nearest == x || Double.isNaN(x) || random.nextBoolean()) return nearest;
    return nearest < x ? Math.nextUp(nearest) : Math.nextDown(nearest);
  }

  private static double largest(double[] data) {
    double largest = 0;
    for (double element : data) largest = Math.max(largest, Math.abs(element));
    return largest;
  }

  private static int firstMiss(double[] exact, float[] found, double tolerance) {
    for (int i = 0; i < exact.length; i++) {
      if (!(Math.abs(exact[i] - found[i]) <= tolerance)) return i;
    }
    return -1;
  }

  /** Asserts that two runs gave the same bits. */
  static void same(String name, Map<String, float[]> expected, Map<String, float[]> actual) {
    expected.forEach((key, value) -> assertArrayEquals(value, actual.get(key), name + " " + key));
  }
}
