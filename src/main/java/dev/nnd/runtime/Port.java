package dev.nnd.runtime;

import java.util.List;

/**
 * An input or output of a network.
 *
 * @param name its name in the program
 * @param shape the extents of one sample
 * @param integers whether it is {@code int[…]}; the values are floats all the same
 */
public record Port(String name, List<Integer> shape, boolean integers) {
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
   * @throws IllegalArgumentException if it is too short for the batch
   */
  void check(float[] array, int batch) {
    long needed = (long) batch * size();
    if (array.length < needed) {
      throw new IllegalArgumentException(
          array.length + " floats for " + this + ", and a batch of " + batch + " has " + needed);
    }
  }

  /** As programs write it, such as {@code image: float[1, 8, 8]}. */
  @Override
  public String toString() {
    return name + ": " + (integers ? "int" : "float") + shape;
  }
}
