package dev.nnd.kernel;

import dev.nnd.kernel.Kernel.Output;
import dev.nnd.loop.Array;
import dev.nnd.loop.Expr;
import dev.nnd.loop.FloatVar;
import dev.nnd.loop.Int;
import dev.nnd.loop.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A nest as plain loops that C2 vectorises: long rows are made in scratch, operation by operation,
 * and copied. Sums take them from there, a few columns at a time in registers; the additions and
 * their order are those of {@link NestSums}.
 */
final class PortableNest {
  private static final int COLUMNS = 8;

  private final NestCode nest;
  private final NestLoops loops;
  private final Space space;
  private final Code code;
  private final ScratchRows rows;
  private Map<Object, Integer> shared = Map.of();
  private int next;

  private PortableNest(NestCode nest) {
    this.nest = nest;
    this.loops = nest.loops;
    this.space = loops.space;
    this.code = nest.code;
    this.rows = ScratchRows.of(space, candidates());
    this.next = loops.sums.size();
  }

  /** Whether a nest has rows. */
  static boolean suits(NestLoops loops) {
    Space space = loops.space;
    return loops.sums.isEmpty() ? space.size() > 0 : loops.columns;
  }

  /** Writes the nest. */
  static void write(NestCode nest) {
    PortableNest portable = new PortableNest(nest);
    portable.packShared();
    portable.kept(new ArrayList<>());
  }

  private List<Integer> candidates() {
    int first = loops.sums.isEmpty() ? 0 : loops.kept();
    return IntStream.range(first, space.size()).boxed().toList();
  }

  /** Packs what is the same in all rows. */
  private void packShared() {
    List<Element> same =
        loops.nest.outputs().stream()
            .flatMap(o -> Footprint.parts(o.value()).stream())
            .filter(part -> RowCode.hasPlace(part) && !rows.still(part) && isShared(part))
            .toList();
    if (same.isEmpty()) return;
    List<Int> zeros = Collections.nCopies(space.size(), Int.of(0));
    Int rounds = Int.of(rows.stretch());
    RowCode row =
        new RowCode(code, rows, rounds, leaf -> start(leaf, zeros), Optional.empty(), next);
    shared = row.packLeaves(same);
    next = row.next();
  }

  private boolean isShared(Element leaf) {
    boolean one = space.loop(rows.split()).extent() == rows.stretch();
    return IntStream.range(0, rows.split() + (one ? 0 : 1))
        .allMatch(loop -> space.step(leaf, loop) == 0);
  }

  private Int start(Element leaf, List<Int> counters) {
    Int position = space.position(leaf, counters);
    return leaf instanceof Element.Read r ? position.plus(nest.places.start(r.buffer())) : position;
  }

  private void kept(List<Int> counters) {
    boolean inside = counters.size() == (loops.sums.isEmpty() ? rows.split() : loops.kept());
    if (!inside) {
      nest.open(counters, this::kept);
    } else if (loops.sums.isEmpty()) {
      stretches(counters, stretch -> {});
    } else if (rows.loops().size() == 1) {
      sumRows(counters);
    } else {
      sumColumns(counters);
    }
  }

  /** One row after the other: what is stored is stored, the rest is left to the sums. */
  private void stretches(List<Int> counters, Consumer<Stretch> sums) {
    rows.stretches(
        code,
        space.loop(rows.split()),
        (n, rounds) -> {
          List<Int> at = NestCode.and(counters, n);
          while (at.size() < space.size()) at.add(Int.of(0));
          stretch(at, rounds, sums);
        });
  }

  private void stretch(List<Int> counters, Int rounds, Consumer<Stretch> sums) {
    Stretch stretch = new Stretch(counters, rounds);
    List<Integer> stored = new ArrayList<>();
    for (Output o : loops.stores) stored.add(stretch.row.row(o.value()));
    sums.accept(stretch);
    for (int i = 0; i < stored.size(); i++) stretch.store(loops.stores.get(i), stored.get(i));
    nest.call(stretch.part);
  }

  /** The part that does one row. */
  private final class Stretch {
    private final PartCode part = new PartCode();
    private final List<Int> counters;
    private final Int rounds;
    private final RowCode row;

    Stretch(List<Int> counters, Int rounds) {
      this.counters = counters;
      this.rounds = part.take(rounds);
      RowCode.Starts starts = leaf -> part.take(start(leaf, counters));
      this.row = new RowCode(part.code, rows, this.rounds, starts, Optional.empty(), next);
      row.know(shared);
    }

    void store(Output o, int from) {
      Int start = part.take(nest.address(o, o.target(), counters));
      Array to = Places.array(o.target());
      rows.unpack(part.code, o, Array.scratch(0), RowCode.place(from), to, start, rounds);
    }

    /** Adds a row to a row of sums. */
    void add(Output o, int sums) {
      int from = row.row(o.value());
      part.code.loop(
          "j",
          Int.of(0),
          row.length(),
          1,
          j -> {
            Expr more = NestSums.put(o, RowCode.load(j, sums), RowCode.load(j, from));
            Int at = j.plus(RowCode.place(sums));
            part.code.add(new Statement.Store(Array.scratch(0), at, more, false));
          });
    }

    /** Adds all columns of a row of several rounds to sums in memory, a few at a time. */
    void addColumns(Output o, List<Int> kept) {
      int from = row.row(o.value());
      int columns = space.loop(space.size() - 1).extent();
      Int start = part.take(nest.keptAddress(o, kept, Int.of(0)));
      part.code.loop(
          "c",
          Int.of(0),
          Int.of(columns),
          COLUMNS,
          c -> addColumns(o, from, c, columns, part.code.let("at", c.plus(start))));
    }

    private void addColumns(Output o, int from, Int column, int columns, Int at) {
      Array array = Places.array(o.target());
      List<FloatVar> sums = new ArrayList<>();
      for (int i = 0; i < COLUMNS; i++) {
        FloatVar sum = part.code.variable("sum", false);
        part.code.add(new Statement.Set(sum, new Expr.Load(array, at.plus(i), false)));
        sums.add(sum);
      }
      part.code.loop(
          "p",
          Int.of(0),
          row.length(),
          columns,
          p -> {
            for (int i = 0; i < COLUMNS; i++) {
              Expr value = RowCode.load(p.plus(column).plus(i), from);
              Expr sum = new Expr.Local(sums.get(i));
              part.code.add(new Statement.Set(sums.get(i), NestSums.put(o, sum, value)));
            }
          });
      for (int i = 0; i < COLUMNS; i++)
        part.code.add(new Statement.Store(array, at.plus(i), new Expr.Local(sums.get(i)), false));
    }
  }

  /** Opens the summed loops around the rows. */
  private void summed(List<Int> counters, Consumer<List<Int>> body) {
    if (counters.size() == rows.split()) {
      body.accept(counters);
    } else {
      nest.open(counters, inner -> summed(inner, body));
    }
  }

  /** Rows of columns alone: they are added to rows of sums. */
  private void sumRows(List<Int> counters) {
    rows.stretches(
        code,
        space.loop(rows.split()),
        (column, rounds) -> {
          for (int i = 0; i < loops.sums.size(); i++)
            start(loops.sums.get(i), RowCode.place(i), counters, column, rounds);
          summed(counters, at -> stretch(NestCode.and(at, column), rounds, this::addRows));
          for (int i = 0; i < loops.sums.size(); i++) {
            Output o = loops.sums.get(i);
            Int to = nest.keptAddress(o, counters, column);
            Array array = Places.array(o.target());
            code.add(new Statement.Copy(Array.scratch(0), RowCode.place(i), array, to, rounds));
          }
        });
  }

  private void addRows(Stretch stretch) {
    for (int i = 0; i < loops.sums.size(); i++) stretch.add(loops.sums.get(i), i);
  }

  /** Puts what a row of sums begins with into scratch. */
  private void start(Output o, Int place, List<Int> counters, Int column, Int rounds) {
    Array scratch = Array.scratch(0);
    if (o.continues()) {
      Int from = nest.keptAddress(o, counters, column);
      code.add(new Statement.Copy(Places.array(o.target()), from, scratch, place, rounds));
    } else {
      code.add(new Statement.Fill(scratch, place, place.plus(rounds), NestSums.start(o)));
    }
  }

  /** Rows of several rounds of all columns: a few columns are summed at a time, in registers. */
  private void sumColumns(List<Int> counters) {
    int columns = space.loop(space.size() - 1).extent();
    for (Output o : loops.sums) {
      if (o.continues()) continue;
      Int at = code.let("at", nest.keptAddress(o, counters, Int.of(0)));
      Array array = Places.array(o.target());
      code.add(new Statement.Fill(array, at, at.plus(columns), NestSums.start(o)));
    }
    summed(counters, at -> stretches(at, stretch -> addColumns(stretch, counters)));
  }

  private void addColumns(Stretch stretch, List<Int> kept) {
    for (Output o : loops.sums) stretch.addColumns(o, kept);
  }
}
