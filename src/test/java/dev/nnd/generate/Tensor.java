package dev.nnd.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The type of a tensor.
 *
 * @param ints whether its elements are codes
 * @param sizes of the written axes
 */
record Tensor(boolean ints, List<Integer> sizes) {
  Tensor {
    sizes = List.copyOf(sizes);
  }

  static Tensor floats(List<Integer> sizes) {
    return new Tensor(false, sizes);
  }

  static Tensor floats(Integer... sizes) {
    return floats(List.of(sizes));
  }

  int rank() {
    return sizes.size();
  }

  /** The size of an axis; negative ones count from the end. */
  int size(int axis) {
    return sizes.get(place(axis));
  }

  private int place(int axis) {
    return axis < 0 ? axis + rank() : axis;
  }

  long elements() {
    return sizes.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
  }

  Tensor with(int axis, int size) {
    List<Integer> changed = new ArrayList<>(sizes);
    changed.set(place(axis), size);
    return new Tensor(ints, changed);
  }

  Tensor without(int axis) {
    List<Integer> fewer = new ArrayList<>(sizes);
    fewer.remove(place(axis));
    return new Tensor(ints, fewer);
  }

  /** What two tensors are broadcast to, if they can be. */
  Optional<Tensor> broadcast(Tensor other) {
    if (rank() < other.rank()) return other.broadcast(this);
    List<Integer> common = new ArrayList<>(sizes);
    for (int axis = 1; axis <= other.rank(); axis++) {
      int one = size(-axis);
      int two = other.size(-axis);
      if (one != two && one != 1 && two != 1) return Optional.empty();
      common.set(rank() - axis, Math.max(one, two));
    }
    return ints || other.ints ? Optional.empty() : Optional.of(floats(common));
  }

  /** As a program writes it. */
  String text() {
    return (ints ? "int" : "float")
        + sizes.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
  }
}
