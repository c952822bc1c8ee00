package dev.nnd.lower;

import dev.nnd.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a reshape merges axes, or splits them, which is the same read backwards. */
final class ShapeFactors {
  private ShapeFactors() {}

  /**
   * For each axis of {@code merged}, the extents of the one or more neighbouring axes of {@code
   * split} that it is made of; empty if the shapes are not so related, or are the same.
   */
  static Optional<List<List<Integer>>> of(Shape split, Shape merged) {
    if (split.rank() <= merged.rank()) return Optional.empty();
    List<List<Integer>> factors = new ArrayList<>();
    int next = 0;
    for (int wanted : merged.dims()) {
      List<Integer> own = new ArrayList<>();
      int product = 1;
      while (next < split.rank() && (own.isEmpty() || product < wanted)) {
        own.add(split.dim(next));
        product *= split.dim(next++);
      }
      if (product != wanted) return Optional.empty();
      factors.add(own);
    }
    if (factors.isEmpty()) return Optional.empty();
    List<Integer> last = factors.get(factors.size() - 1);
    while (next < split.rank() && split.dim(next) == 1) last.add(split.dim(next++));
    return next == split.rank() ? Optional.of(factors) : Optional.empty();
  }

  /**
   * For each axis of {@code bare}, the axis of {@code padded} it is; empty unless {@code padded} is
   * {@code bare} with axes of extent 1 put in.
   */
  static Optional<List<Integer>> unitsAdded(Shape bare, Shape padded) {
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis < padded.rank(); axis++) {
      boolean here = axes.size() < bare.rank() && bare.dim(axes.size()) == padded.dim(axis);
      if (here) axes.add(axis);
      else if (padded.dim(axis) != 1) return Optional.empty();
    }
    return axes.size() == bare.rank() ? Optional.of(axes) : Optional.empty();
  }
}
