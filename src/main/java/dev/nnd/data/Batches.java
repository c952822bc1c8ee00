package dev.nnd.data;

import dev.nnd.runtime.CounterRandom;
import java.util.stream.IntStream;

/**
 * Examples in batches, once each: all of the same size but the last, which may be smaller. Filling
 * allocates nothing.
 */
public final class Batches {
  private final Examples examples;
  private final int size;
  private final int[] order;

  private Batches(Examples examples, int size, int[] order) {
    if (size < 1) {
      throw new IllegalArgumentException("batches of " + size);
    }
    this.examples = examples;
    this.size = size;
    this.order = order;
  }

  /** The examples in their own order. */
  public static Batches inOrder(Examples examples, int size) {
    return new Batches(examples, size, IntStream.range(0, examples.count()).toArray());
  }

  /**
   * The examples in an order that depends on the seed and the epoch (from 0), and on nothing else.
   */
  public static Batches shuffled(Examples examples, int size, long seed, int epoch) {
    int key = CounterRandom.key(CounterRandom.key(seed, "shuffle"), epoch);
    return new Batches(examples, size, CounterRandom.permutation(key, examples.count()));
  }

  /** The examples that are divided. */
  public Examples examples() {
    return examples;
  }

  /** The number of batches. */
  public int count() {
    return (order.length + size - 1) / size;
  }

  /** The number of examples in a batch, at most the size that was asked for. */
  public int rows(int batch) {
    return Math.min(size, order.length - batch * size);
  }

  /** Copies a column's values of a batch to the start of {@code into}, example after example. */
  public void fill(int batch, String column, float[] into) {
    examples.gather(column, order, batch * size, rows(batch), into);
  }
}
