package dev.nnd.kernel;

import dev.nnd.graph.Shape;
import dev.nnd.kernel.Kernel.Output;
import dev.nnd.loop.Array;
import dev.nnd.loop.Expr;
import dev.nnd.loop.Int;
import dev.nnd.loop.Statement;
import java.util.List;

/**
 * Rows of a nest as plain loops: each is computed into scratch, which C2 vectorises, and copied. A
 * row that has room behind it is computed with its padding.
 */
final class PortableNest {
  /** A scratch row's length: it stays in the first cache with what it is made from. */
  static final int ROW = 1024;

  private final NestCode nest;
  private final NestLoops loops;
  private final Code code;

  PortableNest(NestCode nest) {
    this.nest = nest;
    this.loops = nest.loops;
    this.code = nest.code;
  }

  /** Stores one row. */
  void store(List<Int> counters, Space.Loop row) {
    NestCode.Row addresses = nest.new Row(counters);
    code.loop(
        "c",
        row.from(),
        row.to(),
        ROW,
        start -> {
          boolean small =
              row.extent() != Shape.BATCH && row.extent() <= ROW && row.from() instanceof Int.Const;
          Int length =
              small
                  ? Int.of(row.extent())
                  : code.let("len", row.to().minus(start).min(Int.of(ROW)));
          storeScratchRows(addresses, start, length, 0);
        });
  }

  /**
   * Computes a stretch of each store into a scratch row, from {@code first} on, then copies all:
   * reads come before writes.
   */
  private void storeScratchRows(NestCode.Row row, Int start, Int length, int first) {
    for (int i = 0; i < loops.stores.size(); i++) {
      Array scratch = Array.scratch(first + i);
      Output o = loops.stores.get(i);
      code.loop(
          "j",
          Int.of(0),
          length,
          1,
          j -> {
            ElementCode element = new ElementCode(code, false, row.reading(start.plus(j), false));
            code.add(new Statement.Store(scratch, j, element.write(o.value()), false));
          });
    }
    for (int i = 0; i < loops.stores.size(); i++) {
      Output o = loops.stores.get(i);
      Array to = Places.array(o.target());
      code.add(
          new Statement.Copy(
              Array.scratch(first + i), Int.of(0), to, row.of(o).plus(start), length));
    }
  }

  /** Sums whole rows in scratch: the same additions in the same order. */
  void sum(List<Int> counters) {
    int extent = loops.space.loop(loops.space.size() - 1).extent();
    for (int i = 0; i < loops.sums.size(); i++) {
      start(loops.sums.get(i), Array.scratch(i), counters, extent);
    }
    summedLoops(counters, extent);
    for (int i = 0; i < loops.sums.size(); i++) {
      Output o = loops.sums.get(i);
      Int to = nest.keptAddress(o, counters, Int.of(0));
      code.add(
          new Statement.Copy(
              Array.scratch(i), Int.of(0), Places.array(o.target()), to, Int.of(extent)));
    }
  }

  private void start(Output o, Array scratch, List<Int> counters, int extent) {
    if (!o.continues()) {
      code.add(new Statement.Fill(scratch, Int.of(0), Int.of(extent), NestSums.start(o)));
      return;
    }
    Int from = nest.keptAddress(o, counters, Int.of(0));
    Array array = Places.array(o.target());
    code.add(new Statement.Copy(array, from, scratch, Int.of(0), Int.of(extent)));
  }

  private void summedLoops(List<Int> counters, int extent) {
    if (counters.size() < loops.space.size() - 1) {
      nest.open(counters, inner -> summedLoops(inner, extent));
      return;
    }
    NestCode.Row row = nest.new Row(counters);
    for (int i = 0; i < loops.sums.size(); i++) {
      Output o = loops.sums.get(i);
      Array scratch = Array.scratch(i);
      code.loop(
          "j",
          Int.of(0),
          Int.of(extent),
          1,
          j -> {
            ElementCode element = new ElementCode(code, false, row.reading(j, false));
            Expr sum = new Expr.Load(scratch, j, false);
            code.add(
                new Statement.Store(
                    scratch, j, NestSums.put(o, sum, element.write(o.value())), false));
          });
    }
    storeScratchRows(row, Int.of(0), Int.of(extent), loops.sums.size());
  }
}
