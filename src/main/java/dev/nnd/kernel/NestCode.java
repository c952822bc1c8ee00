package dev.nnd.kernel;

import dev.nnd.kernel.Kernel.Nest;
import dev.nnd.kernel.Kernel.Output;
import dev.nnd.loop.Array;
import dev.nnd.loop.Expr;
import dev.nnd.loop.Int;
import dev.nnd.loop.IntVar;
import dev.nnd.loop.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The routine of a nest being written: its loops and addresses, and how it reads at a point or
 * along a row.
 */
final class NestCode {
  final NestLoops loops;
  final Target target;
  final Code code = new Code();
  final Places places;
  private final List<Part> parts = new ArrayList<>();
  private final Space space;
  private final Nest nest;

  NestCode(NestLoops loops, Placed placed, Target target) {
    this.loops = loops;
    this.target = target;
    this.places = new Places(placed);
    this.space = loops.space;
    this.nest = loops.nest;
  }

  private String name() {
    return loops.sums.isEmpty() ? "map" : "sum";
  }

  /** Calls a part of the routine. */
  void call(PartCode part) {
    String name = name() + "Part" + parts.size();
    parts.add(part.part(name, 0));
    code.add(part.call(name, List.of()));
  }

  /** The routine with what has been written. */
  Work work() {
    return places.work(name(), code.statements(), loops.units, parts);
  }

  /** Sets the whole targets to the number that the nest asks for. */
  void fillTargets() {
    for (Output output : nest.outputs()) {
      Int start = places.start(output.target());
      int size = places.layout(output.target()).size();
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

  /** The next loop inside those of the counters. */
  void open(List<Int> counters, Consumer<List<Int>> inside) {
    int index = counters.size();
    Space.Loop loop = space.loop(index);
    code.loop("i", loop.from(), loop.to(), 1, counter -> inside.accept(and(counters, counter)));
  }

  /** The counters with one more. */
  static List<Int> and(List<Int> counters, Int counter) {
    List<Int> more = new ArrayList<>(counters);
    more.add(counter);
    return more;
  }

  /** Where an access is in its array. */
  Int address(Object key, Buffer buffer, List<Int> counters) {
    return space.position(key, counters).plus(places.start(buffer));
  }

  /** Where a sum is, whose summed loops have no counters. */
  Int keptAddress(Output o, List<Int> counters, Int column) {
    List<Int> at = new ArrayList<>(counters);
    while (at.size() < space.size()) at.add(Int.of(0));
    if (loops.columns) at.set(space.size() - 1, column);
    return address(o, o.target(), at);
  }

  /** Reads at one point of the domain. */
  ElementCode.Reading point(List<Int> counters) {
    return new PointReading(counters);
  }

  /** Reads single elements at known counters. */
  private final class PointReading implements ElementCode.Reading {
    private final List<Int> counters;

    PointReading(List<Int> counters) {
      this.counters = counters;
    }

    @Override
    public Expr read(Element.Read read) {
      Int at = address(read, read.buffer(), counters);
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

    @Override
    public Optional<Expr> product() {
      return Optional.empty();
    }
  }

  /**
   * The accesses of one row: their addresses at column 0, computed before the loop over the
   * columns.
   */
  final class Row {
    private final Map<Object, Int> starts = new HashMap<>();
    private final Map<Element.Read, Expr> still = new HashMap<>();

    Row(List<Int> counters) {
      this(counters, Set.of());
    }

    /** A row whose reader knows some of the elements. */
    Row(List<Int> counters, Set<Element.Read> known) {
      for (Element.Read read : loops.reads()) {
        if (known.contains(read)) continue;
        starts.put(read, code.let("a", address(read, read.buffer(), counters)));
        if (loops.columns && space.step(read, space.size() - 1) == 0) hoist(read);
      }
      for (Output o : loops.stores) starts.put(o, code.let("a", address(o, o.target(), counters)));
      for (Output o : nest.outputs()) {
        for (Element part : Footprint.parts(o.value())) {
          if (part instanceof Element.Position || part instanceof Element.Uniform) {
            starts.computeIfAbsent(part, p -> code.let("a", space.position(p, counters)));
          }
        }
      }
    }

    /** What stands still along the row is read once. */
    private void hoist(Element.Read read) {
      Expr load = new Expr.Load(Places.array(read.buffer()), starts.get(read), true);
      still.put(read, code.let("x", load, true));
    }

    /** Where an output is at column 0. */
    Int of(Output output) {
      return starts.get(output);
    }

    /** Reads one column, or a vector of them from there on. */
    ElementCode.Reading reading(Int column, boolean vector) {
      return reading(column, vector, Map.of());
    }

    /** Reads a column like this, but for what is known already. */
    ElementCode.Reading reading(Int column, boolean vector, Map<Element.Read, Expr> known) {
      return new ElementCode.Reading() {
        @Override
        public Expr read(Element.Read read) {
          if (known.containsKey(read)) return known.get(read);
          if (still.containsKey(read) && vector) return still.get(read);
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

        @Override
        public Optional<Expr> product() {
          return Optional.empty();
        }
      };
    }
  }
}
