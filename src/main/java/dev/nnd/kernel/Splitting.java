package dev.nnd.kernel;

import dev.nnd.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a reshape splits axes, where it does nothing else: then the elements can be read under the
 * new shape where they stand.
 */
final class Splitting {
  private Splitting() {}

  /** The axes, from first to last-plus-one, that an axis is split into. */
  record Range(int first, int end) {}

  /**
   * For each axis of {@code from} the axes of {@code to} that it is split into (unit axes
   * included), if every axis of {@code to} comes from one axis of {@code from}.
   */
  static Optional<List<Range>> of(Shape from, Shape to) {
    List<Range> ranges = new ArrayList<>();
    int next = 0;
    for (int axis = 0; axis < from.rank(); axis++) {
      int first = next;
      if (from.dim(axis) == Shape.BATCH) {
        next++;
      } else {
        long product = 1;
        while (next < to.rank() && product < from.dim(axis)) product *= to.dim(next++);
        if (product != from.dim(axis)) return Optional.empty();
      }
      ranges.add(new Range(first, next));
    }
    while (next < to.rank() && to.dim(next) == 1) next++;
    return next == to.rank() ? Optional.of(ranges) : Optional.empty();
  }
}
