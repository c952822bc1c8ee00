package dev.nnd.kernel;

import dev.nnd.graph.Shape;
import dev.nnd.loop.Int;
import dev.nnd.loop.IntVar;
import java.util.function.ObjIntConsumer;

/** How the rows of a contraction are divided among tasks and tiles. */
sealed interface TileRows {
  /** The first row of this task. */
  Int first();

  /** Behind the last row of this task. */
  Int end();

  /** How many units of work there are to divide where no batch divides it. */
  int units();

  /** Writes the loops over the tiles of this task, given their first row and number of rows. */
  void each(ObjIntConsumer<Int> tile);

  /** The rows of a contraction in tiles of so many. */
  static TileRows of(ContractionLoops loops, int step, Code code) {
    if (loops.rows < 0) return new Known(1, 1, code);
    Space.Loop loop = loops.space.loop(loops.rows);
    int extent = loop.extent();
    if (extent == Shape.BATCH) return new Samples(loop.from(), loop.to(), step, code);
    return loops.dividesRows() && extent > step
        ? new Divided(extent, step, code)
        : new Known(extent, Math.min(extent, step), code);
  }

  /** A known number of rows, all of them in each task. */
  record Known(int extent, int step, Code code) implements TileRows {
    @Override
    public Int first() {
      return Int.of(0);
    }

    @Override
    public Int end() {
      return Int.of(extent);
    }

    @Override
    public int units() {
      return 1;
    }

    @Override
    public void each(ObjIntConsumer<Int> tile) {
      int whole = extent / step * step;
      code.loop("r", Int.of(0), Int.of(whole), step, r -> tile.accept(r, step));
      if (whole < extent) tile.accept(Int.of(whole), extent - whole);
    }
  }

  /** A known number of rows; a unit of work is a tile. */
  record Divided(int extent, int step, Code code) implements TileRows {
    @Override
    public Int first() {
      return Int.of(IntVar.FROM).times(step);
    }

    @Override
    public Int end() {
      return Int.of(IntVar.TO).times(step).min(Int.of(extent));
    }

    @Override
    public int units() {
      return (extent + step - 1) / step;
    }

    @Override
    public void each(ObjIntConsumer<Int> tile) {
      Int whole = Int.of(extent / step * step);
      code.loop("r", first(), end().min(whole), step, r -> tile.accept(r, step));
      if (extent % step == 0) return;
      // The last unit is what is left of the rows: no round of this loop for the other tasks.
      Int rest = Int.of(IntVar.FROM).times(step).max(whole);
      code.loop("r", rest, end(), step, r -> tile.accept(r, extent % step));
    }
  }

  /** As many rows as the task has samples; what is left of whole tiles goes one by one. */
  record Samples(Int from, Int to, int step, Code code) implements TileRows {
    @Override
    public Int first() {
      return from;
    }

    @Override
    public Int end() {
      return to;
    }

    @Override
    public int units() {
      return 1;
    }

    @Override
    public void each(ObjIntConsumer<Int> tile) {
      Int whole = to.minus(from).over(step).times(step).plus(from);
      Int end = step == 1 ? to : code.let("e", whole);
      code.loop("r", from, end, step, r -> tile.accept(r, step));
      if (step > 1) code.loop("r", end, to, 1, r -> tile.accept(r, 1));
    }
  }
}
