package dev.nnd.kernel;

import dev.nnd.graph.Shape;
import dev.nnd.kernel.Kernel.Kind;
import dev.nnd.kernel.Kernel.Nest;
import dev.nnd.kernel.Kernel.Output;
import dev.nnd.loop.Int;
import dev.nnd.loop.IntVar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The loops of a nest and what each is for: first those whose rounds the results tell apart, then
 * the summed ones. Vectors run along the innermost loop, the columns, if all accesses step through
 * it by one element or stand still.
 */
final class NestLoops {
  /** Work without a batch is divided into units of this many elements, if it is larger. */
  private static final int UNIT = 4096;

  /** Sides of the squares in which turned elements are copied: what a line of the cache holds. */
  static final int EDGE = 16;

  /** More operations than this are not written out for each column of a square. */
  private static final int MOST_TURNED = 2;

  /** Terms of so many operations are worth a row of their own. */
  private static final int COSTLY_TERM = 16;

  final Nest nest;
  final Space space;

  /** What is summed up or folded to a maximum. */
  final List<Output> sums;

  /** Whether the samples of a task are added to its own sums. */
  final boolean continues;

  /** What is stored at every point. */
  final List<Output> stores;

  /** Whether the last loop is the columns. */
  final boolean columns;

  /** Whether the columns may be walked by whole vectors, padding included. */
  final boolean wholeColumns;

  /**
   * Whether the result and what is read are turned against each other: one is without gaps along
   * the last loop, the other along the one before it.
   */
  final boolean turned;

  /** Whether the sums are along rows whose terms cost more than adding them. */
  final boolean costlyTerms;

  /** 0 if the batch divides the work, else how many units there are to divide. */
  final int units;

  NestLoops(Nest given, Optional<Division> division, Placed placed, Target target) {
    this.nest = withoutEmptySums(given);
    this.sums = nest.outputs().stream().filter(o -> o.kind() != Kind.STORE).toList();
    this.continues = sums.stream().anyMatch(Output::continues);
    this.stores = nest.outputs().stream().filter(o -> o.kind() == Kind.STORE).toList();
    this.space = space(placed);
    boolean batched = nest.extents().contains(Shape.BATCH);
    if (division.isPresent()) space.divide(division.get());
    else if (batched) space.bound(batchLoop(), Int.of(IntVar.FROM), Int.of(IntVar.TO));
    space.dropUnits();
    space.sort(order());
    int best = space.longest(this::suitsColumns);
    this.wholeColumns = best >= 0 && space.makeInnermost(best);
    this.columns = best >= 0 && (wholeColumns || sums.isEmpty());
    if (best >= 0 && !columns) space.sort(order());
    this.turned = best < 0 && sums.isEmpty() && turn();
    this.costlyTerms = best < 0 && !target.isPortable() && hasCostlyTerms();
    if (!costlyTerms) space.join(false);
    this.units = division.isPresent() ? division.get().units() : batched ? 0 : divided();
  }

  /** How many loops there are around a row of columns. */
  int outer() {
    return columns ? space.size() - 1 : space.size();
  }

  /** How many of the loops around a row are kept. */
  int kept() {
    int kept = 0;
    while (kept < outer() && space.loop(kept).kept()) kept++;
    return kept;
  }

  /** Puts the loop along which most is read without gaps next to the last, if there is one. */
  private boolean turn() {
    int last = space.size() - 1;
    List<Element> values = nest.outputs().stream().map(Output::value).toList();
    if (last < 1 || Footprint.operations(values) > MOST_TURNED || space.loop(last).extent() < EDGE)
      return false;
    for (Output o : nest.outputs()) if (space.step(o, last) != 1) return false;
    int across = space.longest(i -> i < last && isReadAlong(i, last));
    if (across < 0) return false;
    space.sort(Comparator.comparing(i -> i == last ? 2 : i == across ? 1 : 0));
    return true;
  }

  private boolean isReadAlong(int loop, int last) {
    Space.Loop l = space.loop(loop);
    boolean suits = l.kept() && !l.divides() && l.extent() >= EDGE;
    return suits
        && reads().stream()
            .anyMatch(r -> space.step(r, loop) == 1 && Math.abs(space.step(r, last)) > 1);
  }

  /** Whether the last loop is summed, and vectors can make the terms, which are worth a row. */
  private boolean hasCostlyTerms() {
    int last = space.size() - 1;
    if (sums.isEmpty() || space.loop(last).kept()) return false;
    int extent = space.loop(last).extent();
    List<Element> values = nest.outputs().stream().map(Output::value).toList();
    if (extent == Shape.BATCH
        || extent > ScratchRows.LENGTH
        || Footprint.operations(values) < COSTLY_TERM) return false;
    for (Output o : stores) if (space.step(o, last) != 1) return false;
    for (Element.Read r : reads())
      if (space.step(r, last) != 0 && space.step(r, last) != 1) return false;
    return space.hasRoom(last, Layout.roundUp(extent));
  }

  /** A sum over axes of extent 1 alone is no sum. */
  private static Nest withoutEmptySums(Nest nest) {
    List<Output> outputs = new ArrayList<>();
    for (Output o : nest.outputs()) {
      boolean empty =
          IntStream.range(0, nest.extents().size())
              .allMatch(i -> o.keeps(i) || nest.extents().get(i) == 1);
      outputs.add(empty ? new Output(Kind.STORE, o.target(), o.index(), o.value()) : o);
    }
    return new Nest(nest.extents(), outputs, nest.fill(), nest.origin());
  }

  private Space space(Placed placed) {
    List<Boolean> kept = new ArrayList<>();
    for (int axis = 0; axis < nest.extents().size(); axis++) {
      int at = axis;
      kept.add(sums.stream().allMatch(o -> o.keeps(at)));
    }
    Space made = new Space(placed, nest.extents(), kept);
    nest.outputs().forEach(made::access);
    return made;
  }

  /** All that is read. */
  Set<Element.Read> reads() {
    Set<Element.Read> all = new LinkedHashSet<>();
    nest.outputs().forEach(o -> all.addAll(Footprint.reads(o.value())));
    return all;
  }

  private int batchLoop() {
    return nest.extents().indexOf(Shape.BATCH);
  }

  /**
   * What results tell apart, then what is summed; the batch first in its class, then by steps in
   * memory.
   */
  private Comparator<Integer> order() {
    return Comparator.comparing((Integer i) -> !space.loop(i).divides())
        .thenComparing(i -> !space.loop(i).kept())
        .thenComparing(i -> space.loop(i).extent() != Shape.BATCH)
        .thenComparing(i -> -weight(i));
  }

  private int weight(int loop) {
    int most = 0;
    for (Output o : nest.outputs()) most = Math.max(most, Math.abs(space.step(o, loop)));
    if (space.loop(loop).kept()) return most;
    for (Element.Read r : reads()) most = Math.max(most, Math.abs(space.step(r, loop)));
    return most;
  }

  private boolean suitsColumns(int loop) {
    Space.Loop l = space.loop(loop);
    if (!l.kept() || l.divides() || l.extent() == Shape.BATCH) return false;
    for (Output o : nest.outputs()) if (space.step(o, loop) != 1) return false;
    for (Element.Read r : reads())
      if (space.step(r, loop) != 0 && space.step(r, loop) != 1) return false;
    return true;
  }

  /** Divides work without a batch along its outermost loop, if there is enough of it. */
  private int divided() {
    if (space.size() == 0 || !space.loop(0).kept()) return 1;
    Space.Loop outer = space.loop(0);
    long total =
        IntStream.range(0, space.size())
            .mapToLong(i -> space.loop(i).extent())
            .reduce(1, (a, b) -> a * b);
    if (total < 2L * UNIT) return 1;
    if (space.size() > 1) {
      space.bound(0, Int.of(IntVar.FROM), Int.of(IntVar.TO));
      return outer.extent();
    }
    Int to = Int.of(IntVar.TO).times(UNIT).min(Int.of(outer.extent()));
    space.bound(0, Int.of(IntVar.FROM).times(UNIT), to);
    return (outer.extent() + UNIT - 1) / UNIT;
  }
}
