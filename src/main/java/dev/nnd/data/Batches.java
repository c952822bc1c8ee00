package dev.nnd.data;

import dev.nnd.runtime.CounterRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Examples in batches, once each: all of the same size but the last, which may be smaller. Filling
 * allocates nothing.
 */
public final class Batches {
  private final Examples examples;
  private final int size;
  private final int[] order;
  private final int augmentKey;
  private final Map<String, Augmentation> augmentations = new HashMap<>();

  private Batches(Examples examples, int size, int[] order, int augmentKey) {
    if (size < 1) {
      throw new IllegalArgumentException("batches of " + size);
    }
    this.examples = examples;
    this.size = size;
    this.order = order;
    this.augmentKey = augmentKey;
  }

  /** The examples in their own order. */
  public static Batches inOrder(Examples examples, int size) {
    return new Batches(examples, size, IntStream.range(0, examples.count()).toArray(), 0);
  }

  /**
   * The examples of an epoch of training: in an order, and augmented by numbers, that depend on the
   * seed and the epoch (from 0), and on nothing else.
   */
  public static Batches shuffled(Examples examples, int size, long seed, int epoch) {
    int key = CounterRandom.key(CounterRandom.key(seed, "shuffle"), epoch);
    int[] order = CounterRandom.permutation(key, examples.count());
    Batches batches = new Batches(examples, size, order, Augmentation.key(seed, epoch));
    for (String name : examples.names()) {
      examples.augmentation(name).ifPresent(a -> batches.augmentations.put(name, a));
    }
    return batches;
  }

  /** The examples that are divided. */
  public Examples examples() {
    return examples;
  }

  /** Whether filling moves images. */
  public boolean augments() {
    return !augmentations.isEmpty();
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
    int first = batch * size;
    int rows = rows(batch);
    examples.gather(column, order, first, rows, into);
    Augmentation augmentation = augmentations.get(column);
    if (augmentation == null) return;
    int width = examples.width(column);
    for (int i = 0; i < rows; i++) {
      augmentation.apply(into, i * width, augmentKey, order[first + i]);
    }
  }
}
