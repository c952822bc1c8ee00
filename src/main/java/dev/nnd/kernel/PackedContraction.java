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
import java.util.function.ObjIntConsumer;

/**
 * A contraction as plain loops that C2 vectorises. A block of long rows of sums stands in scratch;
 * rows of the factor that steps along them are packed beside it, and each two rows of sums take
 * their products with two of those in one loop. The terms are added in the same order as in the
 * tiles of {@link ContractionSchedule}.
 *
 * <p>All places in the innermost loops are constants: C2 knows how far they are from each other. So
 * each two rows of sums have an array of scratch of their own, and one loop is for all of them.
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

  /** The array of scratch that a row of sums stands in, behind those of packed rows. */
  private static Array sums(int row) {
    return Array.scratch(1 + (MOST_PACKED + row) / TOGETHER);
  }

  /** Where a row of sums begins in its array. */
  private static Int place(int row) {
    return RowCode.place(row % TOGETHER);
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
      part.code.add(new Statement.Fill(sums(m), place(m), place(m).plus(to), 0));
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
    List<Int> step = count > 1 ? List.of(part.parameter(Int.of(narrowStep))) : List.of();
    for (int m = 0; m < block.size; m += TOGETHER) {
      int rows = Math.min(TOGETHER, block.size - m);
      List<Int> arguments = new ArrayList<>(List.of(length, row.times(m).plus(at), row));
      arguments.addAll(step);
      List<Array> arrays = List.of(Array.given(0), Array.given(1), sums(m));
      part.code.add(new Statement.Call(addRows(rows, count), arrays, arguments));
    }
    List<Array> arrays = List.of(packed, Places.array(plan.narrow().buffer()));
    call("add" + block.size + "by" + count, part, arrays);
  }

  /**
   * The part that adds to one or two rows of sums; its name.
   *
   * <pre>sums[m][j] = fma(a[m][1], b[1][j], fma(a[m][0], b[0][j], sums[m][j]))</pre>
   */
  private String addRows(int rows, int count) {
    String name = "add" + rows + "rows" + count;
    if (parts.containsKey(name)) return name;
    PartCode part = new PartCode();
    Int zero = Int.of(0);
    Int length = part.parameter(zero);
    Int at = part.parameter(zero);
    Int row = part.parameter(zero);
    List<Int> columns = new ArrayList<>(List.of(at));
    if (count > 1) columns.add(at.plus(part.parameter(zero)));
    Expr[][] factors = new Expr[rows][count];
    for (int m = 0; m < rows; m++) {
      for (int i = 0; i < count; i++) {
        Int place = row.times(m).plus(columns.get(i));
        factors[m][i] = part.code.let("f", new Expr.Load(Array.given(1), place, true), false);
      }
    }
    part.code.loop("j", zero, length, 1, j -> addColumn(part.code, factors, j));
    parts.put(name, part.part(name, 3));
    return name;
  }

  private static void addColumn(Code code, Expr[][] factors, Int j) {
    int count = factors[0].length;
    List<Expr> wide = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Int at = j.plus(RowCode.place(i));
      wide.add(code.let("w", new Expr.Load(Array.given(0), at, false), false));
    }
    for (int m = 0; m < factors.length; m++) {
      Int at = j.plus(place(m));
      Expr sum = new Expr.Load(Array.given(2), at, false);
      for (int i = 0; i < count; i++) sum = new Expr.Fma(factors[m][i], wide.get(i), sum);
      code.add(new Statement.Store(Array.given(2), at, sum, false));
    }
  }

  /** A part at one of the two ends of a block of sums, between memory and scratch. */
  private final class Ends {
    private final PartCode part = new PartCode();
    private final List<Int> counters;
    private final Block block;
    private final Int rounds;

    Ends(List<Int> counters, Block block) {
      this.counters = counters;
      this.block = block;
      this.rounds = part.take(block.rounds);
    }

    /** Takes sums from memory. */
    PartCode load() {
      Output o = loops.contraction.outputs().get(0);
      Array from = Places.array(o.target());
      eachRow(
          o,
          (start, m) ->
              plan.row()
                  .pack(
                      part.code,
                      o,
                      start,
                      rounds,
                      sums(m),
                      place(m),
                      at -> new Expr.Load(from, at, false),
                      Optional.of(from)),
          (at, j, m) ->
              new Statement.Store(
                  sums(m), j.plus(place(m)), new Expr.Load(from, at, false), false));
      return part;
    }

    /** Does what is left to do to sums, and takes them to memory. */
    PartCode finish() {
      List<Output> outputs = loops.contraction.outputs();
      boolean plain = outputs.get(0).value() instanceof Element.Product;
      if (outputs.size() > 1 || !plain) finishRows();
      if (outputs.size() == 1) unpackBlock(outputs.get(0));
      return part;
    }

    private void finishRows() {
      String name = "finishRow" + block.size;
      PartCode row = new PartCode();
      Int m = row.parameter(Int.of(0));
      finishRow(row, m, row.take(block.rounds));
      parts.putIfAbsent(name, row.part(name, 1));
      for (int i = 0; i < block.size; i++) part.code.add(row.call(name, List.of(sums(i)), i, part));
    }

    /** Where something is in row m of the block. */
    private Int start(PartCode to, Object key, Int first, Int m) {
      return m.times(space.step(key, plan.rows())).plus(to.take(first));
    }

    private Int start(PartCode to, Element leaf, Int m) {
      return leaf instanceof Element.Read r
          ? start(to, leaf, address(leaf, r.buffer(), counters), m)
          : start(to, leaf, space.position(leaf, counters), m);
    }

    private Int start(PartCode to, Output o, Int m) {
      return to.code.let("o", start(to, o, address(o, o.target(), counters), m));
    }

    /** Writes what is done to row m of sums, which stands in the array that the part is given. */
    private void finishRow(PartCode to, Int m, Int rounds) {
      Array scratch = Array.scratch(0);
      Array sums = Array.given(0);
      Int place = to.code.let("s", m.modulo(TOGETHER).times(ScratchRows.PITCH));
      RowCode row =
          new RowCode(to.code, plan.row(), rounds, leaf -> start(to, leaf, m), Optional.of(0), 1);
      to.code.add(new Statement.Copy(sums, place, scratch, RowCode.place(0), row.length()));
      List<Output> outputs = loops.contraction.outputs();
      List<Int> results = new ArrayList<>();
      for (Output o : outputs) results.add(RowCode.place(row.row(o.value())));
      if (outputs.size() == 1) {
        to.code.add(new Statement.Copy(scratch, results.get(0), sums, place, row.length()));
        return;
      }
      for (int i = 0; i < outputs.size(); i++) {
        Output o = outputs.get(i);
        Array target = Places.array(o.target());
        plan.row().unpack(to.code, o, scratch, results.get(i), target, start(to, o, m), rounds);
      }
    }

    private void unpackBlock(Output o) {
      Array to = Places.array(o.target());
      eachRow(
          o,
          (start, m) -> plan.row().unpack(part.code, o, sums(m), place(m), to, start, rounds),
          (at, j, m) ->
              new Statement.Store(to, at, new Expr.Load(sums(m), j.plus(place(m)), false), false));
    }

    /** Row by row; rows whose elements are neighbours in memory go together. */
    private void eachRow(Output o, ObjIntConsumer<Int> row, Single single) {
      int step = space.step(o, plan.rows());
      if (Math.abs(step) >= Math.abs(plan.row().step(o))) {
        for (int m = 0; m < block.size; m++) row.accept(start(part, o, Int.of(m)), m);
        return;
      }
      plan.row()
          .each(
              part.code,
              o,
              start(part, o, Int.of(0)),
              rounds,
              (at, j) -> {
                for (int m = 0; m < block.size; m++)
                  part.code.add(single.move(at.plus(m * step), j, m));
              });
    }
  }

  /** Moves one number between a place in memory and its column in a row of sums. */
  @FunctionalInterface
  private interface Single {
    Statement move(Int at, Int column, int row);
  }
}
