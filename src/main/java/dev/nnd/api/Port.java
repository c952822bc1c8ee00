package dev.nnd.api;

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

  /** As programs write it, such as {@code image: float[1, 8, 8]}. */
  @Override
  public String toString() {
    return name + ": " + (integers ? "int" : "float") + shape;
  }
}
