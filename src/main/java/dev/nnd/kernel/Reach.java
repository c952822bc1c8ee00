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
  /** The reach along an axis whose extent is known. */
  static Reach of(IndexMap map, IndexMap.Axis axis, int dim) {
    int least = axis.offset();
    int most = axis.offset();
    for (IndexMap.Term t : axis.terms()) {
      int extent = map.indices().get(t.index()).extent();
      if (extent == Shape.BATCH) return new Reach(0, 0);
      int span = t.coefficient() * (extent - 1);
      least += Math.min(0, span);
      most += Math.max(0, span);
    }
    return new Reach(Math.max(0, -least), Math.max(0, most - dim + 1));
  }

  /** Whether any axis of a factor is read outside. */
  static boolean isOutside(IndexMap map, List<IndexMap.Axis> axes, Shape shape) {
    for (int i = 0; i < axes.size(); i++) {
      Reach reach = of(map, axes.get(i), shape.dim(i));
      if (reach.low > 0 || reach.high > 0) return true;
    }
    return false;
  }
}
