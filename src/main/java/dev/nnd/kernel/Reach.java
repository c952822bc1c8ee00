package dev.nnd.kernel;

import dev.nnd.graph.IndexMap;
import dev.nnd.graph.Shape;
import java.util.List;

/**
 * How far a contraction reads outside an axis of a factor: that many zeros must stand there.
 *
 * @param low positions before the first element
 * @param high positions after the last
 */
record Reach(int low, int high) {
  /** No zeros. */
  static final Reach NONE = new Reach(0, 0);

  /** The reach along an axis of {@code dim} elements, over all rounds of these loops. */
  static Reach of(Affine axis, List<Integer> extents, int dim) {
    int least = axis.offset();
    int most = axis.offset();
    for (int i = 0; i < extents.size(); i++) {
      int coefficient = axis.coefficients().get(i);
      if (coefficient == 0) continue;
      if (extents.get(i) == Shape.BATCH) return NONE;
      least += Math.min(0, coefficient * (extents.get(i) - 1));
      most += Math.max(0, coefficient * (extents.get(i) - 1));
    }
    return new Reach(Math.max(0, -least), Math.max(0, most - dim + 1));
  }

  /** Whether any axis of a factor is read outside. */
  static boolean isOutside(IndexMap map, List<IndexMap.Axis> axes, Shape shape) {
    List<Integer> extents = map.indices().stream().map(IndexMap.Index::extent).toList();
    for (int i = 0; i < axes.size(); i++) {
      if (!of(Affine.of(axes.get(i), extents.size()), extents, shape.dim(i)).isNone()) return true;
    }
    return false;
  }

  /** Whether nothing outside is read. */
  boolean isNone() {
    return low == 0 && high == 0;
  }
}
