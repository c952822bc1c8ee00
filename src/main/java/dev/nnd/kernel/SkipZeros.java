package dev.nnd.kernel;

import dev.nnd.graph.Graph;
import dev.nnd.graph.IndexMap;
import dev.nnd.graph.IndexMap.Axis;
import dev.nnd.graph.IndexMap.Term;
import dev.nnd.graph.Node;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Shape;
import dev.nnd.kernel.Kernel.Contraction;
import dev.nnd.kernel.Kernel.Kind;
import dev.nnd.kernel.Kernel.Nest;
import dev.nnd.kernel.Kernel.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A contraction with a factor whose elements stand {@code pace} apart with zeros between, as the
 * input gradient of a strided convolution has one, without the products with those zeros.
 *
 * <p>Where the factor is read at {@code h + c*t + offset} for a kept index h and a summed index t,
 * only the t matter for which that is a multiple of the pace. They depend on the phase f of {@code
 * h = pace*p + f} alone: {@code t = step*k + first(f)} with {@code step = pace / gcd(pace, c)}. So
 * the contraction becomes one for each phase, which writes every pace-th position; neighbouring
 * phases with equally many t, whose first ones are evenly spaced, stay together. The positions of a
 * phase without any t are set to zero.
 */
final class SkipZeros {
  private final Contraction whole;
  private final Spread spread;
  private final Affine position;
  private final int kept;
  private final OptionalInt tap;

  /**
   * An axis of a factor along which its elements stand apart.
   *
   * @param left whether of the left factor
   */
  record Spread(boolean left, int axis, int pace) {}

  /**
   * Phases from {@code from} on that are done together.
   *
   * @param count how many phases
   * @param positions how many positions each has
   * @param taps how many values of the summed index each has
   * @param first the least of them in the first phase
   * @param next how much that grows from phase to phase
   */
  private record Phases(int from, int count, int positions, int taps, int first, int next) {}

  private SkipZeros(Contraction whole, Spread spread) {
    this.whole = whole;
    this.spread = spread;
    Element.Read factor = spread.left ? whole.left() : whole.right();
    this.position = factor.index().get(spread.axis);
    List<Integer> used =
        IntStream.range(0, whole.extents().size())
            .filter(i -> position.coefficients().get(i) != 0)
            .boxed()
            .toList();
    Output out = whole.outputs().get(0);
    this.kept = used.stream().filter(out::keeps).findFirst().orElseThrow();
    this.tap = used.stream().mapToInt(i -> i).filter(i -> i != kept).findFirst();
  }

  /**
   * Whether a value need not stand in memory, because it is zeros between the elements of another
   * and all that read it can skip them.
   */
  static boolean areSkipped(Graph graph, Node node) {
    return node.op() instanceof Primitive.Pad pad
        && !graph.isResult(node.result())
        && isSpread(pad)
        && areSkipped(graph, node, pad.axis());
  }

  private static boolean isSpread(Primitive.Pad pad) {
    return pad.interior() > 0 && pad.low() == 0 && pad.high() == 0 && pad.value() == 0;
  }

  private static boolean areSkipped(Graph graph, Node node, int axis) {
    for (Node reader : graph.readers(node.result())) {
      boolean skips =
          reader.op() instanceof Primitive.Contract contract
              ? suits(contract.map(), reader, node, axis)
              : reader.op() instanceof Primitive.Pad next
                  && next.axis() != axis
                  && areSkipped(graph, reader)
                  && areSkipped(graph, reader, axis);
      if (!skips) return false;
    }
    return true;
  }

  /** Whether the factor is read there at one kept index and at most one summed index more. */
  private static boolean suits(IndexMap map, Node reader, Node factor, int axis) {
    List<Boolean> sides = reader.operands().stream().map(factor.result()::equals).toList();
    if (sides.get(0).equals(sides.get(1))) return false;
    List<Axis> axes = sides.get(0) ? map.left() : map.right();
    List<Term> terms = axes.get(axis).terms();
    List<Integer> summed = map.summed();
    List<Term> kept = terms.stream().filter(t -> !summed.contains(t.index())).toList();
    boolean onlyHere =
        terms.stream()
            .allMatch(t -> axes.stream().filter(a -> a.coefficient(t.index()) != 0).count() == 1);
    return kept.size() == 1
        && kept.get(0).coefficient() == 1
        && map.indices().get(kept.get(0).index()).extent() != Shape.BATCH
        && terms.size() <= 2
        && onlyHere;
  }

  /** The kernels that make a contraction's sums; the contractions among them come first. */
  static List<Kernel> split(Contraction whole, List<Spread> spreads) {
    List<Kernel> kernels = new ArrayList<>();
    List<Kernel> zeros = new ArrayList<>();
    split(whole, spreads, kernels, zeros);
    kernels.addAll(zeros);
    return kernels;
  }

  private static void split(
      Contraction whole, List<Spread> spreads, List<Kernel> kernels, List<Kernel> zeros) {
    if (spreads.isEmpty()) {
      kernels.add(whole);
      return;
    }
    SkipZeros skip = new SkipZeros(whole, spreads.get(0));
    for (Phases phases : skip.phases()) {
      Contraction part = skip.part(phases);
      if (phases.taps == 0) zeros.add(zero(part));
      else split(part, spreads.subList(1, spreads.size()), kernels, zeros);
    }
  }

  private List<Phases> phases() {
    List<Phases> all = new ArrayList<>();
    int pace = spread.pace;
    int positions = whole.extents().get(kept);
    for (int f = 0; f < Math.min(pace, positions); f++) {
      Phases phase = phase(f, (positions - f + pace - 1) / pace);
      Optional<Phases> joined =
          all.isEmpty() ? Optional.empty() : join(all.get(all.size() - 1), phase);
      joined.ifPresent(both -> all.remove(all.size() - 1));
      all.add(joined.orElse(phase));
    }
    return all;
  }

  private Phases phase(int f, int positions) {
    int extent = tap.isPresent() ? whole.extents().get(tap.getAsInt()) : 1;
    for (int t = 0; t < Math.min(step(), extent); t++) {
      if (Math.floorMod(f + coefficient() * t + position.offset(), spread.pace) == 0)
        return new Phases(f, 1, positions, (extent - t + step() - 1) / step(), t, 0);
    }
    return new Phases(f, 1, positions, 0, 0, 0);
  }

  private Optional<Phases> join(Phases phases, Phases next) {
    if (phases.positions != next.positions || phases.taps != next.taps) return Optional.empty();
    int grown = next.first - phases.first;
    if (grown % phases.count != 0) return Optional.empty();
    int each = grown / phases.count;
    boolean even = phases.count == 1 || each == phases.next;
    boolean stays = next.taps == 0 || Math.floorMod(1 + coefficient() * each, spread.pace) == 0;
    if (!even || !stays) return Optional.empty();
    return Optional.of(
        new Phases(
            phases.from, phases.count + 1, phases.positions, phases.taps, phases.first, each));
  }

  private int coefficient() {
    return tap.isPresent() ? position.coefficients().get(tap.getAsInt()) : 0;
  }

  /** From one tap that matters to the next. */
  private int step() {
    return spread.pace / gcd(spread.pace, Math.abs(coefficient()));
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** The contraction over some phases, whose last index they are. */
  private Contraction part(Phases phases) {
    List<Integer> extents = new ArrayList<>(whole.extents());
    extents.set(kept, phases.positions);
    tap.ifPresent(t -> extents.set(t, Math.max(1, phases.taps)));
    extents.add(phases.count);
    List<Output> outputs =
        whole.outputs().stream()
            .map(o -> new Output(o.kind(), o.target(), moved(o.index(), phases), o.value()))
            .toList();
    Element.Read left = read(whole.left(), phases, spread.left);
    Element.Read right = read(whole.right(), phases, !spread.left);
    return new Contraction(extents, left, right, outputs, whole.origin());
  }

  private List<Affine> moved(List<Affine> index, Phases phases) {
    return index.stream().map(a -> moved(a, phases)).toList();
  }

  /** {@code h = pace*p + from + f, t = step*k + first + next*f}. */
  private Affine moved(Affine a, Phases phases) {
    List<Integer> coefficients = new ArrayList<>(a.coefficients());
    int byKept = coefficients.get(kept);
    coefficients.set(kept, byKept * spread.pace);
    int byPhase = byKept;
    int offset = a.offset() + byKept * phases.from;
    if (tap.isPresent()) {
      int byTap = coefficients.get(tap.getAsInt());
      coefficients.set(tap.getAsInt(), byTap * step());
      byPhase += byTap * phases.next;
      offset += byTap * phases.first;
    }
    coefficients.add(byPhase);
    return new Affine(coefficients, offset);
  }

  /** A factor; the one with the zeros as if it had none. */
  private Element.Read read(Element.Read factor, Phases phases, boolean spreads) {
    List<Affine> index = new ArrayList<>(moved(factor.index(), phases));
    if (spreads && phases.taps > 0)
      index.set(spread.axis, index.get(spread.axis).over(spread.pace));
    return new Element.Read(factor.buffer(), index);
  }

  private static Nest zero(Contraction part) {
    Output out = part.outputs().get(0);
    List<Integer> extents = new ArrayList<>();
    for (int i = 0; i < part.extents().size(); i++)
      extents.add(out.keeps(i) ? part.extents().get(i) : 1);
    Output zero = new Output(Kind.STORE, out.target(), out.index(), new Element.Number(0));
    return new Nest(extents, List.of(zero), Float.NaN, part.origin());
  }
}
