package dev.nnd.kernel;

import dev.nnd.loop.Array;
import dev.nnd.loop.Int;
import dev.nnd.loop.Routine;
import dev.nnd.loop.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** How long the arrays of scratch are: as many rows as routines write to. */
final class ScratchLengths {
  /** The least elements of an array, and the most of a row in it. */
  static final int LEAST = 1024;

  /** For each array the last constant place that is written to. */
  private final Map<Integer, Integer> last = new TreeMap<>();

  private ScratchLengths() {}

  /**
   * The lengths, from the first array on.
   *
   * @param first elements of the first one that are asked for
   */
  static List<Integer> of(Collection<Routine> routines, int first) {
    ScratchLengths lengths = new ScratchLengths();
    for (Routine routine : routines) lengths.read(routine.body());
    int arrays = lengths.last.keySet().stream().mapToInt(i -> i + 1).max().orElse(0);
    return IntStream.range(0, arrays)
        .map(i -> i == 0 ? Math.max(lengths.length(i), first) : lengths.length(i))
        .boxed()
        .toList();
  }

  private int length(int array) {
    return last.getOrDefault(array, 0) + LEAST;
  }

  private void read(List<Statement> body) {
    for (Statement s : body) {
      if (s instanceof Statement.For f) read(f.body());
      if (s instanceof Statement.If c) {
        read(c.then());
        read(c.otherwise());
      }
      if (s instanceof Statement.Store store) written(store.array(), store.index());
      if (s instanceof Statement.Fill fill) written(fill.array(), fill.from());
      if (s instanceof Statement.Copy copy) written(copy.to(), copy.toIndex());
    }
  }

  private void written(Array array, Int index) {
    if (array.space() != Array.Space.SCRATCH) return;
    last.merge(array.index(), constant(index), Math::max);
  }

  /** What is added to counters; factories put it to the right. */
  private static int constant(Int index) {
    if (index instanceof Int.Const c) return c.value();
    boolean sum = index instanceof Int.Pair p && p.operator() == Int.Operator.PLUS;
    return sum ? constant(((Int.Pair) index).left()) + constant(((Int.Pair) index).right()) : 0;
  }
}
