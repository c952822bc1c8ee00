package dev.nnd.runtime;

import java.util.List;

/**
 * An input or output of a network.
 *
 * @param name its name in the program
 * @param shape the extents of one sample
 * @param integers whether it is {@code int[…]}; the values are floats all the same
 * @param limit what its numbers are below, and at least 0, as for the codes of an embedding; 0 if
 *     they may be anything
 */
public record Port(String name, List<Integer> shape, boolean integers, int limit) {
  public Port {
    shape = List.copyOf(shape);
  }

  /** Floats a sample. */
  public int size() {
    int size = 1;
    // No stream and no iterator: every prediction asks, and must allocate nothing.
    for (int axis = 0; axis < shape.size(); axis++)
      size = Math.multiplyExact(size, shape.get(axis));
    return size;
  }

  /**
   * Checks the arrays that a caller brings for some ports.
   *
   * @throws IllegalArgumentException if one is missing or too short for the batch
   */
  public static void check(List<Port> ports, float[][] arrays, int batch) {
    if (arrays.length != ports.size()) {
      throw new IllegalArgumentException(arrays.length + " arrays for " + ports);
    }
    for (int i = 0; i < arrays.length; i++) ports.get(i).check(arrays[i], batch);
  }

  /**
   * Checks an array that a caller brings.
   *
   * @throws IllegalArgumentException if it is too short for the batch, or a number in it is not
   *     within the limit
   */
  void check(float[] array, int batch) {
    long needed = (long) batch * size();
    if (array.length < needed) {
      throw new IllegalArgumentException(
          array.length + " floats for " + this + ", and a batch of " + batch + " has " + needed);
    }
    if (limit > 0) checkLimit(array, (int) needed);
  }

  /**
   * Checks that the numbers a caller brings are within the limit.
   *
   * @throws IllegalArgumentException if one is not
   */
  private void checkLimit(float[] array, int count) {
    for (int i = 0; i < count; i++) {
      float value = array[i];
      if (!(value >= 0 && value < limit) || value != (int) value) {
        throw new IllegalArgumentException(
            "sample %d of %s: %s is no whole number from 0 to %d"
                .formatted(i / size(), this, value, limit - 1));
      }
    }
  }

  /** As programs write it, such as {@code image: float[1, 8, 8]}. */
  @Override
  public String toString() {
    return name + ": " + (integers ? "int" : "float") + shape;
  }
}
