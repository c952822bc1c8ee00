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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A contraction as plain loops that C2 vectorises: one row of sums at a time in scratch, to which
 * four rows of the wide factor are added in one go. The terms are added in the same order as in the
 * tiles of {@link ContractionSchedule}.
 */
final class PortableContraction {
  private static final int TOGETHER = 4;

  private final ContractionLoops loops;
  private final Space space;
  private final Places places;
  private final Code code = new Code();
  private int units;

  private PortableContraction(ContractionLoops loops, Placed placed) {
    this.loops = loops;
    this.space = loops.space;
    this.places = new Places(placed);
  }

  /** The routine for a contraction that has columns. */
  static Work schedule(ContractionLoops loops, Placed placed) {
    PortableContraction contraction = new PortableContraction(loops, placed);
    contraction.write();
    int units = loops.units(contraction.units);
    return contraction.places.work("contract", contraction.code.statements(), units);
  }

  private void write() {
    code.add(new Statement.Mark(loops.contraction.origin()));
    List<Integer> kept = new ArrayList<>(loops.outer);
    if (loops.rows >= 0) kept.add(loops.rows);
    keptLoops(kept, new ArrayList<>(Collections.nCopies(space.size(), Int.of(0))));
  }

  private void keptLoops(List<Integer> left, List<Int> counters) {
    if (left.isEmpty()) {
      columnStretches(counters);
      return;
    }
    int loop = left.get(0);
    Space.Loop l = space.loop(loop);
    Int from = l.from();
    Int to = l.to();
    boolean divides = loop == loops.rows && l.extent() != Shape.BATCH && loops.dividesRows();
    if (divides) {
      units = l.extent();
      from = Int.of(IntVar.FROM);
      to = Int.of(IntVar.TO);
    }
    code.loop(
        "i", from, to, 1, i -> keptLoops(left.subList(1, left.size()), with(counters, loop, i)));
  }

  private static List<Int> with(List<Int> counters, int loop, Int counter) {
    List<Int> changed = new ArrayList<>(counters);
    changed.set(loop, counter);
    return changed;
  }

  private void columnStretches(List<Int> counters) {
    int width = loops.width();
    int last = space.size() - 1;
    for (int start = 0; start < width; start += ScratchRows.LENGTH) {
      row(with(counters, last, Int.of(start)), Math.min(ScratchRows.LENGTH, width - start));
    }
  }

  private void row(List<Int> counters, int length) {
    Array sums = Array.scratch(0);
    if (loops.continues) {
      Output o = loops.contraction.outputs().get(0);
      Int from = address(o, o.target(), counters);
      code.add(new Statement.Copy(Places.array(o.target()), from, sums, Int.of(0), Int.of(length)));
    } else {
      code.add(new Statement.Fill(sums, Int.of(0), Int.of(length), 0));
    }
    summedLoops(0, counters, length);
    List<Output> outputs = loops.contraction.outputs();
    if (outputs.size() == 1 && outputs.get(0).value() instanceof Element.Product) {
      copy(0, outputs.get(0), counters, length);
      return;
    }
    for (int i = 0; i < outputs.size(); i++)
      finish(outputs.get(i), Array.scratch(1 + i), counters, length);
    for (int i = 0; i < outputs.size(); i++) copy(1 + i, outputs.get(i), counters, length);
  }

  private void copy(int scratch, Output o, List<Int> counters, int length) {
    Int to = address(o, o.target(), counters);
    code.add(
        new Statement.Copy(
            Array.scratch(scratch), Int.of(0), Places.array(o.target()), to, Int.of(length)));
  }

  private Int address(Object key, Buffer buffer, List<Int> counters) {
    return space.position(key, counters).plus(places.start(buffer));
  }

  private void summedLoops(int position, List<Int> counters, int length) {
    int depth = loops.summed.size();
    if (position < depth - 1) {
      int loop = loops.summed.get(position);
      Space.Loop l = space.loop(loop);
      code.loop(
          "i",
          l.from(),
          l.to(),
          1,
          i -> summedLoops(position + 1, with(counters, loop, i), length));
      return;
    }
    Int narrow = code.let("a", address(loops.narrow, loops.narrow.buffer(), counters));
    Int wide = code.let("b", address(loops.wide, loops.wide.buffer(), counters));
    if (depth == 0) {
      addRows(narrow, wide, 0, 0, 1, length);
      return;
    }
    int inner = loops.summed.get(depth - 1);
    Space.Loop l = space.loop(inner);
    int narrowStep = space.step(loops.narrow, inner);
    int wideStep = space.step(loops.wide, inner);
    Int whole =
        code.let("whole", l.to().minus(l.from()).over(TOGETHER).times(TOGETHER).plus(l.from()));
    Consumer<Int> together =
        k ->
            addRows(
                k.times(narrowStep).plus(narrow),
                k.times(wideStep).plus(wide),
                narrowStep,
                wideStep,
                TOGETHER,
                length);
    Consumer<Int> single =
        k ->
            addRows(
                k.times(narrowStep).plus(narrow), k.times(wideStep).plus(wide), 0, 0, 1, length);
    code.loop("k", l.from(), whole, TOGETHER, together);
    code.loop("k", whole, l.to(), 1, single);
  }

  /** {@code sums[j] = fma(a3, b3[j], … fma(a0, b0[j], sums[j]))}. */
  private void addRows(Int narrow, Int wide, int narrowStep, int wideStep, int count, int length) {
    boolean vectorNarrow = space.step(loops.narrow, space.size() - 1) == 1;
    Array narrowArray = Places.array(loops.narrow.buffer());
    List<Int> narrowAt = new ArrayList<>();
    List<Int> wideAt = new ArrayList<>();
    List<Expr> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      narrowAt.add(code.let("x", narrow.plus(i * narrowStep)));
      wideAt.add(code.let("y", wide.plus(i * wideStep)));
      if (!vectorNarrow)
        numbers.add(code.let("n", new Expr.Load(narrowArray, narrowAt.get(i), true), false));
    }
    Array sums = Array.scratch(0);
    code.loop(
        "j",
        Int.of(0),
        Int.of(length),
        1,
        j -> {
          Expr sum = new Expr.Load(sums, j, false);
          for (int i = 0; i < count; i++) {
            Expr factor =
                vectorNarrow
                    ? new Expr.Load(narrowArray, narrowAt.get(i).plus(j), false)
                    : numbers.get(i);
            Expr vector =
                new Expr.Load(Places.array(loops.wide.buffer()), wideAt.get(i).plus(j), false);
            sum = new Expr.Fma(factor, vector, sum);
          }
          code.add(new Statement.Store(sums, j, sum, false));
        });
  }

  private void finish(Output o, Array scratch, List<Int> counters, int length) {
    Map<Object, Int> starts = new HashMap<>();
    Map<Object, Expr> still = new HashMap<>();
    int last = space.size() - 1;
    for (Element part : Footprint.parts(o.value())) {
      if (part instanceof Element.Read r) {
        starts.put(r, code.let("e", address(r, r.buffer(), counters)));
        Expr load = new Expr.Load(Places.array(r.buffer()), starts.get(r), true);
        if (space.step(r, last) == 0) still.put(r, code.let("e", load, false));
      } else if (part instanceof Element.Position || part instanceof Element.Uniform) {
        starts.put(part, code.let("e", space.position(part, counters)));
      }
    }
    code.loop(
        "j",
        Int.of(0),
        Int.of(length),
        1,
        j -> {
          ElementCode element = new ElementCode(code, false, new RowReading(j, starts, still));
          code.add(new Statement.Store(scratch, j, element.write(o.value()), false));
        });
  }

  /** Reads one column of a row whose addresses are known. */
  private final class RowReading implements ElementCode.Reading {
    private final Int column;
    private final Map<Object, Int> starts;
    private final Map<Object, Expr> still;

    RowReading(Int column, Map<Object, Int> starts, Map<Object, Expr> still) {
      this.column = column;
      this.starts = starts;
      this.still = still;
    }

    @Override
    public Expr read(Element.Read read) {
      Expr known = still.get(read);
      return known != null
          ? known
          : new Expr.Load(Places.array(read.buffer()), starts.get(read).plus(column), true);
    }

    private Int at(Element element) {
      return column.times(space.step(element, space.size() - 1)).plus(starts.get(element));
    }

    @Override
    public Expr position(Element.Position position) {
      return new Expr.FromInt(at(position), 0);
    }

    @Override
    public Expr uniform(Element.Uniform uniform) {
      return new Expr.Uniform(new Int.Key(uniform.stream()), at(uniform), 0);
    }

    @Override
    public Optional<Expr> product() {
      return Optional.of(new Expr.Load(Array.scratch(0), column, false));
    }
  }
}
