package dev.nnd.kernel;

import dev.nnd.graph.Shape;
import dev.nnd.kernel.Kernel.Contraction;
import dev.nnd.kernel.Kernel.Output;
import dev.nnd.loop.Int;
import dev.nnd.loop.IntVar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The loops of a contraction and what each is for. Columns are the loop that vectors run along;
 * rows the one that a tile has several of; the deepest summed loop is innermost. The order of the
 * summed loops, and so of the additions, is the same for every target.
 */
final class ContractionLoops {
  /** Fewer multiply-adds than this are not worth dividing. */
  private static final long SMALLEST_DIVIDED = 100_000;

  final Contraction contraction;
  final Space space;

  /** The factor that vectors are loaded from. */
  final Element.Read wide;

  /**
   * The other factor, of which single numbers are repeated, unless it steps with the columns too.
   */
  final Element.Read narrow;

  /** Whether the last loop is the columns. */
  final boolean columns;

  /** The loop of rows, or -1. */
  final int rows;

  /** The kept loops but rows and columns, from the outermost. */
  final List<Integer> outer;

  /** The summed loops, from the outermost. */
  final List<Integer> summed;

  /** Whether the samples of a task are added to its own sums. */
  final boolean continues;

  /** Whether the batch divides the work. */
  final boolean batched;

  /** How an axis is divided into units of work; empty if the batch is, or the rows. */
  final Optional<Division> division;

  ContractionLoops(Contraction contraction, Optional<Division> division, Placed placed) {
    this.division = division;
    this.contraction = contraction;
    this.space = space(contraction, placed);
    int batch = contraction.extents().indexOf(Shape.BATCH);
    this.continues = contraction.outputs().get(0).continues();
    this.batched = division.isEmpty() && batch >= 0 && (space.loop(batch).kept() || continues);
    if (batched) space.bound(batch, Int.of(IntVar.FROM), Int.of(IntVar.TO));
    division.ifPresent(space::divide);
    space.dropUnits();
    space.sort(order(contraction.right()));
    int best = space.longest(this::suitsColumns);
    Element.Read vectors = contraction.right();
    if (best >= 0 && space.step(vectors, best) == 0) vectors = contraction.left();
    this.wide = vectors;
    this.narrow = wide.equals(contraction.right()) ? contraction.left() : contraction.right();
    boolean whole = best >= 0 && space.makeInnermost(best);
    if (!whole) space.sort(order(wide));
    this.columns = whole;
    space.join(columns);
    this.rows = findRows();
    this.outer = loops(true);
    this.summed = loops(false);
  }

  private static Space space(Contraction c, Placed placed) {
    List<Boolean> kept = new ArrayList<>();
    for (int i = 0; i < c.extents().size(); i++) kept.add(c.outputs().get(0).keeps(i));
    Space made = new Space(placed, c.extents(), kept);
    made.access(c.left(), c.left().buffer(), c.left().index());
    made.access(c.right(), c.right().buffer(), c.right().index());
    c.outputs().forEach(made::access);
    return made;
  }

  private Comparator<Integer> order(Element.Read factor) {
    return Comparator.comparing((Integer i) -> !space.loop(i).divides())
        .thenComparing(i -> !space.loop(i).kept())
        .thenComparing(i -> space.loop(i).extent() != Shape.BATCH)
        .thenComparing(i -> -weight(factor, i));
  }

  private int weight(Element.Read factor, int loop) {
    Object by = space.loop(loop).kept() ? contraction.outputs().get(0) : factor;
    return Math.abs(space.step(by, loop));
  }

  private boolean suitsColumns(int loop) {
    Space.Loop l = space.loop(loop);
    if (!l.kept() || l.divides() || l.extent() == Shape.BATCH) return false;
    int left = space.step(contraction.left(), loop);
    int right = space.step(contraction.right(), loop);
    if (left != 0 && left != 1 || right != 0 && right != 1 || left + right == 0) return false;
    for (Output o : contraction.outputs()) {
      if (space.step(o, loop) != 1) return false;
      for (Element.Read r : Footprint.reads(o.value())) {
        if (space.step(r, loop) != 0 && space.step(r, loop) != 1) return false;
      }
    }
    return true;
  }

  private int findRows() {
    int end = space.size() - (columns ? 1 : 0);
    for (int loop = end - 1; loop >= 0; loop--) {
      if (isWhole(loop) && space.step(wide, loop) == 0 && space.step(narrow, loop) != 0)
        return loop;
    }
    return -1;
  }

  private boolean isWhole(int loop) {
    return space.loop(loop).kept() && !space.loop(loop).divides();
  }

  private List<Integer> loops(boolean kept) {
    int end = space.size() - (columns ? 1 : 0);
    return IntStream.range(0, end)
        .filter(i -> i != rows && space.loop(i).kept() == kept)
        .boxed()
        .toList();
  }

  /** How many columns there are, padding included. */
  int width() {
    return columns ? space.loop(space.size() - 1).extent() : 1;
  }

  /**
   * Multiply-adds of one sample, or of the whole where the batch is summed (for the smallest
   * batch).
   */
  long products() {
    long all = 1;
    for (int i = 0; i < space.size(); i++) all *= Math.max(1, space.loop(i).extent());
    return all;
  }

  /**
   * Whether a loop of its own is to be divided: there is nothing else to divide, and enough work.
   */
  boolean dividesRows() {
    return !batched && division.isEmpty() && products() >= SMALLEST_DIVIDED;
  }

  /** The units of work if there are so many of rows, where those are divided. */
  int units(int ofRows) {
    return batched ? 0 : division.map(Division::units).orElse(Math.max(1, ofRows));
  }
}
