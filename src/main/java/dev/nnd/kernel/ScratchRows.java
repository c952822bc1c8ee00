package dev.nnd.kernel;

import dev.nnd.graph.Shape;
import dev.nnd.loop.Array;
import dev.nnd.loop.Expr;
import dev.nnd.loop.Int;
import dev.nnd.loop.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Long rows that stand in scratch without gaps, whatever the steps of what they are made from: a
 * few loops, one inside the other, of which the outermost is walked in stretches. C2 makes vectors
 * of 16 of loops that run 150 rounds or more; fewer rounds, smaller vectors.
 *
 * @param loops from the outermost
 * @param stretch how many rounds of the outermost loop a row takes at most
 */
record ScratchRows(Space space, List<Integer> loops, int stretch) {
  /** The most elements of a row. */
  static final int LENGTH = 512;

  /** How far apart rows are in scratch: not a power of two, or they would share cache sets. */
  static final int PITCH = LENGTH + 16;

  private static final int ENOUGH = 192;

  ScratchRows {
    loops = List.copyOf(loops);
  }

  /** A row of the innermost of these loops, as many of them as it takes. */
  static ScratchRows of(Space space, List<Integer> candidates) {
    int inside = 1;
    for (int at = candidates.size() - 1; ; at--) {
      int extent = space.loop(candidates.get(at)).extent();
      int most = Math.max(1, LENGTH / inside);
      if (at == 0 || extent == Shape.BATCH || inside * extent >= ENOUGH)
        return new ScratchRows(
            space, candidates.subList(at, candidates.size()), even(extent, most));
      inside *= extent;
    }
  }

  /** The length of the stretches if a loop is divided into as few as can be. */
  private static int even(int extent, int most) {
    if (extent == Shape.BATCH) return most;
    int stretches = (extent + most - 1) / most;
    return (extent + stretches - 1) / stretches;
  }

  /** The outermost loop. */
  int split() {
    return loops.get(0);
  }

  /** How many elements one round of the outermost loop is. */
  int inside() {
    return inside(0);
  }

  private int inside(int level) {
    int all = 1;
    for (int loop : loops.subList(level + 1, loops.size())) all *= space.loop(loop).extent();
    return all;
  }

  /** Whether something stands still along the row. */
  boolean still(Object key) {
    return loops.stream().allMatch(loop -> space.step(key, loop) == 0);
  }

  /** How far something moves along the innermost loop. */
  int step(Object key) {
    return space.step(key, loops.get(loops.size() - 1));
  }

  /** Walks a loop in stretches of a row each, given where each begins and how many rounds it is. */
  void stretches(Code code, Space.Loop bounds, BiConsumer<Int, Int> body) {
    boolean known = bounds.from() instanceof Int.Const && bounds.to() instanceof Int.Const;
    boolean even = known && bounds.extent() % stretch == 0;
    code.loop(
        "n",
        bounds.from(),
        bounds.to(),
        stretch,
        n -> {
          Int left = bounds.to().minus(n).min(Int.of(stretch));
          body.accept(n, even ? Int.of(stretch) : code.let("rounds", left));
        });
  }

  /**
   * Puts a row into scratch, number by number, or as it stands in an array.
   *
   * @param scratch where the row is
   * @param place where it begins there
   * @param value of the number at a position
   */
  void pack(
      Code code,
      Object key,
      Int start,
      Int rounds,
      Array scratch,
      Int place,
      Function<Int, Expr> value,
      Optional<Array> array) {
    Optional<Copying> copying =
        array.map(
            from ->
                (at, to, length) -> code.add(new Statement.Copy(from, at, scratch, to, length)));
    new Walk(code, key, rounds)
        .write(
            start,
            place,
            copying,
            (at, to) -> code.add(new Statement.Store(scratch, to, value.apply(at), false)));
  }

  /** The array of scratch that the row of this number is packed into: two share one. */
  static Array packed(int number) {
    return Array.scratch(1 + number / 2);
  }

  /** Packs several rows that begin a step after each other. */
  void packTogether(Code code, Object key, Array from, Int start, Int rounds, int count, int step) {
    if (step(key) == 1) {
      for (int k = 0; k < count; k++) {
        Array to = packed(k);
        Copying copying = (at, j, length) -> code.add(new Statement.Copy(from, at, to, j, length));
        Int place = RowCode.place(k % 2);
        new Walk(code, key, rounds)
            .write(start.plus(k * step), place, Optional.of(copying), (at, j) -> {});
      }
      return;
    }
    each(
        code,
        key,
        start,
        rounds,
        (at, j) -> {
          for (int k = 0; k < count; k++) {
            Expr number = new Expr.Load(from, at.plus(k * step), false);
            Int to = j.plus(RowCode.place(k % 2));
            code.add(new Statement.Store(packed(k), to, number, false));
          }
        });
  }

  /** Copies a row from a place in scratch into memory. */
  void unpack(Code code, Object key, Array scratch, Int place, Array to, Int start, Int rounds) {
    new Walk(code, key, rounds)
        .write(
            start,
            place,
            Optional.of(
                (at, from, length) -> code.add(new Statement.Copy(scratch, from, to, at, length))),
            (at, from) ->
                code.add(new Statement.Store(to, at, new Expr.Load(scratch, from, false), false)));
  }

  /** Walks a row element by element, given where each is in memory and in the row. */
  void each(Code code, Object key, Int start, Int rounds, BiConsumer<Int, Int> body) {
    new Walk(code, key, rounds).write(start, Int.of(0), Optional.empty(), body);
  }

  /** Copies neighbours, from a place in memory to one in scratch or back. */
  @FunctionalInterface
  private interface Copying {
    void copy(Int at, Int place, Int length);
  }

  /** A walk through memory along a row: the innermost loops are one where memory allows it. */
  private final class Walk {
    private final Code code;
    private final Object key;
    private final Int rounds;
    private final int joined;
    private final int step;

    Walk(Code code, Object key, Int rounds) {
      this.code = code;
      this.key = key;
      this.rounds = rounds;
      this.step = ScratchRows.this.step(key);
      int outermost = loops.size() - 1;
      while (outermost > 0
          && space.step(key, loops.get(outermost - 1)) == step * inside(outermost - 1)) {
        outermost--;
      }
      this.joined = outermost;
    }

    void write(Int start, Int place, Optional<Copying> copying, BiConsumer<Int, Int> single) {
      level(0, start, Int.of(0), place, copying, single);
    }

    private void level(
        int level,
        Int at,
        Int inRow,
        Int place,
        Optional<Copying> copying,
        BiConsumer<Int, Int> single) {
      Int count = level == 0 ? rounds : Int.of(space.loop(loops.get(level)).extent());
      int inside = inside(level);
      if (level < joined) {
        int far = space.step(key, loops.get(level));
        code.loop(
            "i",
            Int.of(0),
            count,
            1,
            i -> {
              Int next = i.times(far).plus(at);
              level(level + 1, next, i.times(inside).plus(inRow), place, copying, single);
            });
        return;
      }
      Int length = count.times(inside);
      if (step == 1 && copying.isPresent()) {
        copying.get().copy(at, inRow.plus(place), length);
        return;
      }
      Int from = code.let("at", at);
      Int to = code.let("to", inRow);
      code.loop(
          "j",
          Int.of(0),
          length,
          1,
          j -> single.accept(j.times(step).plus(from), j.plus(to).plus(place)));
    }
  }
}
