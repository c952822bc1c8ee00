package dev.nnd.kernel;

import dev.nnd.graph.Shape;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How {@link PackedContraction} walks a contraction.
 *
 * @param wide the factor that steps along the rows of sums
 * @param narrow the other, of which single numbers are repeated
 * @param row what rows are made of
 * @param rows the loop from one row of sums to the next
 * @param block how many rows of sums are made together
 * @param outer the other kept loops, from the outermost
 * @param length how many elements a row has if no task has more samples than it may
 */
record PackedPlan(
    Element.Read wide,
    Element.Read narrow,
    ScratchRows row,
    int rows,
    int block,
    List<Integer> outer,
    int length) {
  /** So many rows of sums take so many products together. */
  static final int TOGETHER = 2;

  private static final int MOST_SUMS = 16;

  PackedPlan {
    outer = List.copyOf(outer);
  }

  /**
   * The better of two ways: either factor may be the wide one.
   *
   * @param samples the most that a task has
   */
  static Optional<PackedPlan> best(ContractionLoops loops, int samples) {
    Optional<PackedPlan> a = of(loops, loops.wide, loops.narrow, samples);
    Optional<PackedPlan> b = of(loops, loops.narrow, loops.wide, samples);
    return Stream.of(a, b)
        .flatMap(Optional::stream)
        .reduce((x, y) -> y.worth(loops) > x.worth(loops) ? y : x);
  }

  /** Long rows first, then those that stand in memory as they are. */
  private int worth(ContractionLoops loops) {
    boolean flat = row.step(loops.contraction.outputs().get(0)) == 1;
    return TOGETHER * Math.min(length, ScratchRows.LENGTH / TOGETHER) + (flat ? 1 : 0);
  }

  private static Optional<PackedPlan> of(
      ContractionLoops loops, Element.Read wide, Element.Read narrow, int samples) {
    Space space = loops.space;
    List<Integer> along = exclusive(space, wide, narrow);
    List<Integer> across = exclusive(space, narrow, wide);
    if (along.isEmpty() || across.isEmpty()) return Optional.empty();
    ScratchRows row = ScratchRows.of(space, along);
    int rounds = Math.min(rounds(space, row.split(), samples), row.stretch());
    int rows =
        across.stream()
            .filter(i -> !space.loop(i).divides())
            .max(Comparator.comparing(i -> rounds(space, i, samples)))
            .orElse(-1);
    if (rows < 0) return Optional.empty();
    int most = loops.batched ? MOST_SUMS : MOST_SUMS / 2;
    int block = Math.min(most, rounds(space, rows, samples));
    List<Integer> outer =
        IntStream.range(0, space.size())
            .filter(i -> space.loop(i).kept() && i != rows && !row.loops().contains(i))
            .boxed()
            .toList();
    return Optional.of(
        new PackedPlan(wide, narrow, row, rows, block, outer, rounds * row.inside()));
  }

  private static int rounds(Space space, int loop, int samples) {
    int extent = space.loop(loop).extent();
    return extent == Shape.BATCH ? samples : extent;
  }

  /** The kept loops that one factor steps through and the other does not, by steps in memory. */
  private static List<Integer> exclusive(Space space, Object factor, Object other) {
    return IntStream.range(0, space.size())
        .filter(i -> space.loop(i).kept())
        .filter(i -> space.step(factor, i) != 0 && space.step(other, i) == 0)
        .boxed()
        .sorted(
            Comparator.comparing((Integer i) -> space.loop(i).extent() != Shape.BATCH)
                .thenComparing(i -> -Math.abs(space.step(factor, i))))
        .toList();
  }
}
