package dev.nnd.lower;

import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.IndexMap;
import dev.nnd.graph.IndexMap.Axis;
import dev.nnd.graph.IndexMap.Index;
import dev.nnd.graph.IndexMap.Term;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The gradients of a contraction, which are contractions again: from {@code out[o] += left[l] *
 * right[r]} follow {@code dleft[l] += dout[o] * right[r]} and {@code dright[r] += left[l] *
 * dout[o]}.
 *
 * <p>An operand's axis that is a window, {@code h = stride*p + dilation*r + offset}, cannot be an
 * axis of a result. There {@code h} takes the place of the index {@code p}: where dout was read at
 * {@code p}, it is read at {@code (h - dilation*r - offset) / stride}. A stride above 1 first
 * spreads dout with stride - 1 zeros between neighbours, so that its element {@code p} lies at
 * {@code stride*p} and the division is gone; positions that no window has read zero. It costs
 * nothing: the kernels skip products with such zeros.
 */
final class ContractGradient {
  private final GraphBuilder to;
  private final IndexMap map;
  private final List<Index> indices;
  private final List<Axis> dyAxes;
  private Value dy;

  private ContractGradient(GraphBuilder to, IndexMap map, Value dy) {
    this.to = to;
    this.map = map;
    this.indices = new ArrayList<>(map.indices());
    this.dyAxes = new ArrayList<>(map.out());
    this.dy = dy;
  }

  /** The gradient along the left operand, of the given shape. */
  static Value left(GraphBuilder to, IndexMap map, Value dy, Value right, Shape shape) {
    ContractGradient gradient = new ContractGradient(to, map, dy);
    List<Axis> axes = gradient.resultAxes(map.left(), shape);
    IndexMap dleft = new IndexMap(gradient.indices, gradient.dyAxes, map.right(), axes);
    return to.contract(dleft, gradient.dy, right);
  }

  /** The gradient along the right operand, of the given shape. */
  static Value right(GraphBuilder to, IndexMap map, Value left, Value dy, Shape shape) {
    ContractGradient gradient = new ContractGradient(to, map, dy);
    List<Axis> axes = gradient.resultAxes(map.right(), shape);
    IndexMap dright = new IndexMap(gradient.indices, map.left(), gradient.dyAxes, axes);
    return to.contract(dright, left, gradient.dy);
  }

  /** The axes of an operand as those of a result. */
  private List<Axis> resultAxes(List<Axis> axes, Shape shape) {
    List<Axis> result = new ArrayList<>();
    for (int i = 0; i < axes.size(); i++) {
      Axis axis = axes.get(i);
      result.add(covers(axis, shape.dim(i)) ? axis : replaceWindow(axis, shape.dim(i)));
    }
    return result;
  }

  /** Whether an axis is a mixed-radix number of its indices that takes all of {@code extent}. */
  private boolean covers(Axis axis, int extent) {
    if (axis.isIndex()) return map.indices().get(axis.terms().get(0).index()).extent() == extent;
    int covered = 1;
    for (int t = axis.terms().size() - 1; t >= 0; t--) {
      Term term = axis.terms().get(t);
      if (term.coefficient() != covered) return false;
      covered *= map.indices().get(term.index()).extent();
    }
    return axis.offset() == 0 && covered == extent;
  }

  /** Puts the position on an axis in the place of the window's index. */
  private Axis replaceWindow(Axis axis, int extent) {
    Term window =
        axis.terms().stream()
            .filter(term -> isWindow(term, axis))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "differentiate: no window in " + axis + " of " + map));
    int p = window.index();
    int outAxis = map.out().indexOf(Axis.of(p));
    if (window.coefficient() > 1 && to.shape(dy).dim(outAxis) > 1) {
      dy = to.add(new Primitive.Pad(outAxis, 0, 0, window.coefficient() - 1, 0), dy);
    }
    indices.set(p, new Index(map.indices().get(p).name(), extent));
    List<Term> read = new ArrayList<>(List.of(new Term(1, p)));
    for (Term tap : axis.terms()) {
      if (tap.index() != p) read.add(new Term(-tap.coefficient(), tap.index()));
    }
    dyAxes.set(outAxis, new Axis(read, -axis.offset()));
    return Axis.of(p);
  }

  /**
   * Whether a term's index is an axis of the result and occurs nowhere else but on {@code axis}.
   */
  private boolean isWindow(Term term, Axis axis) {
    return term.coefficient() > 0
        && map.out().contains(Axis.of(term.index()))
        && occurrences(term.index()) == 2
        && axis.coefficient(term.index()) == term.coefficient();
  }

  /** How many axes of operands and result an index occurs on. */
  private long occurrences(int index) {
    return Stream.of(map.left(), map.right(), map.out())
        .flatMap(List::stream)
        .filter(axis -> axis.coefficient(index) != 0)
        .count();
  }
}
