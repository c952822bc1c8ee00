package dev.nnd.kernel;

import dev.nnd.graph.Shape;
import dev.nnd.loop.Int;
import dev.nnd.loop.IntVar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The loops a kernel needs and how far each of its accesses moves from one round of a loop to the
 * next. Loops are put in the order of memory and joined where two walk like one.
 */
final class Space {
  /**
   * A loop.
   *
   * @param extent how many rounds, or {@link Shape#BATCH} if only the bounds say it
   * @param kept whether the results tell its rounds apart; else they are summed over
   */
  record Loop(Int from, Int to, int extent, boolean kept) {
    /** Whether tasks divide its rounds: units of work, each a stretch of an axis. */
    boolean divides() {
      return extent != Shape.BATCH && from.equals(Int.of(IntVar.FROM));
    }
  }

  /** One access: the position where all counters are 0, and the step of each loop. */
  private record Walk(int offset, int[] steps) {}

  private final Placed placed;
  private List<Loop> loops = new ArrayList<>();
  private final Map<Object, Walk> walks = new HashMap<>();
  private final Map<Object, int[]> rooms = new HashMap<>();

  /**
   * The loops over a domain.
   *
   * @param kept for each axis, whether the results tell its positions apart
   */
  Space(Placed placed, List<Integer> extents, List<Boolean> kept) {
    this.placed = placed;
    for (int axis = 0; axis < extents.size(); axis++) {
      int extent = extents.get(axis);
      Int from = Int.of(0);
      Int to = extent == Shape.BATCH ? Int.of(IntVar.BATCH) : Int.of(extent);
      loops.add(new Loop(from, to, extent, kept.get(axis)));
    }
  }

  /** Gives a loop other bounds. */
  void bound(int loop, Int from, Int to) {
    Loop old = loops.get(loop);
    loops.set(loop, new Loop(from, to, old.extent, old.kept));
  }

  /** Divides a loop into units of work: a loop over those of a task, in front of all, around it. */
  void divide(Division division) {
    int loop = division.axis() + 1;
    Loop old = loops.get(division.axis());
    loops.add(0, new Loop(Int.of(IntVar.FROM), Int.of(IntVar.TO), division.units(), old.kept));
    loops.set(loop, new Loop(Int.of(0), Int.of(division.length()), division.length(), old.kept));
    walks.replaceAll(
        (k, w) -> new Walk(w.offset, inFront(w.steps[loop - 1] * division.length(), w.steps)));
    rooms.replaceAll((k, r) -> inFront(division.units(), r));
    rooms.values().forEach(r -> r[loop] = Math.min(r[loop], division.length()));
  }

  private static int[] inFront(int first, int[] others) {
    return IntStream.concat(IntStream.of(first), Arrays.stream(others)).toArray();
  }

  /** Adds an access to a buffer, known by {@code key} from now on. */
  void access(Object key, Buffer buffer, List<Affine> index) {
    Layout layout = placed.layout(buffer);
    Affine position = Affine.constant(layout.origin(), loops.size());
    for (int axis = 0; axis < index.size(); axis++) {
      position = position.plus(index.get(axis).times(layout.strides().get(axis)));
    }
    walk(key, position);
    int[] room = new int[loops.size()];
    for (int loop = 0; loop < room.length; loop++) room[loop] = room(buffer, layout, index, loop);
    rooms.put(key, room);
  }

  /** Adds what an output writes and all that its element reads. */
  void access(Kernel.Output output) {
    access(output, output.target(), output.index());
    for (Element part : Footprint.parts(output.value())) {
      if (part instanceof Element.Read r) access(r, r.buffer(), r.index());
      if (part instanceof Element.Position p) walk(p, p.position());
      if (part instanceof Element.Uniform u) walk(u, u.counter());
    }
  }

  /** Adds a position that is used as a number. */
  void walk(Object key, Affine position) {
    walks.put(
        key,
        new Walk(position.offset(), position.coefficients().stream().mapToInt(i -> i).toArray()));
    int[] any = new int[loops.size()];
    Arrays.fill(any, Integer.MAX_VALUE);
    rooms.put(key, any);
  }

  /**
   * How many elements from the loop's first on may be touched, past its extent too: the padding of
   * a row.
   */
  private int room(Buffer buffer, Layout layout, List<Affine> index, int loop) {
    int extent = loops.get(loop).extent;
    int axis = layout.minor();
    if (axis < 0 || index.get(axis).coefficients().get(loop) == 0) return extent;
    boolean whole = index.get(axis).soleAxis() == loop && buffer.shape().dim(axis) == extent;
    return whole ? layout.width() : extent;
  }

  int size() {
    return loops.size();
  }

  Loop loop(int index) {
    return loops.get(index);
  }

  /** The first of the longest loops that suit, or -1. */
  int longest(IntPredicate suits) {
    return IntStream.range(0, size())
        .filter(suits)
        .boxed()
        .reduce((best, next) -> loop(next).extent() > loop(best).extent() ? next : best)
        .orElse(-1);
  }

  /** How far an access moves from one round of a loop to the next. */
  int step(Object key, int loop) {
    return walks.get(key).steps[loop];
  }

  /** Where an access is, from the start of its buffer. */
  Int position(Object key, List<Int> counters) {
    Walk walk = walks.get(key);
    Int sum = Int.of(walk.offset);
    for (int i = 0; i < counters.size(); i++) sum = counters.get(i).times(walk.steps[i]).plus(sum);
    return sum;
  }

  /** Puts the loops in another order. */
  private void reorder(List<Integer> order) {
    List<Loop> ordered = new ArrayList<>();
    for (int loop : order) ordered.add(loops.get(loop));
    loops = ordered;
    walks.replaceAll((k, w) -> new Walk(w.offset, picked(w.steps, order)));
    rooms.replaceAll((k, r) -> picked(r, order));
  }

  /** Loops and no streams: this runs for each access of each kernel, and cold. */
  private static int[] picked(int[] values, List<Integer> order) {
    int[] picked = new int[order.size()];
    for (int i = 0; i < picked.length; i++) picked[i] = values[order.get(i)];
    return picked;
  }

  /** The loops that are not this one. */
  private List<Integer> others(int loop) {
    List<Integer> others = new ArrayList<>();
    for (int i = 0; i < size(); i++) if (i != loop) others.add(i);
    return others;
  }

  /** Leaves out loops of a single round. */
  void dropUnits() {
    reorder(IntStream.range(0, size()).filter(i -> loops.get(i).extent != 1).boxed().toList());
  }

  /** Sorts the loops: by class, then by the largest step first. */
  void sort(Comparator<Integer> byIndex) {
    reorder(IntStream.range(0, size()).boxed().sorted(byIndex).toList());
  }

  /**
   * Moves a loop to the end, rounded up to whole vectors if all its accesses have room; says
   * whether they have.
   */
  boolean makeInnermost(int loop) {
    List<Integer> order = others(loop);
    order.add(loop);
    reorder(order);
    int last = size() - 1;
    int extent = loops.get(last).extent;
    if (extent == Shape.BATCH) return false;
    int padded = Layout.roundUp(extent);
    if (!hasRoom(last, padded)) return extent % Layout.BLOCK == 0;
    Loop old = loops.get(last);
    loops.set(last, new Loop(Int.of(0), Int.of(padded), padded, old.kept));
    return true;
  }

  /** Whether all that walks along a loop may be touched for so many elements. */
  boolean hasRoom(int loop, int elements) {
    return walks.entrySet().stream()
        .filter(walk -> walk.getValue().steps[loop] == 1)
        .allMatch(walk -> rooms.get(walk.getKey())[loop] >= elements);
  }

  /**
   * Joins neighbours that walk like one loop, from the inside out.
   *
   * @param knownInnermost whether the innermost loop's extent must stay known
   */
  void join(boolean knownInnermost) {
    for (int inner = size() - 1; inner > 0; inner--) {
      boolean grows =
          knownInnermost && inner == size() - 1 && loops.get(inner - 1).extent == Shape.BATCH;
      if (!grows && joins(inner - 1, inner)) join(inner);
    }
  }

  private boolean joins(int outer, int inner) {
    Loop a = loops.get(outer);
    Loop b = loops.get(inner);
    if (a.kept != b.kept || a.divides() || b.extent == Shape.BATCH) return false;
    boolean startsAtZero = b.from instanceof Int.Const c && c.value() == 0;
    return startsAtZero
        && walks.values().stream().allMatch(w -> w.steps[outer] == w.steps[inner] * b.extent);
  }

  private void join(int inner) {
    Loop a = loops.get(inner - 1);
    Loop b = loops.get(inner);
    int extent = a.extent == Shape.BATCH ? Shape.BATCH : a.extent * b.extent;
    Loop both = new Loop(a.from.times(b.extent), a.to.times(b.extent), extent, a.kept);
    reorder(others(inner - 1));
    loops.set(inner - 1, both);
  }
}
