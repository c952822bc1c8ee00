package dev.nnd.kernel;

import dev.nnd.graph.Shape;
import dev.nnd.kernel.Kernel.Output;
import dev.nnd.loop.Array;
import dev.nnd.loop.Expr;
import dev.nnd.loop.Int;
import dev.nnd.loop.IntVar;
import dev.nnd.loop.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A contraction as plain loops that C2 vectorises. A block of long rows of sums stands in scratch;
 * rows of the factor that steps along them are packed beside it, and each two rows of sums take
 * their products with two of those in one loop. The terms are added in the same order as in the
 * tiles of {@link ContractionSchedule}.
 *
 * <p>All places in the innermost loops are constants: C2 knows how far they are from each other.
 */
final class PackedContraction {
  private static final int MOST_PACKED = 8;
  private static final int TOGETHER = PackedPlan.TOGETHER;

  private final ContractionLoops loops;
  private final Space space;
  private final PackedPlan plan;
  private final Places places;
  private final Code code = new Code();
  private final Map<String, Part> parts = new LinkedHashMap<>();
  private int units;

  private PackedContraction(ContractionLoops loops, PackedPlan plan, Placed placed) {
    this.loops = loops;
    this.space = loops.space;
    this.plan = plan;
    this.places = new Places(placed);
  }

  /** The routine, unless the contraction has no two kinds of loops to make rows of. */
  static Optional<Work> schedule(ContractionLoops loops, Placed placed, Options options) {
    int samples = Math.max(1, options.samplesPerTask());
    return PackedPlan.best(loops, samples)
        .map(plan -> new PackedContraction(loops, plan, placed).work());
  }

  private Work work() {
    code.add(new Statement.Mark(loops.contraction.origin()));
    blocks(new ArrayList<>(Collections.nCopies(space.size(), Int.of(0))));
    return places.work(
        "contract", code.statements(), loops.units(units), List.copyOf(parts.values()));
  }

  private static List<Int> with(List<Int> counters, int loop, Int counter) {
    List<Int> changed = new ArrayList<>(counters);
    changed.set(loop, counter);
    return changed;
  }

  /** Block after block of rows of sums, then the rows that are left. */
  private void blocks(List<Int> counters) {
    Space.Loop loop = space.loop(plan.rows());
    int block = plan.block();
    BiConsumer<Int, Integer> at =
        (first, rows) -> outerLoops(0, with(counters, plan.rows(), first), rows);
    if (loop.extent() == Shape.BATCH) {
      Int whole = loop.to().minus(loop.from()).over(block).times(block);
      Int end = code.let("whole", whole.plus(loop.from()));
      code.loop("m", loop.from(), end, block, m -> at.accept(m, block));
      if (block > 1) code.loop("m", end, loop.to(), 1, m -> at.accept(m, 1));
      return;
    }
    int whole = loop.extent() / block;
    int left = loop.extent() % block;
    if (loops.dividesRows()) {
      units = whole + Math.min(left, 1);
      Int from = Int.of(IntVar.FROM);
      Int to = Int.of(IntVar.TO);
      Int end = to.min(Int.of(whole));
      code.loop("u", from, end, 1, u -> at.accept(code.let("m", u.times(block)), block));
      Int after = from.max(Int.of(whole));
      if (left > 0) code.loop("u", after, to, 1, u -> at.accept(Int.of(whole * block), left));
      return;
    }
    code.loop("m", Int.of(0), Int.of(whole * block), block, m -> at.accept(m, block));
    if (left > 0) at.accept(Int.of(whole * block), left);
  }

  private void outerLoops(int position, List<Int> counters, int block) {
    if (position < plan.outer().size()) {
      int loop = plan.outer().get(position);
      Space.Loop l = space.loop(loop);
      code.loop(
          "i", l.from(), l.to(), 1, i -> outerLoops(position + 1, with(counters, loop, i), block));
      return;
    }
    int split = plan.row().split();
    plan.row()
        .stretches(
            code,
            space.loop(split),
            (n, rounds) -> {
              Block sums = new Block(block, rounds, code.let("length", length(rounds)));
              List<Int> start = with(counters, split, n);
              begin(start, sums);
              summedLoops(0, start, sums);
              call("finish" + block, new Ends(start, sums).finish(), List.of());
            });
  }

  private Int length(Int rounds) {
    return rounds.times(plan.row().inside());
  }

  /** A block of so many rows of sums, of so many rounds and elements. */
  private record Block(int size, Int rounds, Int length) {}

  private void call(String name, PartCode part, List<Array> arrays) {
    parts.putIfAbsent(name, part.part(name, arrays.size()));
    code.add(part.call(name, arrays));
  }

  /** Sums begin with zeros, or with what they were after the samples before. */
  private void begin(List<Int> counters, Block block) {
    if (loops.continues) {
      call("resume" + block.size, new Ends(counters, block).load(), List.of());
      return;
    }
    PartCode part = new PartCode();
    Int to = part.take(block.length);
    for (int m = 0; m < block.size; m++) {
      Int place = RowCode.place(m);
      part.code.add(new Statement.Fill(Array.scratch(0), place, place.plus(to), 0));
    }
    call("clear" + block.size, part, List.of());
  }

  private Int address(Object key, Buffer buffer, List<Int> counters) {
    return space.position(key, counters).plus(places.start(buffer));
  }

  private void summedLoops(int position, List<Int> counters, Block block) {
    int depth = loops.summed.size();
    if (depth == 0) {
      add(counters, 1, 0, 0, block);
      return;
    }
    int loop = loops.summed.get(position);
    Space.Loop l = space.loop(loop);
    if (position < depth - 1) {
      code.loop(
          "i", l.from(), l.to(), 1, i -> summedLoops(position + 1, with(counters, loop, i), block));
      return;
    }
    int narrowStep = space.step(plan.narrow(), loop);
    int wideStep = space.step(plan.wide(), loop);
    BiConsumer<Int, Integer> add =
        (k, count) -> add(with(counters, loop, k), count, narrowStep, wideStep, block);
    if (l.extent() == Shape.BATCH) {
      Int even = l.to().minus(l.from()).over(TOGETHER).times(TOGETHER);
      Int whole = code.let("whole", even.plus(l.from()));
      code.loop("k", l.from(), whole, TOGETHER, k -> add.accept(k, TOGETHER));
      code.loop("k", whole, l.to(), 1, k -> add.accept(k, 1));
      return;
    }
    int packed = Math.min(MOST_PACKED, l.extent());
    int whole = l.extent() / packed * packed;
    code.loop("k", Int.of(0), Int.of(whole), packed, k -> add.accept(k, packed));
    if (whole < l.extent()) add.accept(Int.of(whole), l.extent() - whole);
  }

  /** Packs a few rows of the wide factor and adds their products to all rows of sums. */
  private void add(List<Int> counters, int count, int narrowStep, int wideStep, Block block) {
    Int wide = code.let("y", address(plan.wide(), plan.wide().buffer(), counters));
    Int narrow = code.let("x", address(plan.narrow(), plan.narrow().buffer(), counters));
    PartCode part = new PartCode();
    Array from = Places.array(plan.wide().buffer());
    Int start = part.take(wide);
    Int rounds = part.take(block.rounds);
    plan.row().packTogether(part.code, plan.wide(), from, start, rounds, count, wideStep);
    call("pack" + count, part, List.of());
    for (int k = 0; k < count; k += TOGETHER) {
      Int at = narrow.plus(k * narrowStep);
      addRows(at, narrowStep, Math.min(TOGETHER, count - k), ScratchRows.packed(k), block);
    }
  }

  /**
   * Adds the products with one or two packed rows. Most of a contraction's time is spent here, so
   * that such parts are for all contractions, whatever their steps: HotSpot compiles them sooner.
   */
  private void addRows(Int narrow, int narrowStep, int count, Array packed, Block block) {
    PartCode part = new PartCode();
    Int length = part.parameter(block.length);
    Int at = part.parameter(narrow);
    Int row = part.parameter(Int.of(space.step(plan.narrow(), plan.rows())));
    List<Int> columns = new ArrayList<>(List.of(at));
    if (count > 1) columns.add(at.plus(part.parameter(Int.of(narrowStep))));
    for (int m = 0; m < block.size; m += TOGETHER) {
      int rows = Math.min(TOGETHER, block.size - m);
      addRows(part.code, columns, row, m, rows, length);
    }
    List<Array> arrays = List.of(packed, Places.array(plan.narrow().buffer()));
    call("add" + block.size + "by" + count, part, arrays);
  }

  /** {@code sums[m][j] = fma(a[m][1], b[1][j], fma(a[m][0], b[0][j], sums[m][j]))}. */
  private void addRows(Code to, List<Int> columns, Int rowStep, int first, int rows, Int length) {
    int count = columns.size();
    Expr[][] factors = new Expr[rows][count];
    for (int m = 0; m < rows; m++) {
      for (int i = 0; i < count; i++) {
        Int at = rowStep.times(first + m).plus(columns.get(i));
        factors[m][i] = to.let("f", new Expr.Load(Array.given(1), at, true), false);
      }
    }
    to.loop(
        "j",
        Int.of(0),
        length,
        1,
        j -> {
          List<Expr> wide = new ArrayList<>();
          for (int i = 0; i < count; i++) {
            Int at = j.plus(RowCode.place(i));
            wide.add(to.let("w", new Expr.Load(Array.given(0), at, false), false));
          }
          for (int m = 0; m < rows; m++) {
            Expr sum = RowCode.load(j, first + m);
            for (int i = 0; i < count; i++) sum = new Expr.Fma(factors[m][i], wide.get(i), sum);
            Int at = j.plus(RowCode.place(first + m));
            to.add(new Statement.Store(Array.scratch(0), at, sum, false));
          }
        });
  }

  /** A part at one of the two ends of a block of sums, between memory and scratch. */
  private final class Ends {
    private final PartCode part = new PartCode();
    private final List<Int> counters;
    private final int block;
    private final Int rounds;

    Ends(List<Int> counters, Block block) {
      this.counters = counters;
      this.block = block.size;
      this.rounds = part.take(block.rounds);
    }

    /** Takes sums from memory. */
    PartCode load() {
      Output o = loops.contraction.outputs().get(0);
      Array from = Places.array(o.target());
      eachRow(
          o,
          (start, place) ->
              plan.row()
                  .pack(
                      part.code,
                      o,
                      start,
                      rounds,
                      place,
                      at -> new Expr.Load(from, at, false),
                      Optional.of(from)),
          (at, place) ->
              new Statement.Store(Array.scratch(0), place, new Expr.Load(from, at, false), false));
      return part;
    }

    /** Does what is left to do to sums, and takes them to memory. */
    PartCode finish() {
      List<Output> outputs = loops.contraction.outputs();
      boolean plain = outputs.get(0).value() instanceof Element.Product;
      if (outputs.size() > 1 || !plain)
        part.code.loop("m", Int.of(0), Int.of(this.block), 1, this::finishRow);
      if (outputs.size() == 1) unpackBlock(outputs.get(0));
      return part;
    }

    private Int start(Element leaf, Int m) {
      return leaf instanceof Element.Read r
          ? start(leaf, address(leaf, r.buffer(), counters), m)
          : start(leaf, space.position(leaf, counters), m);
    }

    /** Where something is in row m of the block. */
    private Int start(Object key, Int first, Int m) {
      return m.times(space.step(key, plan.rows())).plus(part.take(first));
    }

    private Int start(Output o, Int m) {
      return part.code.let("o", start(o, address(o, o.target(), counters), m));
    }

    private void finishRow(Int m) {
      Array scratch = Array.scratch(0);
      Int sums = part.code.let("s", m.times(ScratchRows.PITCH));
      RowCode row =
          new RowCode(
              part.code, plan.row(), rounds, leaf -> start(leaf, m), Optional.of(block), block + 1);
      Int product = RowCode.place(block);
      part.code.add(new Statement.Copy(scratch, sums, scratch, product, row.length()));
      List<Output> outputs = loops.contraction.outputs();
      List<Int> results = new ArrayList<>();
      for (Output o : outputs) results.add(RowCode.place(row.row(o.value())));
      if (outputs.size() == 1) {
        part.code.add(new Statement.Copy(scratch, results.get(0), scratch, sums, row.length()));
        return;
      }
      for (int i = 0; i < outputs.size(); i++) unpackRow(outputs.get(i), m, results.get(i));
    }

    private void unpackRow(Output o, Int m, Int from) {
      plan.row().unpack(part.code, o, from, Places.array(o.target()), start(o, m), rounds);
    }

    private void unpackBlock(Output o) {
      Array to = Places.array(o.target());
      eachRow(
          o,
          (start, place) -> plan.row().unpack(part.code, o, place, to, start, rounds),
          (at, place) ->
              new Statement.Store(to, at, new Expr.Load(Array.scratch(0), place, false), false));
    }

    /** Row by row; rows whose elements are neighbours in memory go together. */
    private void eachRow(Output o, BiConsumer<Int, Int> row, Single single) {
      int step = space.step(o, plan.rows());
      if (Math.abs(step) >= Math.abs(plan.row().step(o))) {
        part.code.loop(
            "m",
            Int.of(0),
            Int.of(block),
            1,
            m -> row.accept(start(o, m), m.times(ScratchRows.PITCH)));
        return;
      }
      plan.row()
          .each(
              part.code,
              o,
              start(o, Int.of(0)),
              rounds,
              (at, j) -> {
                for (int m = 0; m < block; m++)
                  part.code.add(single.move(at.plus(m * step), j.plus(RowCode.place(m))));
              });
    }
  }

  /** Moves one number between a place in memory and one in scratch. */
  @FunctionalInterface
  private interface Single {
    Statement move(Int at, Int place);
  }
}
