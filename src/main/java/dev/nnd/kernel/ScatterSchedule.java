package dev.nnd.kernel;

import dev.nnd.graph.Shape;
import dev.nnd.kernel.Kernel.Scatter;
import dev.nnd.loop.Array;
import dev.nnd.loop.Expr;
import dev.nnd.loop.FloatVar;
import dev.nnd.loop.Int;
import dev.nnd.loop.IntVar;
import dev.nnd.loop.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The loops of a scatter: for each window, its largest element is found again and the first element
 * that equals it is given the window's number. Small windows are written out and run along vectors;
 * larger ones are plain loops.
 */
final class ScatterSchedule {
  private final Scatter scatter;
  private final Target target;
  private final Places places;
  private final Space space;
  private final Code code = new Code();
  private final Layout targetLayout;
  private final Map<String, Part> parts = new LinkedHashMap<>();
  private final boolean writtenOut;
  private boolean columns;

  private ScatterSchedule(Scatter scatter, Placed placed, Target target) {
    this.scatter = scatter;
    this.target = target;
    this.places = new Places(placed);
    this.targetLayout = placed.layout(scatter.target());
    this.writtenOut = Windows.size(scatter.size()) <= Windows.MOST_WRITTEN_OUT;
    this.space = space(placed);
  }

  /** The routine that does a scatter. */
  static Work schedule(Scatter scatter, Placed placed, Target target) {
    ScatterSchedule schedule = new ScatterSchedule(scatter, placed, target);
    schedule.write();
    boolean batched = Places.batched(scatter.target());
    List<Part> parts = List.copyOf(schedule.parts.values());
    return schedule.places.work("scatter", schedule.code.statements(), batched ? 0 : 1, parts);
  }

  private record Key(Buffer buffer, List<Integer> tap) {}

  private Space space(Placed placed) {
    List<Integer> extents = new ArrayList<>(scatter.slope().shape().dims());
    if (!writtenOut) extents.addAll(scatter.size());
    List<Boolean> kept =
        IntStream.range(0, extents.size())
            .mapToObj(i -> i < scatter.slope().shape().rank())
            .toList();
    Space made = new Space(placed, extents, kept);
    made.access(
        scatter.slope(), scatter.slope(), Affine.identity(extents.size()).subList(0, slopeRank()));
    for (List<Integer> tap : taps()) {
      made.access(new Key(scatter.input(), tap), scatter.input(), index(tap, extents.size()));
      made.access(new Key(scatter.target(), tap), scatter.target(), index(tap, extents.size()));
    }
    int batch = extents.indexOf(Shape.BATCH);
    if (batch >= 0) made.bound(batch, Int.of(IntVar.FROM), Int.of(IntVar.TO));
    return made;
  }

  private int slopeRank() {
    return scatter.slope().shape().rank();
  }

  private List<List<Integer>> taps() {
    return writtenOut
        ? Windows.taps(scatter.size())
        : List.of(Collections.nCopies(scatter.size().size(), 0));
  }

  private List<Affine> index(List<Integer> tap, int rank) {
    int first = slopeRank() - scatter.size().size();
    List<Affine> index = new ArrayList<>();
    for (int axis = 0; axis < slopeRank(); axis++) {
      Affine own = Affine.axis(axis, rank);
      if (axis < first) {
        index.add(own);
        continue;
      }
      Affine at = own.times(scatter.stride().get(axis - first)).plus(tap.get(axis - first));
      index.add(writtenOut ? at : at.plus(Affine.axis(slopeRank() + axis - first, rank)));
    }
    return index;
  }

  private void write() {
    code.add(new Statement.Mark(scatter.origin()));
    Int start = places.start(scatter.target());
    Array array = Places.array(scatter.target());
    Int from = Int.of(0);
    Int to = Int.of(1);
    if (Places.batched(scatter.target())) {
      from = Int.of(IntVar.FROM);
      to = Int.of(IntVar.TO);
    }
    int size = targetLayout.size();
    code.add(
        new Statement.Fill(array, from.times(size).plus(start), to.times(size).plus(start), 0));
    if (writtenOut) chooseColumns();
    loops(new ArrayList<>());
  }

  private void chooseColumns() {
    for (int loop = 0; loop < space.size(); loop++) {
      int at = loop;
      boolean suits =
          space.loop(loop).extent() != Shape.BATCH
              && space.step(scatter.slope(), loop) == 1
              && taps().stream()
                  .allMatch(
                      t ->
                          space.step(new Key(scatter.input(), t), at) == 1
                              && space.step(new Key(scatter.target(), t), at) == 1);
      if (!suits) continue;
      columns = space.makeInnermost(loop);
      return;
    }
  }

  private void loops(List<Int> counters) {
    int depth = writtenOut ? space.size() : slopeRank();
    if (counters.size() == depth) {
      if (writtenOut) {
        window(code, addresses(counters), false);
      } else {
        largeWindow(counters);
      }
      return;
    }
    Space.Loop loop = space.loop(counters.size());
    if (!columns || counters.size() < space.size() - 1) {
      code.loop("i", loop.from(), loop.to(), 1, i -> loops(and(counters, i)));
    } else if (target.isPortable()) {
      row(counters, loop);
    } else {
      code.loop(
          "j",
          loop.from(),
          loop.to(),
          target.lanes(),
          j -> window(code, addresses(and(counters, j)), true));
    }
  }

  /** A part for a row of windows: its elements lie next to each other. */
  private void row(List<Int> counters, Space.Loop loop) {
    PartCode part = new PartCode();
    Addresses first = addresses(and(counters, loop.from()));
    Addresses given = (key, buffer) -> part.take(first.of(key, buffer));
    part.code.loop(
        "j",
        Int.of(0),
        part.parameter(loop.to().minus(loop.from())),
        1,
        j -> window(part.code, (key, buffer) -> given.of(key, buffer).plus(j), false));
    parts.put("scatterRow", part.part("scatterRow", 0));
    code.add(part.call("scatterRow", List.of()));
  }

  /** Where an access is in its array. */
  @FunctionalInterface
  private interface Addresses {
    Int of(Object key, Buffer buffer);
  }

  private Addresses addresses(List<Int> counters) {
    return (key, buffer) -> space.position(key, counters).plus(places.start(buffer));
  }

  private static List<Int> and(List<Int> counters, Int counter) {
    List<Int> more = new ArrayList<>(counters);
    more.add(counter);
    return more;
  }

  private static Expr load(Object key, Buffer buffer, Addresses at) {
    return new Expr.Load(Places.array(buffer), at.of(key, buffer), false);
  }

  private void window(Code to, Addresses at, boolean vector) {
    List<Expr> elements = new ArrayList<>();
    for (List<Integer> tap : taps()) {
      Expr element = load(new Key(scatter.input(), tap), scatter.input(), at);
      elements.add(to.let("x", element, vector));
    }
    Expr most = elements.get(0);
    for (Expr x : elements.subList(1, elements.size())) {
      most = to.let("most", new Expr.Binary(Expr.BinaryOperator.MAX, most, x), vector);
    }
    Expr slope = to.let("slope", load(scatter.slope(), scatter.slope(), at), vector);
    FloatVar left = to.variable("left", vector);
    to.add(new Statement.Set(left, slope));
    for (int i = 0; i < elements.size(); i++) {
      Key key = new Key(scatter.target(), taps().get(i));
      give(to, elements.get(i), most, left, at.of(key, scatter.target()));
    }
  }

  /**
   * Adds what is left of the window's number to an element if it is the largest; then nothing is
   * left.
   */
  private void give(Code code, Expr x, Expr most, FloatVar left, Int address) {
    Expr rest = new Expr.Local(left);
    Expr zero = new Expr.Const(0);
    Expr share =
        code.let(
            "share", new Expr.Select(Expr.Comparison.EQUAL, x, most, rest, zero), left.vector());
    code.add(new Statement.Set(left, new Expr.Select(Expr.Comparison.EQUAL, x, most, zero, rest)));
    Int to = code.let("to", address);
    Array array = Places.array(scatter.target());
    Expr sum = new Expr.Binary(Expr.BinaryOperator.ADD, new Expr.Load(array, to, false), share);
    code.add(new Statement.Store(array, to, sum, left.vector()));
  }

  private void largeWindow(List<Int> counters) {
    List<Integer> origin = taps().get(0);
    Key input = new Key(scatter.input(), origin);
    FloatVar most = code.variable("most", false);
    code.add(new Statement.Set(most, new Expr.Const(Float.NEGATIVE_INFINITY)));
    tapLoops(
        counters,
        at -> {
          Expr x = load(input, scatter.input(), addresses(at));
          code.add(
              new Statement.Set(
                  most, new Expr.Binary(Expr.BinaryOperator.MAX, new Expr.Local(most), x)));
        });
    FloatVar left = code.variable("left", false);
    List<Int> start = new ArrayList<>(counters);
    while (start.size() < space.size()) start.add(Int.of(0));
    code.add(new Statement.Set(left, load(scatter.slope(), scatter.slope(), addresses(start))));
    tapLoops(
        counters,
        at -> {
          Addresses addresses = addresses(at);
          Expr x = code.let("x", load(input, scatter.input(), addresses), false);
          Key key = new Key(scatter.target(), origin);
          give(code, x, new Expr.Local(most), left, addresses.of(key, scatter.target()));
        });
  }

  private void tapLoops(List<Int> counters, Consumer<List<Int>> body) {
    if (counters.size() == space.size()) {
      body.accept(counters);
      return;
    }
    Space.Loop loop = space.loop(counters.size());
    code.loop("t", loop.from(), loop.to(), 1, t -> tapLoops(and(counters, t), body));
  }
}
