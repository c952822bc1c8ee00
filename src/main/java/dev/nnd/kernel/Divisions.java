package dev.nnd.kernel;

import dev.nnd.graph.Shape;
import dev.nnd.kernel.Kernel.Contraction;
import dev.nnd.kernel.Kernel.Nest;
import dev.nnd.kernel.Kernel.Output;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which kernels divide an axis of their own in place of the batch, and how.
 *
 * <p>A dense layer uses each of its weights but once a sample, so a task that has some of the
 * samples reads all weights for few products. Here a task has some of the layer's units instead, of
 * all samples: it reads its own weights alone, and once. What follows for each unit by itself, as a
 * batch norm and its sums over the batch do, takes the same division, and tasks need not wait for
 * each other in between. Then the gradient of the weights is divided along their rows, and the
 * optimizer's sweep with it.
 *
 * <p>Whether a kernel is divided depends on shapes alone, since it decides the order of additions;
 * how long a unit is may depend on the target.
 */
final class Divisions {
  /** Weights that fit into the nearest caches are soon read again. */
  private static final long LEAST_WEIGHTS = 1 << 15;

  /** Units of a layer come in multiples of this many, or its axis is not divided. */
  private static final int STEP = 32;

  /** Fewer units of a layer are not enough to divide. */
  private static final int LEAST_EXTENT = 128;

  /** Rows of a gradient come in multiples of this many, the rows of a tile. */
  private static final int ROWS = 4;

  /** Floats of a gradient that are made before the optimizer takes them. */
  private static final int GRADIENT = 8192;

  private final Map<Integer, Division> targets;

  private Divisions(Map<Integer, Division> targets) {
    this.targets = Map.copyOf(targets);
  }

  /**
   * The divisions of dense layers and of what follows from them. With a single shard there are
   * none: the samples of a prediction may be few.
   */
  static Divisions ofLayers(Fused fused, Options options) {
    Map<Integer, Division> targets = new HashMap<>();
    for (Kernel kernel : fused.kernels()) {
      if (options.shards() == 1) break;
      if (kernel instanceof Contraction c && isWide(c)) {
        Output output = c.outputs().get(0);
        int extent = output.target().shape().dim(1);
        int length = length(extent, options.target());
        add(c, output.index().get(1).soleAxis(), new Division(0, length, extent / length), targets);
      } else if (kernel instanceof Nest nest) {
        follow(nest, targets);
      }
    }
    return new Divisions(targets);
  }

  /** These and those of the gradients of dense layers, whose layouts are known now. */
  Divisions andOfGradients(Placed placed, Options options) {
    Map<Integer, Division> more = new HashMap<>(targets);
    for (Kernel kernel : placed.fused().kernels()) {
      if (options.shards() == 1) break;
      if (kernel instanceof Contraction c && isGradient(c)) {
        rows(c.outputs().get(0), placed)
            .ifPresent(d -> add(c, c.outputs().get(0).index().get(d.axis()).soleAxis(), d, more));
      } else if (kernel instanceof Nest nest && of(nest).isEmpty()) {
        follow(nest, more);
      }
    }
    return new Divisions(more);
  }

  /** Whether a contraction uses many weights once for each sample, and has enough columns. */
  private static boolean isWide(Contraction c) {
    Output output = c.outputs().get(0);
    Shape shape = output.target().shape();
    if (shape.rank() != 2 || shape.dim(0) != Shape.BATCH) return false;
    int columns = output.index().get(1).soleAxis();
    if (columns < 0 || c.extents().get(columns) != shape.dim(1)) return false;
    if (shape.dim(1) % STEP != 0 || shape.dim(1) < LEAST_EXTENT) return false;
    Buffer weights = Places.batched(c.left().buffer()) ? c.right().buffer() : c.left().buffer();
    return !Places.batched(weights)
        && weights.shape().size() == products(c)
        && weights.shape().size() >= LEAST_WEIGHTS;
  }

  private static long products(Contraction c) {
    return c.extents().stream()
        .filter(n -> n != Shape.BATCH)
        .mapToLong(n -> n)
        .reduce(1, Math::multiplyExact);
  }

  /**
   * How many units of a layer are a unit of work: as many columns as the tiles of a row, and on the
   * portable target enough for a row that is worth its loop.
   */
  private static int length(int extent, Target target) {
    int most = target.isPortable() ? 256 : extent < 4 * 64 ? STEP : 64;
    return IntStream.iterate(STEP, n -> n <= most, n -> n + STEP)
        .filter(n -> extent % n == 0)
        .max()
        .orElseThrow();
  }

  /** Whether a contraction sums over the batch alone, and whole. */
  private static boolean isGradient(Contraction c) {
    int batch = c.extents().indexOf(Shape.BATCH);
    Output output = c.outputs().get(0);
    return batch >= 0
        && !output.continues()
        && IntStream.range(0, c.extents().size())
            .allMatch(axis -> output.keeps(axis) != (axis == batch));
  }

  /** Units of some rows of a gradient, along the slowest of its axes that allows it. */
  private static Optional<Division> rows(Output output, Placed placed) {
    Layout layout = placed.layout(output.target());
    Shape shape = output.target().shape();
    if (shape.size() < LEAST_WEIGHTS || layout.bordered()) return Optional.empty();
    for (int axis : layout.order().subList(0, layout.order().size() - 1)) {
      int extent = shape.dim(axis);
      if (output.index().get(axis).soleAxis() < 0) continue;
      int most = extent / 8;
      int enough =
          (int) Math.min(most, (GRADIENT * (long) extent + layout.size() - 1) / layout.size());
      for (int length = Math.max(1, enough); length <= most; length++)
        if (length % ROWS == 0 && extent % length == 0)
          return Optional.of(new Division(axis, length, extent / length));
    }
    return Optional.empty();
  }

  /**
   * Divides a nest as the first value is that it reads, if each unit makes a part of all it makes.
   */
  private static void follow(Nest nest, Map<Integer, Division> targets) {
    if (!Float.isNaN(nest.fill())) return;
    for (Output output : nest.outputs()) {
      for (Element.Read read : Footprint.reads(output.value())) {
        Division division = targets.get(read.buffer().id());
        if (division == null) continue;
        int axis = read.index().get(division.axis()).soleAxis();
        if (axis >= 0 && nest.extents().get(axis) == division.extent()) {
          add(nest, axis, division, targets);
          return;
        }
      }
    }
  }

  /** Divides an axis of a kernel, if it is an axis of everything that the kernel makes. */
  private static void add(
      Kernel kernel, int axis, Division division, Map<Integer, Division> targets) {
    Map<Integer, Division> all = new HashMap<>();
    for (Output output : kernel.outputs()) {
      int own = own(output.index(), axis);
      Buffer target = output.target();
      boolean whole = own >= 0 && target.shape().dim(own) == division.extent();
      if (!whole || target.place() == Buffer.Place.ALIAS || targets.containsKey(target.id()))
        return;
      all.put(target.id(), division.along(own));
    }
    targets.putAll(all);
  }

  /** The axis that goes with an axis of the domain, if no other does too; or -1. */
  private static int own(List<Affine> index, int axis) {
    int found = -1;
    for (int i = 0; i < index.size(); i++) {
      if (index.get(i).coefficients().get(axis) == 0) continue;
      if (found >= 0 || index.get(i).soleAxis() != axis) return -1;
      found = i;
    }
    return found;
  }

  /** How a kernel divides its domain. */
  Optional<Division> of(Kernel kernel) {
    Set<Optional<Division>> all = new HashSet<>();
    for (Output output : kernel.outputs()) all.add(of(output, extents(kernel)));
    return all.size() == 1 ? all.iterator().next() : Optional.empty();
  }

  private Optional<Division> of(Output output, List<Integer> extents) {
    Division division = targets.get(output.target().id());
    if (division == null || extents.isEmpty()) return Optional.empty();
    int axis = output.index().get(division.axis()).soleAxis();
    boolean whole = axis >= 0 && extents.get(axis) == division.extent();
    return whole ? Optional.of(division.along(axis)) : Optional.empty();
  }

  private static List<Integer> extents(Kernel kernel) {
    if (kernel instanceof Contraction c) return c.extents();
    return kernel instanceof Nest nest ? nest.extents() : List.of();
  }

  /**
   * What of the memory that a divided kernel touches is divided with it, by the ids of buffers: a
   * unit touches its own stretch of it alone.
   */
  Map<Integer, Division> stretches(Kernel kernel) {
    Map<Integer, Division> own = new HashMap<>();
    Optional<Division> division = of(kernel);
    if (division.isEmpty()) return own;
    Set<Integer> whole = new HashSet<>();
    Accesses accesses =
        (buffer, index) -> {
          int axis = own(index, division.get().axis());
          int id = Footprint.memory(buffer);
          boolean stretch =
              axis >= 0
                  && buffer.place() != Buffer.Place.ALIAS
                  && buffer.shape().dim(axis) == division.get().extent();
          Division found = stretch ? division.get().along(axis) : division.get();
          if (!stretch || !own.computeIfAbsent(id, k -> found).equals(found)) whole.add(id);
        };
    if (kernel instanceof Contraction c) {
      accesses.visit(c.left().buffer(), c.left().index());
      accesses.visit(c.right().buffer(), c.right().index());
    }
    for (Output output : kernel.outputs()) {
      accesses.visit(output.target(), output.index());
      Footprint.reads(output.value()).forEach(r -> accesses.visit(r.buffer(), r.index()));
    }
    own.keySet().removeAll(whole);
    return own;
  }

  /** Sees each access of a kernel. */
  @FunctionalInterface
  private interface Accesses {
    void visit(Buffer buffer, List<Affine> index);
  }
}
