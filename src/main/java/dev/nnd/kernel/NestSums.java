package dev.nnd.kernel;

import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.kernel.Kernel.Kind;
import dev.nnd.kernel.Kernel.Output;
import dev.nnd.loop.Array;
import dev.nnd.loop.Expr;
import dev.nnd.loop.FloatVar;
import dev.nnd.loop.Int;
import dev.nnd.loop.Statement;
import dev.nnd.loop.Tally;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sums of a nest. They are kept in registers through one innermost loop at a time, for a few
 * blocks of columns together, and in memory from one such loop to the next. Sums of a task's
 * samples go on from what stands in memory.
 */
final class NestSums {
  private static final int MOST_BLOCKS = 4;
  private static final int OPERATIONS_IN_FLIGHT = 24;

  /** Like {@link Tally#MOST_VECTORS}, but a sum of 48 has passed the limit. */
  private static final int MOST_VECTORS = 40;

  private final NestCode nest;
  private final NestLoops loops;
  private final Space space;
  private final Code code;

  NestSums(NestCode nest) {
    this.nest = nest;
    this.loops = nest.loops;
    this.space = loops.space;
    this.code = nest.code;
  }

  /** All summed loops, for one position of the kept ones. */
  void write(List<Int> counters) {
    int summed = loops.outer() - counters.size();
    boolean throughMemory = summed > 1 || loops.continues;
    if (throughMemory && !loops.continues) startInMemory(counters);
    summedLoops(counters, throughMemory);
  }

  /** What changes nothing. */
  static float start(Output o) {
    return o.kind() == Kind.MAX ? Float.NEGATIVE_INFINITY : 0;
  }

  private void startInMemory(List<Int> counters) {
    for (Output o : loops.sums) {
      Array array = Places.array(o.target());
      if (!loops.columns) {
        code.add(
            new Statement.Store(
                array, nest.keptAddress(o, counters, Int.of(0)), new Expr.Const(start(o)), false));
        continue;
      }
      Int from = code.let("at", nest.keptAddress(o, counters, Int.of(0)));
      int extent = space.loop(space.size() - 1).extent();
      code.add(new Statement.Fill(array, from, from.plus(extent), start(o)));
    }
  }

  private void summedLoops(List<Int> counters, boolean throughMemory) {
    int last = loops.outer() - 1;
    if (counters.size() < last) {
      nest.open(counters, inner -> summedLoops(inner, throughMemory));
      return;
    }
    if (!loops.columns) {
      sumBlocks(counters, Int.of(0), 1, throughMemory);
      return;
    }
    int lanes = nest.target.lanes();
    int blocks = space.loop(space.size() - 1).extent() / lanes;
    int together = blocksTogether(counters, blocks, throughMemory);
    int whole = blocks / together * together;
    code.loop(
        "j",
        Int.of(0),
        Int.of(whole * lanes),
        together * lanes,
        j -> sumBlocks(counters, j, together, throughMemory));
    if (blocks > whole) sumBlocks(counters, Int.of(whole * lanes), blocks - whole, throughMemory);
  }

  /** As many as there are registers for, and as C2 takes in with those that remain at the end. */
  private int blocksTogether(List<Int> counters, int blocks, boolean throughMemory) {
    List<Element> values = loops.nest.outputs().stream().map(Output::value).toList();
    int operations = values.size() + Footprint.operations(values);
    int together =
        Math.max(1, Math.min(blocks, Math.min(MOST_BLOCKS, OPERATIONS_IN_FLIGHT / operations)));
    if (together == 1) return 1;
    int vectors =
        Tally.of(code.trial(() -> sumBlocks(counters, Int.of(0), 1, throughMemory))).vectors();
    while (together > 1 && vectors * (together + blocks % together) > MOST_VECTORS) together--;
    return together;
  }

  /** One innermost loop with the sums of some blocks of columns in registers. */
  private void sumBlocks(List<Int> counters, Int column, int blocks, boolean throughMemory) {
    boolean vector = loops.columns;
    List<List<FloatVar>> registers = new ArrayList<>();
    for (Output o : loops.sums) {
      List<FloatVar> own = new ArrayList<>();
      for (int b = 0; b < blocks; b++) {
        FloatVar sum = code.variable("sum", vector);
        Int at = nest.keptAddress(o, counters, column.plus(b * nest.target.lanes()));
        Expr load = new Expr.Load(Places.array(o.target()), at, false);
        code.add(new Statement.Set(sum, throughMemory ? load : new Expr.Const(start(o))));
        own.add(sum);
      }
      registers.add(own);
    }
    List<Map<Element.Read, Expr>> still = new ArrayList<>();
    for (int b = 0; b < blocks; b++)
      still.add(still(counters, column.plus(b * nest.target.lanes())));
    int index = counters.size();
    if (loops.costlyTerms) {
      addRow(counters, registers);
    } else if (index < loops.outer()) {
      Space.Loop loop = space.loop(index);
      code.loop(
          "k",
          loop.from(),
          loop.to(),
          1,
          k -> addBlocks(NestCode.and(counters, k), column, registers, still));
    } else {
      addBlocks(counters, column, registers, still);
    }
    for (int i = 0; i < loops.sums.size(); i++) {
      Output o = loops.sums.get(i);
      for (int b = 0; b < blocks; b++) {
        Int at = nest.keptAddress(o, counters, column.plus(b * nest.target.lanes()));
        Expr value = new Expr.Local(registers.get(i).get(b));
        code.add(new Statement.Store(Places.array(o.target()), at, value, vector));
      }
    }
  }

  /** What stands still in the innermost loop is read before it. */
  private Map<Element.Read, Expr> still(List<Int> counters, Int column) {
    Map<Element.Read, Expr> found = new HashMap<>();
    int inner = counters.size();
    if (!loops.columns || inner == loops.outer()) return found;
    List<Int> at = NestCode.and(NestCode.and(counters, Int.of(0)), column);
    for (Element.Read read : loops.reads()) {
      if (space.step(read, inner) != 0 || isWritten(read)) continue;
      Int place = nest.address(read, read.buffer(), at);
      boolean repeat = space.step(read, space.size() - 1) == 0;
      Expr load = new Expr.Load(Places.array(read.buffer()), place, repeat);
      found.put(read, code.let("x", load, true));
    }
    return found;
  }

  private boolean isWritten(Element.Read read) {
    int memory = Footprint.memory(read.buffer());
    return loops.stores.stream().anyMatch(o -> Footprint.memory(o.target()) == memory);
  }

  private void addBlocks(
      List<Int> counters,
      Int column,
      List<List<FloatVar>> registers,
      List<Map<Element.Read, Expr>> still) {
    Optional<NestCode.Row> row =
        loops.columns
            ? Optional.of(nest.new Row(counters, still.get(0).keySet()))
            : Optional.empty();
    for (int b = 0; b < registers.get(0).size(); b++) {
      Int at = column.plus(b * nest.target.lanes());
      ElementCode.Reading reading =
          row.isPresent() ? row.get().reading(at, true, still.get(b)) : nest.point(counters);
      ElementCode element = new ElementCode(code, loops.columns, reading);
      List<Expr> stored = new ArrayList<>();
      for (Output o : loops.stores) stored.add(element.writeAndKeep(o.value()));
      for (int i = 0; i < loops.sums.size(); i++) {
        FloatVar sum = registers.get(i).get(b);
        code.add(
            new Statement.Set(
                sum,
                put(
                    loops.sums.get(i),
                    new Expr.Local(sum),
                    element.write(loops.sums.get(i).value()))));
      }
      for (int i = 0; i < stored.size(); i++) {
        Output o = loops.stores.get(i);
        Int to = row.isPresent() ? row.get().of(o).plus(at) : nest.address(o, o.target(), counters);
        code.add(new Statement.Store(Places.array(o.target()), to, stored.get(i), loops.columns));
      }
    }
  }

  /**
   * Vectors make the terms of a row, its padding included, and then they are added one after the
   * other: from where they are stored anyway, or from scratch.
   */
  private void addRow(List<Int> counters, List<List<FloatVar>> registers) {
    NestCode.Row row = nest.new Row(counters);
    List<Term> terms = new ArrayList<>();
    for (Output o : loops.stores)
      terms.add(new Term(o.value(), Places.array(o.target()), row.of(o)));
    int stored = terms.size();
    List<Term> added = new ArrayList<>();
    for (Output o : loops.sums) {
      Optional<Term> known = terms.stream().filter(t -> t.value == o.value()).findFirst();
      Int place = RowCode.place(terms.size() - stored);
      added.add(known.orElseGet(() -> new Term(o.value(), Array.scratch(0), place)));
      if (known.isEmpty()) terms.add(added.get(added.size() - 1));
    }
    Space.Loop loop = space.loop(counters.size());
    code.loop(
        "j",
        Int.of(0),
        Int.of(Layout.roundUp(loop.extent())),
        nest.target.lanes(),
        j -> {
          ElementCode element = new ElementCode(code, true, row.reading(j, true));
          List<Expr> made = terms.stream().map(t -> element.writeAndKeep(t.value)).toList();
          for (int i = 0; i < made.size(); i++) {
            Term term = terms.get(i);
            code.add(new Statement.Store(term.array, term.start.plus(j), made.get(i), true));
          }
        });
    code.loop(
        "k",
        loop.from(),
        loop.to(),
        1,
        k -> {
          for (int i = 0; i < added.size(); i++) {
            Expr term = new Expr.Load(added.get(i).array, added.get(i).start.plus(k), false);
            FloatVar sum = registers.get(i).get(0);
            Expr more = put(loops.sums.get(i), new Expr.Local(sum), term);
            code.add(new Statement.Set(sum, more));
          }
        });
  }

  /** Where the terms of a row stand, from its first column on. */
  private record Term(Element value, Array array, Int start) {}

  /** A sum with one more term. */
  static Expr put(Output o, Expr sum, Expr value) {
    return Functions.combine(
        o.kind() == Kind.SUM ? BinaryFunction.ADD : BinaryFunction.MAXIMUM, sum, value);
  }
}
