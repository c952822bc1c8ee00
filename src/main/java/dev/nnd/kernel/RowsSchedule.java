package dev.nnd.kernel;

import dev.nnd.graph.Shape;
import dev.nnd.loop.Expr;
import dev.nnd.loop.Int;
import dev.nnd.loop.IntVar;
import dev.nnd.loop.Statement;
import dev.nnd.source.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * The loops over rows of a table that indices name. An index outside the table is moved to its edge
 * before it becomes an address, whatever was checked before.
 *
 * <p>Sums of rows are divided by columns and not by positions: each unit of work goes through all
 * positions in order, so that the order of each sum is the same for any number of tasks, and no
 * task needs a table of its own.
 */
final class RowsSchedule {
  /** The columns of a unit of work: a line of the cache. */
  private static final int COLUMNS = 16;

  private final Buffer indices;
  private final Buffer rows;
  private final Buffer table;
  private final Placed placed;
  private final Places places;
  private final Space space;
  private final Code code = new Code();

  /** The counter of columns in the domain, behind the axes of the indices. */
  private final int column;

  private RowsSchedule(Buffer indices, Buffer rows, Buffer table, Placed placed, Span origin) {
    this.indices = indices;
    this.rows = rows;
    this.table = table;
    this.placed = placed;
    this.places = new Places(placed);
    this.column = indices.shape().rank();
    int rank = column + 1;
    this.space = new Space(placed, rows.shape().dims(), Collections.nCopies(rank, true));
    space.access(indices, indices, Affine.identity(rank).subList(0, column));
    space.access(rows, rows, Affine.identity(rank));
    space.access(table, table, List.of(Affine.constant(0, rank), Affine.axis(column, rank)));
    code.add(new Statement.Mark(origin));
  }

  /** The routine that reads rows. */
  static Work gather(Kernel.Gather gather, Placed placed) {
    RowsSchedule schedule =
        new RowsSchedule(
            gather.indices(), gather.target(), gather.table(), placed, gather.origin());
    boolean batched = Places.batched(gather.target());
    schedule.gather(batched);
    return schedule.places.work("gather", schedule.code.statements(), batched ? 0 : 1);
  }

  /** The routine that adds rows. */
  static Work scatterAdd(Kernel.ScatterAdd add, Placed placed, Target target) {
    RowsSchedule schedule =
        new RowsSchedule(add.indices(), add.values(), add.target(), placed, add.origin());
    schedule.scatterAdd(target);
    return schedule.places.work("scatterAdd", schedule.code.statements(), schedule.units());
  }

  private int columns() {
    return table.shape().dim(1);
  }

  private int units() {
    return (columns() + COLUMNS - 1) / COLUMNS;
  }

  private void gather(boolean batched) {
    int batch = rows.shape().dims().indexOf(Shape.BATCH);
    if (batched) space.bound(batch, Int.of(IntVar.FROM), Int.of(IntVar.TO));
    positions(
        new ArrayList<>(),
        counters -> {
          List<Int> first = NestCode.and(counters, Int.of(0));
          Int from = code.let("from", row(counters).plus(address(table, first)));
          Int to = code.let("to", address(rows, first));
          if (step(table) == 1 && step(rows) == 1) {
            Int length = Int.of(columns());
            code.add(new Statement.Copy(Places.array(table), from, Places.array(rows), to, length));
          } else {
            code.loop("j", Int.of(0), Int.of(columns()), 1, j -> copy(from, to, j));
          }
        });
  }

  private void copy(Int from, Int to, Int j) {
    Expr element = new Expr.Load(Places.array(table), from.plus(j.times(step(table))), false);
    code.add(new Statement.Store(Places.array(rows), to.plus(j.times(step(rows))), element, false));
  }

  private void scatterAdd(Target target) {
    int padded = Layout.roundUp(columns());
    boolean room = padded == columns() || space.hasRoom(column, padded);
    boolean vector = !target.isPortable() && room && step(table) == 1 && step(rows) == 1;
    code.loop(
        "u",
        Int.of(IntVar.FROM),
        Int.of(IntVar.TO),
        1,
        unit -> {
          Int first = code.let("first", unit.times(COLUMNS));
          Int left = Int.of(columns()).minus(first).min(Int.of(COLUMNS));
          Int width = vector ? Int.of(COLUMNS) : code.let("width", left);
          clear(first, width);
          positions(
              new ArrayList<>(),
              counters -> {
                List<Int> at = NestCode.and(counters, first);
                Int to = code.let("to", row(counters).plus(address(table, at)));
                Int from = code.let("from", address(rows, at));
                int lanes = vector ? target.lanes() : 1;
                code.loop("j", Int.of(0), width, lanes, j -> add(from, to, j, vector));
              });
        });
  }

  private void clear(Int first, Int width) {
    List<Int> at = new ArrayList<>(Collections.nCopies(column, Int.of(0)));
    at.add(first);
    int stride = placed.layout(table).strides().get(0);
    code.loop(
        "v",
        Int.of(0),
        Int.of(table.shape().dim(0)),
        1,
        v -> {
          Int start = code.let("to", address(table, at).plus(v.times(stride)));
          if (step(table) == 1) {
            code.add(new Statement.Fill(Places.array(table), start, start.plus(width), 0));
          } else {
            code.loop("j", Int.of(0), width, 1, j -> store(start, j, new Expr.Const(0), false));
          }
        });
  }

  private void add(Int from, Int to, Int j, boolean vector) {
    Int at = from.plus(j.times(step(rows)));
    Expr more = new Expr.Load(Places.array(rows), at, false);
    Expr sum = new Expr.Load(Places.array(table), to.plus(j.times(step(table))), false);
    store(to, j, new Expr.Binary(Expr.BinaryOperator.ADD, sum, more), vector);
  }

  private void store(Int to, Int j, Expr value, boolean vector) {
    Int at = to.plus(j.times(step(table)));
    code.add(new Statement.Store(Places.array(table), at, value, vector));
  }

  /** Loops over the axes of the indices. */
  private void positions(List<Int> counters, Consumer<List<Int>> body) {
    if (counters.size() == column) {
      body.accept(counters);
      return;
    }
    Space.Loop loop = space.loop(counters.size());
    code.loop("i", loop.from(), loop.to(), 1, i -> positions(NestCode.and(counters, i), body));
  }

  /** How far the row of a position is from that of index 0. */
  private Int row(List<Int> counters) {
    Int at = address(indices, NestCode.and(counters, Int.of(0)));
    Int index = new Int.Element(Places.array(indices), at);
    Int inside = index.min(Int.of(table.shape().dim(0) - 1)).max(Int.of(0));
    return inside.times(placed.layout(table).strides().get(0));
  }

  private Int address(Buffer buffer, List<Int> counters) {
    return space.position(buffer, counters).plus(places.start(buffer));
  }

  private int step(Buffer buffer) {
    return space.step(buffer, column);
  }
}
