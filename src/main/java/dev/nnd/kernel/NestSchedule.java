package dev.nnd.kernel;

import dev.nnd.graph.Shape;
import dev.nnd.kernel.Kernel.Nest;
import dev.nnd.kernel.Kernel.Output;
import dev.nnd.loop.Expr;
import dev.nnd.loop.Int;
import dev.nnd.loop.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The loops of a nest: vectors along its columns, or plain loops where it has none. On the portable
 * target all loops are plain.
 */
final class NestSchedule {
  private final NestCode nest;
  private final NestLoops loops;
  private final Space space;
  private final Target target;
  private final Code code;

  private NestSchedule(NestCode nest) {
    this.nest = nest;
    this.loops = nest.loops;
    this.space = loops.space;
    this.target = nest.target;
    this.code = nest.code;
  }

  /** The routine that does a nest. */
  static Work schedule(Nest nest, Optional<Division> division, Placed placed, Target target) {
    NestCode code = new NestCode(new NestLoops(nest, division, placed, target), placed, target);
    new NestSchedule(code).write();
    return code.work();
  }

  private void write() {
    code.add(new Statement.Mark(loops.nest.origin()));
    if (!Float.isNaN(loops.nest.fill())) nest.fillTargets();
    if (target.isPortable() && PortableNest.suits(loops)) {
      PortableNest.write(nest);
    } else {
      loops(new ArrayList<>());
    }
  }

  /** Opens the loops up to the ones that the body deals with itself. */
  private void loops(List<Int> counters) {
    int around = loops.turned ? space.size() - 2 : loops.outer();
    boolean inside = counters.size() == (loops.sums.isEmpty() ? around : loops.kept());
    if (inside) {
      body(counters);
    } else {
      nest.open(counters, this::loops);
    }
  }

  private void body(List<Int> counters) {
    if (!loops.sums.isEmpty()) {
      new NestSums(nest).write(counters);
    } else if (loops.columns) {
      storeRow(counters, space.loop(space.size() - 1));
    } else if (loops.turned) {
      storeTurned(counters);
    } else {
      storePoint(counters);
    }
  }

  /** Squares: each line of the cache that is read is used up while it is near. */
  private void storeTurned(List<Int> counters) {
    Space.Loop rows = space.loop(space.size() - 2);
    int columns = space.loop(space.size() - 1).extent();
    int whole = columns / NestLoops.EDGE * NestLoops.EDGE;
    code.loop(
        "t",
        rows.from(),
        rows.to(),
        NestLoops.EDGE,
        top -> {
          Int bottom = code.let("end", top.plus(NestLoops.EDGE).min(rows.to()));
          Int all = Int.of(whole);
          code.loop(
              "j",
              Int.of(0),
              all,
              NestLoops.EDGE,
              j -> {
                storeSquare(counters, top, bottom, j, NestLoops.EDGE);
              });
          if (columns > whole) storeSquare(counters, top, bottom, all, columns - whole);
        });
  }

  private void storeSquare(List<Int> counters, Int top, Int bottom, Int column, int columns) {
    code.loop(
        "i",
        top,
        bottom,
        1,
        i -> {
          for (int j = 0; j < columns; j++)
            storePoint(NestCode.and(NestCode.and(counters, i), column.plus(j)));
        });
  }

  private void storePoint(List<Int> counters) {
    ElementCode element = new ElementCode(code, false, nest.point(counters));
    List<Expr> values = new ArrayList<>();
    for (Output o : loops.stores) values.add(element.writeAndKeep(o.value()));
    for (int i = 0; i < values.size(); i++) {
      Output o = loops.stores.get(i);
      code.add(
          new Statement.Store(
              Places.array(o.target()),
              nest.address(o, o.target(), counters),
              values.get(i),
              false));
    }
  }

  private void storeRow(List<Int> counters, Space.Loop row) {
    NestCode.Row addresses = nest.new Row(counters);
    boolean whole =
        row.extent() == Shape.BATCH ? loops.wholeColumns : row.extent() % Layout.BLOCK == 0;
    Int to = whole ? row.to() : vectorEnd(row);
    code.loop("j", row.from(), to, target.lanes(), j -> storeBlock(addresses, j, true));
    if (!whole) code.loop("j", to, row.to(), 1, j -> storeBlock(addresses, j, false));
  }

  /** The end of the last whole vector of a row that is no whole number of them. */
  private Int vectorEnd(Space.Loop row) {
    if (row.to() instanceof Int.Const c && row.from() instanceof Int.Const) {
      return Int.of(c.value() / target.lanes() * target.lanes());
    }
    Int length = row.to().minus(row.from());
    return code.let("end", length.over(target.lanes()).times(target.lanes()).plus(row.from()));
  }

  private void storeBlock(NestCode.Row row, Int column, boolean vector) {
    ElementCode element = new ElementCode(code, vector, row.reading(column, vector));
    List<Expr> values = new ArrayList<>();
    for (Output o : loops.stores) values.add(element.writeAndKeep(o.value()));
    for (int i = 0; i < values.size(); i++) {
      Output o = loops.stores.get(i);
      code.add(
          new Statement.Store(
              Places.array(o.target()), row.of(o).plus(column), values.get(i), vector));
    }
  }
}
