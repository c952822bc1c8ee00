package dev.nnd.pass;

import dev.nnd.graph.IndexMap;
import dev.nnd.graph.IndexMap.Axis;
import dev.nnd.graph.Node;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Shape;
import java.util.List;
import java.util.Optional;

/**
 * A contraction that slides a 3x3 window over images, element by element: one of
 *
 * <pre>
 * y[n,a,i,j]  = sum over b, r, s of x[n, b, i + r - before, j + s - before] * w[a,b,r,s]
 * dw[a,b,r,s] = sum over n, i, j of x[n, b, i + r - before, j + s - before] * dy[n,a,i,j]
 * </pre>
 *
 * <p>In w and dw the channels may stand the other way round. A convolution is of the first kind; so
 * is the gradient of its input, which reads the window from its end ({@code i - r + offset}). The
 * gradient of its weights is of the second.
 *
 * @param ofWeights whether it is of the second kind
 * @param mirrored whether the window is read from its end
 * @param before how far windows reach before the first element
 * @param resultFirst whether a is the first axis of w or dw
 * @param result the extent of a
 * @param summed the extent of b
 * @param height the extent of i
 * @param width the extent of j
 */
record Windows3x3(
    boolean ofWeights,
    boolean mirrored,
    int before,
    boolean resultFirst,
    int result,
    int summed,
    int height,
    int width) {

  /** The windows of a node, if it is such a contraction. */
  static Optional<Windows3x3> of(Node node) {
    if (!(node.op() instanceof Primitive.Contract contract)) return Optional.empty();
    IndexMap map = contract.map();
    if (map.left().size() != 4 || map.right().size() != 4 || map.out().size() != 4)
      return Optional.empty();
    return new Finder(map).find();
  }

  /** Looks at one map. */
  private record Finder(IndexMap map) {
    Optional<Windows3x3> find() {
      boolean images = isBatch(map.out().get(0)) && !isBatch(map.right().get(0));
      boolean weights = isBatch(map.right().get(0)) && !isBatch(map.out().get(0));
      if (!isBatch(map.left().get(0)) || !images && !weights) return Optional.empty();
      List<Axis> positions = images ? map.out() : map.right();
      List<Axis> taps = images ? map.right() : map.out();
      if (!allIndices(positions) || !allIndices(taps)) return Optional.empty();
      int a = index(positions.get(1));
      Axis summed = map.left().get(1);
      if (!summed.isIndex() || map.indices().size() != 7) return Optional.empty();
      int b = index(summed);
      boolean resultFirst = index(taps.get(0)) == a && index(taps.get(1)) == b;
      if (!resultFirst && (index(taps.get(0)) != b || index(taps.get(1)) != a))
        return Optional.empty();
      Optional<Integer> down = offset(2, positions, taps);
      Optional<Integer> across = offset(3, positions, taps);
      boolean mirrored = sign(map.left().get(2), taps.get(2)) < 0;
      if (down.isEmpty() || !down.equals(across)) return Optional.empty();
      int before = mirrored ? 2 - down.get() : -down.get();
      if (before < 0 || mirrored && weights) return Optional.empty();
      return Optional.of(
          new Windows3x3(
              weights,
              mirrored,
              before,
              resultFirst,
              extent(a),
              extent(b),
              extent(index(positions.get(2))),
              extent(index(positions.get(3)))));
    }

    private boolean isBatch(Axis axis) {
      return axis.isIndex() && extent(index(axis)) == Shape.BATCH;
    }

    private static boolean allIndices(List<Axis> axes) {
      return axes.stream().allMatch(Axis::isIndex);
    }

    private static int index(Axis axis) {
      return axis.terms().get(0).index();
    }

    private int extent(int index) {
      return map.indices().get(index).extent();
    }

    private int sign(Axis axis, Axis tap) {
      return axis.coefficient(index(tap));
    }

    /** The offset of an axis that is a position and a tap of three, either way round. */
    private Optional<Integer> offset(int axis, List<Axis> positions, List<Axis> taps) {
      Axis at = map.left().get(axis);
      Axis tap = taps.get(axis);
      boolean fits =
          at.terms().size() == 2
              && at.coefficient(index(positions.get(axis))) == 1
              && Math.abs(sign(at, tap)) == 1
              && sign(at, tap) == sign(map.left().get(2), taps.get(2))
              && extent(index(tap)) == 3;
      return fits ? Optional.of(at.offset()) : Optional.empty();
    }
  }
}
