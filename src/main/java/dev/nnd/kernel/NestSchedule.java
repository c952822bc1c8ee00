package dev.nnd.kernel;

import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Shape;
import dev.nnd.kernel.Kernel.Kind;
import dev.nnd.kernel.Kernel.Nest;
import dev.nnd.kernel.Kernel.Output;
import dev.nnd.loop.Array;
import dev.nnd.loop.Expr;
import dev.nnd.loop.FloatVar;
import dev.nnd.loop.Int;
import dev.nnd.loop.IntVar;
import dev.nnd.loop.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The loops of a nest. Vectors run along the innermost loop if all accesses step through it by one
 * element or stand still; otherwise the nest is plain loops. Sums are kept in registers through one
 * innermost loop at a time, for a few blocks of columns together, and in memory from one such loop
 * to the next. On the portable target a row is computed into scratch, which C2 vectorises, and
 * copied.
 */
final class NestSchedule {
  /** A scratch row's length: it stays in the first cache with what it is made from. */
  static final int ROW = 1024;

  /** Work without a batch is divided into units of this many elements, if it is larger. */
  private static final int UNIT = 4096;

  private static final int MOST_BLOCKS = 4;
  private static final int OPERATIONS_IN_FLIGHT = 24;

  private final Nest nest;
  private final Target target;
  private final Placed placed;
  private final Places places;
  private final Code code = new Code();
  private final Space space;
  private final List<Output> sums;
  private final List<Output> stores;
  private boolean columns;
  private boolean wholeColumns;
  private int units;

  private NestSchedule(Nest kernel, Placed placed, Target target) {
    this.nest = withoutEmptySums(kernel);
    this.placed = placed;
    this.target = target;
    this.places = new Places(placed);
    this.sums = this.nest.outputs().stream().filter(o -> o.kind() != Kind.STORE).toList();
    this.stores = this.nest.outputs().stream().filter(o -> o.kind() == Kind.STORE).toList();
    this.space = space();
  }

  /** The routine that does a nest. */
  static Work schedule(Nest nest, Placed placed, Target target) {
    NestSchedule schedule = new NestSchedule(nest, placed, target);
    schedule.write();
    String name = schedule.sums.isEmpty() ? "map" : "sum";
    return schedule.places.work(name, schedule.code.statements(), schedule.units);
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
    return new Nest(nest.extents(), outputs, nest.fill(), nest.sharded(), nest.origin());
  }

  private Space space() {
    List<Boolean> kept = new ArrayList<>();
    for (int axis = 0; axis < nest.extents().size(); axis++) {
      int at = axis;
      kept.add(sums.stream().allMatch(o -> o.keeps(at)));
    }
    int shards = nest.sharded() ? nest.extents().get(0) : 0;
    Space made = new Space(placed, nest.extents(), kept, shards);
    for (Output output : nest.outputs()) {
      made.access(output, output.target(), output.index());
      for (Element part : Footprint.parts(output.value())) {
        if (part instanceof Element.Read r) made.access(r, r.buffer(), r.index());
        if (part instanceof Element.Position p) made.walk(p, p.position());
        if (part instanceof Element.Uniform u) made.walk(u, u.counter());
      }
    }
    return made;
  }

  private Set<Element.Read> reads() {
    Set<Element.Read> all = new LinkedHashSet<>();
    nest.outputs().forEach(o -> all.addAll(Footprint.reads(o.value())));
    return all;
  }

  private void write() {
    code.add(new Statement.Mark(nest.origin()));
    boolean batched = nest.extents().contains(Shape.BATCH);
    if (!nest.sharded() && batched)
      space.bound(batchLoop(), Int.of(IntVar.FROM), Int.of(IntVar.TO));
    if (!Float.isNaN(nest.fill())) fillTargets();
    space.dropUnits();
    space.sort(order());
    columns = chooseColumns();
    space.join(false);
    if (nest.sharded()) {
      units = space.loop(0).extent();
      space.bound(0, Int.of(IntVar.FROM), Int.of(IntVar.TO));
    } else if (!batched) {
      divide();
    }
    loops(new ArrayList<>());
  }

  private int batchLoop() {
    return nest.extents().indexOf(Shape.BATCH);
  }

  /**
   * Shards first, then what results tell apart, then what is summed; the batch first in its class,
   * then by steps in memory.
   */
  private Comparator<Integer> order() {
    return Comparator.comparing((Integer i) -> !space.loop(i).shard())
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

  /** Looks for a loop that vectors can run along and makes it the innermost. */
  private boolean chooseColumns() {
    int best = -1;
    for (int loop = 0; loop < space.size(); loop++) {
      if (!suitsColumns(loop)) continue;
      if (best < 0 || space.loop(loop).extent() > space.loop(best).extent()) best = loop;
    }
    if (best < 0) return false;
    wholeColumns = space.makeInnermost(best);
    if (wholeColumns || sums.isEmpty()) return true;
    space.sort(order());
    return false;
  }

  private boolean suitsColumns(int loop) {
    Space.Loop l = space.loop(loop);
    if (!l.kept() || l.shard() || l.extent() == Shape.BATCH) return false;
    for (Output o : nest.outputs()) if (space.step(o, loop) != 1) return false;
    for (Element.Read r : reads())
      if (space.step(r, loop) != 0 && space.step(r, loop) != 1) return false;
    return true;
  }

  /** Divides work without a batch along its outermost loop, if there is enough of it. */
  private void divide() {
    units = 1;
    if (space.size() == 0 || !space.loop(0).kept()) return;
    Space.Loop outer = space.loop(0);
    long total =
        IntStream.range(0, space.size())
            .mapToLong(i -> space.loop(i).extent())
            .reduce(1, (a, b) -> a * b);
    if (total < 2L * UNIT) return;
    if (space.size() == 1) {
      units = (outer.extent() + UNIT - 1) / UNIT;
      Int to = Int.of(IntVar.TO).times(UNIT).min(Int.of(outer.extent()));
      space.bound(0, Int.of(IntVar.FROM).times(UNIT), to);
    } else {
      units = outer.extent();
      space.bound(0, Int.of(IntVar.FROM), Int.of(IntVar.TO));
    }
  }

  private void fillTargets() {
    for (Output output : nest.outputs()) {
      Int start = places.start(output.target());
      int size = placed.layout(output.target()).size();
      Array array = Places.array(output.target());
      if (!Places.batched(output.target())) {
        code.add(new Statement.Fill(array, start, start.plus(size), nest.fill()));
        continue;
      }
      Int from = Int.of(IntVar.FROM).times(size).plus(start);
      code.add(
          new Statement.Fill(array, from, Int.of(IntVar.TO).times(size).plus(start), nest.fill()));
    }
  }

  /** Opens the loops up to the ones that the body deals with itself. */
  private void loops(List<Int> counters) {
    int loop = counters.size();
    boolean atColumns = columns && loop == space.size() - 1;
    if (sums.isEmpty() && (atColumns || loop == space.size())) {
      if (atColumns) {
        storeRow(counters);
      } else {
        storePoint(counters);
      }
    } else if (!sums.isEmpty() && (loop == keptLoops())) {
      sumUp(counters);
    } else {
      openLoop(counters, this::loops);
    }
  }

  private void openLoop(List<Int> counters, Consumer<List<Int>> inside) {
    int index = counters.size();
    Space.Loop loop = bounds(index, counters);
    code.loop("i", loop.from(), loop.to(), 1, counter -> inside.accept(and(counters, counter)));
  }

  /** A loop with its bounds; those of a shard's batch depend on the shard. */
  private Space.Loop bounds(int index, List<Int> counters) {
    Space.Loop loop = space.loop(index);
    if (!nest.sharded() || loop.extent() != Shape.BATCH) return loop;
    int shards = nest.extents().get(0);
    int rounds =
        loop.to() instanceof Int.Pair p && p.right() instanceof Int.Const c ? c.value() : 1;
    Int batch = Int.of(IntVar.BATCH);
    Int from = code.let("n", batch.times(counters.get(0)).over(shards).times(rounds));
    Int to = code.let("n", batch.times(counters.get(0).plus(1)).over(shards).times(rounds));
    return new Space.Loop(from, to, loop.extent(), loop.kept(), false);
  }

  private static List<Int> and(List<Int> counters, Int counter) {
    List<Int> more = new ArrayList<>(counters);
    more.add(counter);
    return more;
  }

  private int keptLoops() {
    int end = columns ? space.size() - 1 : space.size();
    int kept = 0;
    while (kept < end && space.loop(kept).kept()) kept++;
    return kept;
  }

  private Int address(Object key, Buffer buffer, List<Int> counters) {
    return space.position(key, counters).plus(places.start(buffer));
  }

  // ---- stores

  private void storePoint(List<Int> counters) {
    ElementCode element = new ElementCode(code, false, new PointReading(counters, Int.of(0)));
    List<Expr> values = new ArrayList<>();
    for (Output o : stores) values.add(element.writeAndKeep(o.value()));
    for (int i = 0; i < values.size(); i++) {
      Output o = stores.get(i);
      code.add(
          new Statement.Store(
              Places.array(o.target()), address(o, o.target(), counters), values.get(i), false));
    }
  }

  private void storeRow(List<Int> counters) {
    Space.Loop row = bounds(space.size() - 1, counters);
    if (target.isPortable()) {
      portableRow(counters, row);
      return;
    }
    Row addresses = new Row(counters);
    boolean whole = row.extent() == Shape.BATCH ? wholeColumns : row.extent() % Layout.BLOCK == 0;
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

  private void storeBlock(Row row, Int column, boolean vector) {
    ElementCode element = new ElementCode(code, vector, row.reading(column, vector));
    List<Expr> values = new ArrayList<>();
    for (Output o : stores) values.add(element.writeAndKeep(o.value()));
    for (int i = 0; i < values.size(); i++) {
      Output o = stores.get(i);
      code.add(
          new Statement.Store(
              Places.array(o.target()), row.of(o).plus(column), values.get(i), vector));
    }
  }

  private void portableRow(List<Int> counters, Space.Loop row) {
    Row addresses = new Row(counters);
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
  private void storeScratchRows(Row row, Int start, Int length, int first) {
    for (int i = 0; i < stores.size(); i++) {
      Array scratch = Array.scratch(first + i);
      Output o = stores.get(i);
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
    for (int i = 0; i < stores.size(); i++) {
      Output o = stores.get(i);
      Array to = Places.array(o.target());
      code.add(
          new Statement.Copy(
              Array.scratch(first + i), Int.of(0), to, row.of(o).plus(start), length));
    }
  }

  // ---- sums

  /** All summed loops, for one position of the kept ones. */
  private void sumUp(List<Int> counters) {
    if (columns && target.isPortable()) {
      portableSums(counters);
      return;
    }
    int summed = space.size() - counters.size() - (columns ? 1 : 0);
    boolean throughMemory = summed > 1;
    if (throughMemory) startInMemory(counters);
    summedLoops(counters, throughMemory);
  }

  private Int keptAddress(Output o, List<Int> counters, Int column) {
    List<Int> at = new ArrayList<>(counters);
    while (at.size() < space.size()) at.add(Int.of(0));
    if (columns) at.set(space.size() - 1, column);
    return address(o, o.target(), at);
  }

  private static Expr start(Output o) {
    return new Expr.Const(o.kind() == Kind.SUM ? 0 : Float.NEGATIVE_INFINITY);
  }

  private void startInMemory(List<Int> counters) {
    for (Output o : sums) {
      Array array = Places.array(o.target());
      if (!columns) {
        code.add(new Statement.Store(array, keptAddress(o, counters, Int.of(0)), start(o), false));
        continue;
      }
      Int from = code.let("at", keptAddress(o, counters, Int.of(0)));
      int extent = space.loop(space.size() - 1).extent();
      code.add(new Statement.Fill(array, from, from.plus(extent), ((Expr.Const) start(o)).value()));
    }
  }

  private void summedLoops(List<Int> counters, boolean throughMemory) {
    int last = space.size() - 1 - (columns ? 1 : 0);
    if (counters.size() < last) {
      openLoop(counters, inner -> summedLoops(inner, throughMemory));
      return;
    }
    if (!columns) {
      sumBlocks(counters, Int.of(0), 1, throughMemory);
      return;
    }
    int lanes = target.lanes();
    int blocks = space.loop(space.size() - 1).extent() / lanes;
    int together = Math.min(blocks, blocksTogether());
    int whole = blocks / together * together;
    code.loop(
        "j",
        Int.of(0),
        Int.of(whole * lanes),
        together * lanes,
        j -> sumBlocks(counters, j, together, throughMemory));
    if (blocks > whole) sumBlocks(counters, Int.of(whole * lanes), blocks - whole, throughMemory);
  }

  private int blocksTogether() {
    int operations =
        nest.outputs().stream().mapToInt(o -> 1 + Footprint.operations(o.value())).sum();
    return Math.max(1, Math.min(MOST_BLOCKS, OPERATIONS_IN_FLIGHT / operations));
  }

  /** One innermost loop with the sums of some blocks of columns in registers. */
  private void sumBlocks(List<Int> counters, Int column, int blocks, boolean throughMemory) {
    boolean vector = columns;
    List<List<FloatVar>> registers = new ArrayList<>();
    for (Output o : sums) {
      List<FloatVar> own = new ArrayList<>();
      for (int b = 0; b < blocks; b++) {
        FloatVar sum = code.variable("sum", vector);
        Int at = keptAddress(o, counters, column.plus(b * target.lanes()));
        Expr load = new Expr.Load(Places.array(o.target()), at, false);
        code.add(new Statement.Set(sum, throughMemory ? load : start(o)));
        own.add(sum);
      }
      registers.add(own);
    }
    int index = counters.size();
    if (index < space.size() - (columns ? 1 : 0)) {
      Space.Loop loop = bounds(index, counters);
      code.loop(
          "k", loop.from(), loop.to(), 1, k -> addBlocks(and(counters, k), column, registers));
    } else {
      addBlocks(counters, column, registers);
    }
    for (int i = 0; i < sums.size(); i++) {
      Output o = sums.get(i);
      for (int b = 0; b < blocks; b++) {
        Int at = keptAddress(o, counters, column.plus(b * target.lanes()));
        Expr value = new Expr.Local(registers.get(i).get(b));
        code.add(new Statement.Store(Places.array(o.target()), at, value, vector));
      }
    }
  }

  private void addBlocks(List<Int> counters, Int column, List<List<FloatVar>> registers) {
    Optional<Row> row = columns ? Optional.of(new Row(counters)) : Optional.empty();
    for (int b = 0; b < registers.get(0).size(); b++) {
      Int at = column.plus(b * target.lanes());
      Reading reading =
          row.isPresent() ? row.get().reading(at, true) : new PointReading(counters, Int.of(0));
      ElementCode element = new ElementCode(code, columns, reading);
      List<Expr> stored = new ArrayList<>();
      for (Output o : stores) stored.add(element.writeAndKeep(o.value()));
      for (int i = 0; i < sums.size(); i++) {
        FloatVar sum = registers.get(i).get(b);
        code.add(
            new Statement.Set(
                sum, put(sums.get(i), new Expr.Local(sum), element.write(sums.get(i).value()))));
      }
      for (int i = 0; i < stored.size(); i++) {
        Output o = stores.get(i);
        Int to = row.isPresent() ? row.get().of(o).plus(at) : address(o, o.target(), counters);
        code.add(new Statement.Store(Places.array(o.target()), to, stored.get(i), columns));
      }
    }
  }

  private static Expr put(Output o, Expr sum, Expr value) {
    return Functions.combine(
        o.kind() == Kind.SUM ? BinaryFunction.ADD : BinaryFunction.MAXIMUM, sum, value);
  }

  /** Sums whole rows in scratch: the same additions in the same order. */
  private void portableSums(List<Int> counters) {
    int extent = space.loop(space.size() - 1).extent();
    for (int i = 0; i < sums.size(); i++) {
      float start = ((Expr.Const) start(sums.get(i))).value();
      code.add(new Statement.Fill(Array.scratch(i), Int.of(0), Int.of(extent), start));
    }
    portableSummedLoops(counters, extent);
    for (int i = 0; i < sums.size(); i++) {
      Output o = sums.get(i);
      Int to = keptAddress(o, counters, Int.of(0));
      code.add(
          new Statement.Copy(
              Array.scratch(i), Int.of(0), Places.array(o.target()), to, Int.of(extent)));
    }
  }

  private void portableSummedLoops(List<Int> counters, int extent) {
    if (counters.size() < space.size() - 1) {
      openLoop(counters, inner -> portableSummedLoops(inner, extent));
      return;
    }
    Row row = new Row(counters);
    for (int i = 0; i < sums.size(); i++) {
      Output o = sums.get(i);
      Array scratch = Array.scratch(i);
      code.loop(
          "j",
          Int.of(0),
          Int.of(extent),
          1,
          j -> {
            ElementCode element = new ElementCode(code, false, row.reading(j, false));
            Expr sum = new Expr.Load(scratch, j, false);
            code.add(new Statement.Store(scratch, j, put(o, sum, element.write(o.value())), false));
          });
    }
    storeScratchRows(row, Int.of(0), Int.of(extent), sums.size());
  }

  // ---- reading

  private interface Reading extends ElementCode.Reading {
    @Override
    default Optional<Expr> product() {
      return Optional.empty();
    }
  }

  /** Reads single elements at known counters. */
  private final class PointReading implements Reading {
    private final List<Int> counters;
    private final Int column;

    PointReading(List<Int> counters, Int column) {
      this.counters = counters;
      this.column = column;
    }

    @Override
    public Expr read(Element.Read read) {
      Int at = address(read, read.buffer(), counters).plus(column);
      return new Expr.Load(Places.array(read.buffer()), at, true);
    }

    @Override
    public Expr position(Element.Position position) {
      return new Expr.FromInt(space.position(position, counters), 0);
    }

    @Override
    public Expr uniform(Element.Uniform uniform) {
      return new Expr.Uniform(new Int.Key(uniform.stream()), space.position(uniform, counters), 0);
    }
  }

  /**
   * The accesses of one row: their addresses at column 0, computed before the loop over the
   * columns.
   */
  private final class Row {
    private final Map<Object, Int> starts = new HashMap<>();
    private final Map<Element.Read, Expr> still = new HashMap<>();

    Row(List<Int> counters) {
      for (Element.Read read : reads()) {
        starts.put(read, code.let("a", address(read, read.buffer(), counters)));
        if (columns && space.step(read, space.size() - 1) == 0) hoist(read);
      }
      for (Output o : stores) starts.put(o, code.let("a", address(o, o.target(), counters)));
      for (Output o : nest.outputs()) {
        for (Element part : Footprint.parts(o.value())) {
          if (part instanceof Element.Position || part instanceof Element.Uniform) {
            starts.computeIfAbsent(part, p -> code.let("a", space.position(p, counters)));
          }
        }
      }
    }

    /** What stands still along the row is read once, unless the row itself might change it. */
    private void hoist(Element.Read read) {
      Expr load = new Expr.Load(Places.array(read.buffer()), starts.get(read), true);
      still.put(read, code.let("x", load, !target.isPortable()));
    }

    Int of(Output output) {
      return starts.get(output);
    }

    Reading reading(Int column, boolean vector) {
      return new Reading() {
        @Override
        public Expr read(Element.Read read) {
          if (still.containsKey(read) && (vector || target.isPortable())) return still.get(read);
          boolean stands = space.step(read, space.size() - 1) == 0;
          Int at = stands ? starts.get(read) : starts.get(read).plus(column);
          return new Expr.Load(Places.array(read.buffer()), at, stands || !vector);
        }

        @Override
        public Expr position(Element.Position position) {
          int lane = space.step(position, space.size() - 1);
          return new Expr.FromInt(column.times(lane).plus(starts.get(position)), lane);
        }

        @Override
        public Expr uniform(Element.Uniform uniform) {
          int lane = space.step(uniform, space.size() - 1);
          Int counter = column.times(lane).plus(starts.get(uniform));
          return new Expr.Uniform(new Int.Key(uniform.stream()), counter, lane);
        }
      };
    }
  }
}
