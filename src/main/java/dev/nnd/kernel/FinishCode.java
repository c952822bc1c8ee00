package dev.nnd.kernel;

import dev.nnd.kernel.Kernel.Output;
import dev.nnd.loop.Expr;
import dev.nnd.loop.Int;
import dev.nnd.loop.IntVar;
import dev.nnd.loop.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The part of a contraction that finishes sums while they are in the nearest cache: bias,
 * activation, residual. It goes over rows of a few vectors.
 */
final class FinishCode {
  /** C2 gives up on a method with many more vector operations than this. */
  private static final int MOST_VECTOR_OPERATIONS = 100;

  private static final IntVar ROWS = new IntVar("rows");

  private final ContractionLoops loops;
  private final Space space;
  private final int blocks;
  private final int lanes;
  private final Code code = new Code();
  private final Map<Object, IntVar> starts = new LinkedHashMap<>();

  /**
   * The part for rows of so many vectors.
   *
   * @param lanes floats in a vector; 1 for plain floats
   */
  FinishCode(ContractionLoops loops, int blocks, int lanes) {
    this.loops = loops;
    this.space = loops.space;
    this.blocks = blocks;
    this.lanes = lanes;
    for (Output o : loops.contraction.outputs()) {
      start(o);
      for (Element part : Footprint.parts(o.value())) {
        boolean placed =
            part instanceof Element.Read
                || part instanceof Element.Position
                || part instanceof Element.Uniform;
        if (placed) start(part);
      }
    }
  }

  private void start(Object access) {
    starts.computeIfAbsent(access, key -> new IntVar("at_" + starts.size()));
  }

  /** The name of the part within its contraction. */
  String name() {
    return "finish" + blocks;
  }

  /** A call of the part for so many rows, from the counters on. */
  Statement call(Places places, List<Int> counters, Int rows) {
    List<Int> arguments = new ArrayList<>(List.of(rows));
    for (Object access : starts.keySet()) {
      Int at = space.position(access, counters);
      if (access instanceof Output o) at = at.plus(places.start(o.target()));
      if (access instanceof Element.Read r) at = at.plus(places.start(r.buffer()));
      arguments.add(at);
    }
    return new Statement.Call(name(), List.of(), arguments);
  }

  /** The part. */
  Part part() {
    int operations = 0;
    for (Output o : loops.contraction.outputs())
      operations += 1 + Footprint.parts(o.value()).size() + Footprint.operations(o.value());
    int together = operations * blocks > MOST_VECTOR_OPERATIONS ? 1 : blocks;
    code.loop(
        "r",
        Int.of(0),
        Int.of(ROWS),
        1,
        row -> code.loop("j", Int.of(0), Int.of(blocks), together, j -> finish(row, j, together)));
    List<IntVar> parameters = new ArrayList<>(List.of(ROWS));
    parameters.addAll(starts.values());
    return new Part(name(), 0, parameters, code.statements());
  }

  /**
   * Finishes operation by operation and not vector by vector, so that one need not wait for the
   * other.
   */
  private void finish(Int row, Int first, int count) {
    List<ElementCode> elements = new ArrayList<>();
    for (int b = 0; b < count; b++)
      elements.add(new ElementCode(code, lanes > 1, new Reading(row, first.plus(b).times(lanes))));
    List<Output> outputs = loops.contraction.outputs();
    for (Output o : outputs) {
      elements.forEach(element -> element.prepare(o.value()));
      for (Element part : Footprint.parts(o.value())) {
        boolean operation = !Footprint.operands(part).isEmpty();
        elements.forEach(element -> element.step(part, operation));
      }
    }
    for (Output o : outputs) {
      for (int b = 0; b < count; b++) {
        Int at = at(o, row, first.plus(b).times(lanes));
        Expr value = elements.get(b).value(o.value());
        code.add(new Statement.Store(Places.array(o.target()), at, value, lanes > 1));
      }
    }
  }

  private Int at(Object access, Int row, Int column) {
    return row.times(rowStep(access))
        .plus(column.times(columnStep(access)))
        .plus(Int.of(starts.get(access)));
  }

  private int rowStep(Object access) {
    return loops.rows < 0 ? 0 : space.step(access, loops.rows);
  }

  private int columnStep(Object access) {
    return loops.columns ? space.step(access, space.size() - 1) : 0;
  }

  /** Reads one vector of a row. */
  private final class Reading implements ElementCode.Reading {
    private final Int row;
    private final Int column;

    Reading(Int row, Int column) {
      this.row = row;
      this.column = column;
    }

    @Override
    public Expr read(Element.Read read) {
      return new Expr.Load(
          Places.array(read.buffer()), at(read, row, column), columnStep(read) == 0);
    }

    @Override
    public Expr position(Element.Position position) {
      return new Expr.FromInt(at(position, row, column), columnStep(position));
    }

    @Override
    public Expr uniform(Element.Uniform uniform) {
      Int counter = at(uniform, row, column);
      return new Expr.Uniform(new Int.Key(uniform.stream()), counter, columnStep(uniform));
    }

    /** The sum stands where the first output will. */
    @Override
    public Optional<Expr> product() {
      Output sums = loops.contraction.outputs().get(0);
      return Optional.of(new Expr.Load(Places.array(sums.target()), at(sums, row, column), false));
    }
  }
}
