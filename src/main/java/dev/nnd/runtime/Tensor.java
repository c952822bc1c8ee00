package dev.nnd.runtime;

import java.util.Arrays;
import java.util.List;

/**
 * Numbers in a box of any number of axes, stored with the last axis next to each other.
 *
 * <p>The array is shared and never copied: who writes to it changes every tensor made of it. Two
 * tensors are equal if their shapes and the bits of their numbers are.
 *
 * @param shape the length of each axis, at least 0; empty for a single number
 * @param data the numbers, as many as the product of {@code shape}
 */
public record Tensor(List<Integer> shape, float[] data) {
  /**
   * Checks that {@code data} fills {@code shape}.
   *
   * @throws IllegalArgumentException if it does not, or if an axis is negative
   */
  public Tensor {
    shape = List.copyOf(shape);
    long size = 1;
    for (int length : shape) {
      if (length < 0) {
        throw new IllegalArgumentException("axis of negative length in shape " + shape);
      }
      size = Math.multiplyExact(size, length);
    }
    if (size != data.length) {
      throw new IllegalArgumentException(
          "shape " + shape + " needs " + size + " numbers, but there are " + data.length);
    }
  }

  /** A tensor of zeros. */
  public static Tensor zeros(List<Integer> shape) {
    return new Tensor(shape, new float[shape.stream().reduce(1, Math::multiplyExact)]);
  }

  /** How many numbers there are. */
  public int size() {
    return data.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor tensor
        && shape.equals(tensor.shape)
        && Arrays.equals(data, tensor.data);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(data);
  }

  /** The shape alone, as a tensor can have millions of numbers. */
  @Override
  public String toString() {
    return "Tensor" + shape;
  }
}
