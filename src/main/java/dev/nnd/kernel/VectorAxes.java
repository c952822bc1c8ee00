package dev.nnd.kernel;

import dev.nnd.graph.Shape;
import dev.nnd.kernel.Kernel.Contraction;
import java.util.ArrayList;
import java.util.List;

/** How the indices of a contraction run along the axes of what it reads and makes. */
final class VectorAxes {
  static final int NONE = -1;

  private VectorAxes() {}

  /**
   * The index of the contraction that suits vectors best, seen from one factor: its own alone, and
   * one of the result.
   */
  static int vectorOfFactor(Contraction c, Element.Read factor) {
    Element.Read other = factor.equals(c.right()) ? c.left() : c.right();
    int best = NONE;
    for (int index = 0; index < c.extents().size(); index++) {
      if (!isUnit(c.outputs().get(0).index(), index) || !isUnit(factor.index(), index)) continue;
      if (occurs(other.index(), index) || extent(c, index) == Shape.BATCH) continue;
      if (best == NONE || extent(c, index) > extent(c, best)) best = index;
    }
    return best != NONE && extent(c, best) > 1 ? best : NONE;
  }

  /** How many values an index takes. */
  static int extent(Contraction c, int index) {
    return c.extents().get(index);
  }

  /** Whether an index steps along one axis by one element and along no other. */
  static boolean isUnit(List<Affine> axes, int index) {
    return axes.stream().mapToInt(a -> Math.abs(a.coefficients().get(index))).sum() == 1
        && axes.stream().anyMatch(a -> a.coefficients().get(index) == 1);
  }

  /** Whether an index steps along any axis. */
  static boolean occurs(List<Affine> axes, int index) {
    return axes.stream().anyMatch(a -> a.coefficients().get(index) != 0);
  }

  /** The first axis that an index steps along. */
  static int axisOf(List<Affine> axes, int index) {
    for (int axis = 0; axis < axes.size(); axis++)
      if (axes.get(axis).coefficients().get(index) != 0) return axis;
    return NONE;
  }

  /** The axes that are read from the end to the start: a copy may as well be turned round. */
  static List<Boolean> turned(Contraction c, Element.Read read) {
    List<Boolean> turned = new ArrayList<>();
    for (int axis = 0; axis < read.index().size(); axis++) {
      Affine at = read.index().get(axis);
      int sole = at.times(-1).plus(at.offset()).soleAxis();
      int dim = read.buffer().shape().dim(axis);
      turned.add(sole >= 0 && at.offset() == dim - 1 && extent(c, sole) == dim);
    }
    return turned;
  }
}
