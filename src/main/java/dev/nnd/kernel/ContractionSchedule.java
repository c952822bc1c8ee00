package dev.nnd.kernel;

import dev.nnd.graph.Shape;
import dev.nnd.kernel.Kernel.Contraction;
import dev.nnd.kernel.Kernel.Output;
import dev.nnd.loop.Array;
import dev.nnd.loop.Expr;
import dev.nnd.loop.FloatVar;
import dev.nnd.loop.Int;
import dev.nnd.loop.IntVar;
import dev.nnd.loop.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The loops of a contraction in register tiles: a few rows by a few vectors of sums live through
 * one innermost loop at a time, in which every number of the narrow factor is repeated and
 * multiplied with vectors of the wide one. Summed loops further out are written out one after the
 * other while they are few; beyond that the sums go through memory, and what is left to do to them
 * becomes a sweep of its own.
 *
 * <p>The terms of each sum are added in the order of the summed loops, one fused multiply-add at a
 * time, so tiles, targets and threads do not change a bit of it.
 */
final class ContractionSchedule {
  /** C2 gives up on a method with many more vector operations than this. */
  private static final int MOST_VECTOR_OPERATIONS = 110;

  private final Contraction contraction;
  private final Placed placed;
  private final Target target;
  private final ContractionLoops loops;
  private final Space space;
  private final Tile tile;
  private final int inner;
  private final List<Integer> writtenOut;
  private final List<Integer> throughMemory;

  private ContractionSchedule(Contraction contraction, Placed placed, Target target) {
    this.contraction = contraction;
    this.placed = placed;
    this.target = target;
    this.loops = new ContractionLoops(contraction, placed);
    this.space = loops.space;
    this.tile = fitted(tile());
    this.inner = loops.summed.isEmpty() ? -1 : loops.summed.get(loops.summed.size() - 1);
    List<Integer> others =
        loops.summed.isEmpty() ? List.of() : loops.summed.subList(0, loops.summed.size() - 1);
    int split = firstWrittenOut(others);
    this.throughMemory = others.subList(0, split);
    this.writtenOut = others.subList(split, others.size());
  }

  /** The routines that do a contraction, in order. */
  static List<Work> schedule(Contraction contraction, Placed placed, Target target) {
    ContractionLoops loops = new ContractionLoops(contraction, placed);
    if (target.isPortable() && loops.columns)
      return List.of(PortableContraction.schedule(loops, placed));
    ContractionSchedule schedule = new ContractionSchedule(contraction, placed, target);
    List<Work> works = new ArrayList<>(schedule.tiles());
    if (!schedule.throughMemory.isEmpty() && !schedule.isPlain()) works.add(schedule.finish());
    return works;
  }

  private Tile tile() {
    if (!loops.columns) return new Tile(loops.rows < 0 ? 1 : 4, 1);
    return Tile.of(loops.width() / target.lanes(), target, loops.rows >= 0);
  }

  private Tile fitted(Tile wanted) {
    if (loops.rows < 0) return wanted;
    int extent = space.loop(loops.rows).extent();
    return extent == Shape.BATCH
        ? wanted
        : new Tile(Math.min(extent, wanted.rows()), wanted.blocks());
  }

  /** From where on the summed loops are few enough to be written out. */
  private int firstWrittenOut(List<Integer> others) {
    int most = Math.max(1, MOST_VECTOR_OPERATIONS / tile.operations());
    int rounds = 1;
    int split = others.size();
    while (split > 0) {
      int extent = space.loop(others.get(split - 1)).extent();
      if (extent == Shape.BATCH || rounds * extent > most) break;
      rounds *= extent;
      split--;
    }
    return split;
  }

  /** Whether the sums are stored as they are. */
  private boolean isPlain() {
    return contraction.outputs().size() == 1
        && contraction.outputs().get(0).value() instanceof Element.Product;
  }

  private Output raw() {
    return contraction.outputs().get(0);
  }

  /** What is left to do to sums that went through memory, as a sweep over them in place. */
  private Work finish() {
    List<Output> outputs = new ArrayList<>();
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < contraction.extents().size(); i++) if (raw().keeps(i)) kept.add(i);
    Element.Read sum = new Element.Read(raw().target(), restrict(raw().index(), kept));
    Map<Element, Element> done = new IdentityHashMap<>();
    for (Output o : contraction.outputs()) {
      Element value = o.value().replace(leaf -> restrict(leaf, sum, kept), done);
      outputs.add(new Output(o.kind(), o.target(), restrict(o.index(), kept), value));
    }
    List<Integer> extents = kept.stream().map(contraction.extents()::get).toList();
    Kernel.Nest nest = new Kernel.Nest(extents, outputs, Float.NaN, false, contraction.origin());
    return NestSchedule.schedule(nest, placed, target);
  }

  private static Element restrict(Element leaf, Element.Read sum, List<Integer> kept) {
    return leaf instanceof Element.Product ? sum : leaf.moved(a -> restrict(a, kept));
  }

  private static List<Affine> restrict(List<Affine> index, List<Integer> kept) {
    return index.stream().map(a -> restrict(a, kept)).toList();
  }

  private static Affine restrict(Affine a, List<Integer> kept) {
    return new Affine(kept.stream().map(a.coefficients()::get).toList(), a.offset());
  }

  /**
   * One routine for the whole tiles and one for each kind of remainder, so that none grows too
   * large to be compiled.
   */
  private List<Work> tiles() {
    List<Work> works = new ArrayList<>();
    int vectors = loops.width() / lanes();
    int whole = vectors / tile.blocks() * tile.blocks();
    for (boolean remainder : rowVariants()) {
      works.add(new Writer(remainder, 0, whole, tile.blocks()).work());
      if (vectors > whole) works.add(new Writer(remainder, whole, vectors, vectors - whole).work());
    }
    return works;
  }

  private int lanes() {
    return loops.columns ? target.lanes() : 1;
  }

  private List<Boolean> rowVariants() {
    if (loops.rows < 0 || tile.rows() == 1) return List.of(false);
    int extent = space.loop(loops.rows).extent();
    boolean even = extent != Shape.BATCH && extent % tile.rows() == 0;
    return even ? List.of(false) : List.of(false, true);
  }

  /** Writes the routine for one kind of tile. */
  private final class Writer {
    private final Places places = new Places(placed);
    private final Code code = new Code();
    private final boolean remainder;
    private final int firstVector;
    private final int endVector;
    private final int blocks;
    private final int rows;
    private int units;

    Writer(boolean remainder, int firstVector, int endVector, int blocks) {
      this.remainder = remainder;
      this.firstVector = firstVector;
      this.endVector = endVector;
      this.blocks = blocks;
      int extent = loops.rows < 0 ? 1 : space.loop(loops.rows).extent();
      this.rows = !remainder ? tile.rows() : extent == Shape.BATCH ? 1 : extent % tile.rows();
    }

    Work work() {
      code.add(new Statement.Mark(contraction.origin()));
      List<Int> counters = new ArrayList<>(Collections.nCopies(space.size(), Int.of(0)));
      if (!throughMemory.isEmpty()) keptLoops(0, counters, this::zero);
      int batch = throughMemory.isEmpty() ? -1 : throughMemory.get(0);
      if (batch >= 0 && space.loop(batch).extent() == Shape.BATCH) {
        open(batch, counters, n -> keptLoops(0, n, at -> memoryLoops(1, at)));
      } else {
        keptLoops(0, counters, at -> memoryLoops(0, at));
      }
      return places.work("contract", code.statements(), loops.batched ? 0 : Math.max(1, units));
    }

    private void open(int loop, List<Int> counters, Consumer<List<Int>> body) {
      Space.Loop l = space.loop(loop);
      code.loop("i", l.from(), l.to(), 1, counter -> body.accept(with(counters, loop, counter)));
    }

    private List<Int> with(List<Int> counters, int loop, Int counter) {
      List<Int> changed = new ArrayList<>(counters);
      changed.set(loop, counter);
      return changed;
    }

    /**
     * The batch and what both factors step with, then columns, then the other kept loops, then
     * rows.
     */
    private void keptLoops(int position, List<Int> counters, Consumer<List<Int>> body) {
      List<Integer> early = new ArrayList<>();
      List<Integer> late = new ArrayList<>();
      for (int loop : loops.outer) {
        boolean first =
            space.loop(loop).extent() == Shape.BATCH || space.step(loops.wide, loop) != 0;
        (first ? early : late).add(loop);
      }
      if (position < early.size()) {
        open(early.get(position), counters, at -> keptLoops(position + 1, at, body));
      } else if (position == early.size()) {
        columnLoop(counters, at -> keptLoops(position + 1, at, body));
      } else if (position <= early.size() + late.size()) {
        open(
            late.get(position - early.size() - 1),
            counters,
            at -> keptLoops(position + 1, at, body));
      } else {
        rowLoop(counters, body);
      }
    }

    private void columnLoop(List<Int> counters, Consumer<List<Int>> body) {
      if (!loops.columns) {
        body.accept(counters);
        return;
      }
      Int from = Int.of(firstVector * lanes());
      Int to = Int.of(endVector * lanes());
      code.loop(
          "j", from, to, blocks * lanes(), j -> body.accept(with(counters, space.size() - 1, j)));
    }

    private void rowLoop(List<Int> counters, Consumer<List<Int>> body) {
      if (loops.rows < 0) {
        body.accept(counters);
        return;
      }
      Space.Loop loop = space.loop(loops.rows);
      Consumer<Int> at = row -> body.accept(with(counters, loops.rows, row));
      int step = tile.rows();
      if (loop.extent() == Shape.BATCH) {
        Int whole = loop.to().minus(loop.from()).over(step).times(step).plus(loop.from());
        Int end = code.let("whole", whole);
        code.loop(
            "r",
            remainder ? end : loop.from(),
            remainder ? loop.to() : end,
            remainder ? 1 : step,
            at);
      } else if (!loops.batched && loops.isLarge() && loop.extent() > step) {
        dividedRows(loop.extent(), step, at);
      } else {
        int whole = loop.extent() / step * step;
        int from = remainder ? whole : 0;
        code.loop("r", Int.of(from), Int.of(remainder ? whole + 1 : whole), step, at);
      }
    }

    /** Whole tiles from {@code FROM} to {@code TO}; the last unit is the remainder's. */
    private void dividedRows(int extent, int step, Consumer<Int> at) {
      int whole = extent / step;
      units = (extent + step - 1) / step;
      Int from = Int.of(IntVar.FROM);
      Int to = Int.of(IntVar.TO);
      if (remainder) {
        code.loop("t", from.max(Int.of(whole)), to, 1, t -> at.accept(Int.of(whole * step)));
      } else {
        code.loop(
            "t", from, to.min(Int.of(whole)), 1, t -> at.accept(code.let("r", t.times(step))));
      }
    }

    private void zero(List<Int> counters) {
      for (int r = 0; r < rows; r++) {
        for (int b = 0; b < blocks; b++) {
          code.add(
              new Statement.Store(
                  array(raw()), sumAt(counters, r, b), new Expr.Const(0), loops.columns));
        }
      }
    }

    private Array array(Output o) {
      return Places.array(o.target());
    }

    private Int sumAt(List<Int> counters, int row, int block) {
      return shifted(raw(), raw().target(), counters, row, block);
    }

    /** The address of an access for one row and block of the tile. */
    private Int shifted(Object key, Buffer buffer, List<Int> counters, int row, int block) {
      Int start = space.position(key, counters).plus(places.start(buffer));
      return start.plus(shift(key, row, block));
    }

    private int shift(Object key, int row, int block) {
      int byRow = loops.rows < 0 ? 0 : row * space.step(key, loops.rows);
      return byRow + (loops.columns ? block * lanes() * space.step(key, space.size() - 1) : 0);
    }

    private void memoryLoops(int position, List<Int> counters) {
      if (position < throughMemory.size()) {
        open(throughMemory.get(position), counters, at -> memoryLoops(position + 1, at));
      } else {
        tileAt(counters);
      }
    }

    private void tileAt(List<Int> counters) {
      boolean memory = !throughMemory.isEmpty();
      Int start = code.let("o", space.position(raw(), counters).plus(places.start(raw().target())));
      List<List<FloatVar>> sums = new ArrayList<>();
      for (int r = 0; r < rows; r++) {
        List<FloatVar> row = new ArrayList<>();
        for (int b = 0; b < blocks; b++) {
          FloatVar sum = code.variable("s", loops.columns);
          Expr load = new Expr.Load(array(raw()), start.plus(shift(raw(), r, b)), false);
          code.add(new Statement.Set(sum, memory ? load : new Expr.Const(0)));
          row.add(sum);
        }
        sums.add(row);
      }
      segments(0, counters, sums);
      if (memory || isPlain()) {
        storeSums(start, sums);
      } else {
        epilogue(counters, sums);
      }
    }

    private void storeSums(Int start, List<List<FloatVar>> sums) {
      for (int r = 0; r < rows; r++) {
        for (int b = 0; b < blocks; b++) {
          Expr value = new Expr.Local(sums.get(r).get(b));
          code.add(
              new Statement.Store(
                  array(raw()), start.plus(shift(raw(), r, b)), value, loops.columns));
        }
      }
    }

    private void segments(int position, List<Int> counters, List<List<FloatVar>> sums) {
      if (position == writtenOut.size()) {
        innermost(counters, sums);
        return;
      }
      int loop = writtenOut.get(position);
      for (int i = 0; i < space.loop(loop).extent(); i++) {
        segments(position + 1, with(counters, loop, Int.of(i)), sums);
      }
    }

    private void innermost(List<Int> counters, List<List<FloatVar>> sums) {
      Int narrow =
          code.let(
              "a",
              space.position(loops.narrow, counters).plus(places.start(loops.narrow.buffer())));
      Int wide =
          code.let(
              "b", space.position(loops.wide, counters).plus(places.start(loops.wide.buffer())));
      if (inner < 0) {
        multiply(narrow, wide, sums);
        return;
      }
      Space.Loop loop = space.loop(inner);
      int narrowStep = space.step(loops.narrow, inner);
      int wideStep = space.step(loops.wide, inner);
      code.loop(
          "k",
          loop.from(),
          loop.to(),
          1,
          k -> multiply(k.times(narrowStep).plus(narrow), k.times(wideStep).plus(wide), sums));
    }

    private void multiply(Int narrow, Int wide, List<List<FloatVar>> sums) {
      List<Expr> vectors = new ArrayList<>();
      for (int b = 0; b < blocks; b++) {
        Int at = wide.plus(shift(loops.wide, 0, b));
        vectors.add(
            code.let(
                "w", new Expr.Load(Places.array(loops.wide.buffer()), at, false), loops.columns));
      }
      boolean vectorNarrow = loops.columns && space.step(loops.narrow, space.size() - 1) == 1;
      for (int r = 0; r < rows; r++) {
        Expr factor = narrowAt(narrow, r, 0, vectorNarrow);
        for (int b = 0; b < blocks; b++) {
          if (vectorNarrow && b > 0) factor = narrowAt(narrow, r, b, true);
          FloatVar sum = sums.get(r).get(b);
          code.add(
              new Statement.Set(sum, new Expr.Fma(factor, vectors.get(b), new Expr.Local(sum))));
        }
      }
    }

    private Expr narrowAt(Int narrow, int row, int block, boolean vector) {
      Int at = narrow.plus(shift(loops.narrow, row, block));
      Expr load = new Expr.Load(Places.array(loops.narrow.buffer()), at, !vector);
      return code.let("x", load, loops.columns);
    }

    /**
     * Finishes a tile operation by operation and not sum by sum: JDK 17's C2 keeps sums that wait
     * for their turn in memory, in the innermost loop too.
     */
    private void epilogue(List<Int> counters, List<List<FloatVar>> sums) {
      Map<List<Object>, Expr> shared = new HashMap<>();
      List<List<ElementCode>> tile = new ArrayList<>();
      for (int r = 0; r < rows; r++) {
        List<ElementCode> row = new ArrayList<>();
        for (int b = 0; b < blocks; b++) {
          TileReading reading = new TileReading(counters, r, b, sums.get(r).get(b), shared);
          row.add(new ElementCode(code, loops.columns, reading));
        }
        tile.add(row);
      }
      for (Output o : contraction.outputs()) {
        tile.forEach(row -> row.forEach(element -> element.prepare(o.value())));
        for (Element part : Footprint.parts(o.value())) {
          boolean operation = !Footprint.operands(part).isEmpty();
          tile.forEach(row -> row.forEach(element -> element.step(part, operation)));
        }
      }
      for (Output o : contraction.outputs()) {
        for (int r = 0; r < rows; r++) {
          for (int b = 0; b < blocks; b++) {
            Int at = shifted(o, o.target(), counters, r, b);
            code.add(
                new Statement.Store(
                    array(o), at, tile.get(r).get(b).value(o.value()), loops.columns));
          }
        }
      }
    }

    /** Reads for one vector of the tile; what all rows share is read once. */
    private final class TileReading implements ElementCode.Reading {
      private final List<Int> counters;
      private final int row;
      private final int block;
      private final FloatVar sum;
      private final Map<List<Object>, Expr> shared;

      TileReading(
          List<Int> counters, int row, int block, FloatVar sum, Map<List<Object>, Expr> shared) {
        this.counters = counters;
        this.row = row;
        this.block = block;
        this.sum = sum;
        this.shared = shared;
      }

      @Override
      public Expr read(Element.Read read) {
        boolean perRow = loops.rows >= 0 && space.step(read, loops.rows) != 0;
        boolean perColumn = loops.columns && space.step(read, space.size() - 1) != 0;
        Int at = shifted(read, read.buffer(), counters, row, block);
        Expr load = new Expr.Load(Places.array(read.buffer()), at, !perColumn);
        if (perRow) return load;
        List<Object> key = List.of(read, perColumn ? block : 0);
        return shared.computeIfAbsent(key, k -> code.let("e", load, loops.columns));
      }

      @Override
      public Expr position(Element.Position position) {
        int lane = loops.columns ? space.step(position, space.size() - 1) : 0;
        return new Expr.FromInt(
            space.position(position, counters).plus(shift(position, row, block)), lane);
      }

      @Override
      public Expr uniform(Element.Uniform uniform) {
        int lane = loops.columns ? space.step(uniform, space.size() - 1) : 0;
        Int counter = space.position(uniform, counters).plus(shift(uniform, row, block));
        return new Expr.Uniform(new Int.Key(uniform.stream()), counter, lane);
      }

      @Override
      public Optional<Expr> product() {
        return Optional.of(new Expr.Local(sum));
      }
    }
  }
}
