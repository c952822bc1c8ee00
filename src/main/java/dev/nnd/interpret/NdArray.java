package dev.nnd.interpret;

import java.util.List;

/**
 * A tensor of doubles whose extents are all known.
 *
 * @param dims the extents, the batch in front if there is one
 * @param data the elements in row-major order; not copied
 */
public record NdArray(List<Integer> dims, double[] data) {
  /** Checks that extents and elements match. */
  public NdArray {
    dims = List.copyOf(dims);
    if (size(dims) != data.length) {
      throw new IllegalArgumentException(data.length + " elements for " + dims);
    }
  }

  /** Zeros. */
  static NdArray zeros(List<Integer> dims) {
    return new NdArray(dims, new double[size(dims)]);
  }

  /** The number of elements of a tensor with these extents. */
  static int size(List<Integer> dims) {
    return dims.stream().reduce(1, Math::multiplyExact);
  }

  /** The row-major position of an index. */
  int position(int[] index) {
    int position = 0;
    for (int axis = 0; axis < index.length; axis++)
      position = position * dims.get(axis) + index[axis];
    return position;
  }

  /** Whether an index lies inside. */
  boolean contains(int[] index) {
    for (int axis = 0; axis < index.length; axis++) {
      if (index[axis] < 0 || index[axis] >= dims.get(axis)) return false;
    }
    return true;
  }

  /** The element at an index. */
  double at(int... index) {
    return data[position(index)];
  }

  /** What happens at each index. */
  @FunctionalInterface
  interface Visit {
    void at(int[] index);
  }

  /** Calls {@code visit} for every index within {@code dims}, in row-major order. */
  static void each(List<Integer> dims, Visit visit) {
    int[] index = new int[dims.size()];
    for (int count = size(dims); count > 0; count--) {
      visit.at(index);
      for (int axis = index.length - 1; axis >= 0; axis--) {
        if (++index[axis] < dims.get(axis)) break;
        index[axis] = 0;
      }
    }
  }
}
