package dev.nnd.kernel;

import static dev.nnd.kernel.VectorAxes.NONE;
import static dev.nnd.kernel.VectorAxes.axisOf;
import static dev.nnd.kernel.VectorAxes.extent;
import static dev.nnd.kernel.VectorAxes.isUnit;
import static dev.nnd.kernel.VectorAxes.occurs;
import static dev.nnd.kernel.VectorAxes.turned;
import static dev.nnd.kernel.VectorAxes.vectorOfFactor;

import dev.nnd.graph.Shape;
import dev.nnd.kernel.Kernel.Contraction;
import dev.nnd.kernel.Kernel.Merge;
import dev.nnd.kernel.Kernel.Nest;
import dev.nnd.kernel.Kernel.Output;
import dev.nnd.kernel.Kernel.Transform;
import dev.nnd.source.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses how each value lies in memory. The axis that a contraction's vectors run along is the
 * fastest of its result and of the factor that has it: for a layer's output its channels or units.
 * A factor that lies otherwise is copied first. Values that contractions read beyond their edge get
 * a border of zeros.
 */
final class Layouts {
  private final Fused fused;
  private final List<Buffer> buffers;
  private final List<Kernel> placed = new ArrayList<>();

  /** Where kernels go at present: all, or the body of a loop. */
  private List<Kernel> kernels = placed;

  private final Map<Integer, Integer> minors = new HashMap<>();
  private final Map<Integer, List<Reach>> borders = new HashMap<>();
  private final Map<List<Object>, Buffer> copies = new HashMap<>();
  private final Map<Integer, Boolean> unpadded = new HashMap<>();
  private final Map<Integer, Layout> ofAllSamples = new HashMap<>();

  private Layouts(Fused fused) {
    this.fused = fused;
    this.buffers = new ArrayList<>(fused.buffers());
  }

  /**
   * The kernels with a layout for each buffer.
   *
   * @param capacity the most samples there are
   */
  static Placed choose(Fused fused, int capacity) {
    Layouts layouts = new Layouts(fused);
    layouts.minors.putAll(TileLayouts.minors(fused.kernels()));
    layouts.ofAllSamples.putAll(TileLayouts.ofAllSamples(fused.kernels(), capacity));
    layouts.placeWeights();
    layouts.hintGradients();
    layouts.hintParts();
    for (Kernel kernel : fused.kernels()) layouts.place(kernel);
    return layouts.finish();
  }

  /** A weight lies as the first contraction that reads it wants it. */
  private void placeWeights() {
    for (Kernel kernel : fused.kernels().stream().flatMap(k -> k.parts().stream()).toList()) {
      if (!(kernel instanceof Contraction c)) continue;
      for (Element.Read factor : List.of(c.right(), c.left())) {
        if (factor.buffer().place() != Buffer.Place.WEIGHTS
            || minors.containsKey(factor.buffer().id())) continue;
        int vector = vectorOfFactor(c, factor);
        if (vector != NONE) minors.put(factor.buffer().id(), axisOf(factor.index(), vector));
      }
    }
  }

  /** A gradient lies as the parameter that it changes. */
  private void hintGradients() {
    for (Kernel kernel : fused.kernels()) {
      if (!(kernel instanceof Nest nest)) continue;
      for (Output output : nest.outputs()) {
        Integer minor = minors.get(output.target().id());
        if (output.target().place() != Buffer.Place.WEIGHTS || minor == null) continue;
        for (Element.Read read : Footprint.reads(output.value())) {
          if (read.index().equals(output.index()) && read.buffer().place() != Buffer.Place.CALLER) {
            minors.putIfAbsent(read.buffer().id(), minor);
          }
        }
      }
    }
    for (Kernel kernel : fused.kernels()) {
      if (!(kernel instanceof Merge merge) || Places.batched(merge.input())) continue;
      Integer minor = minors.get(merge.outputs().get(0).target().id());
      if (minor != null && minor <= 1) minors.putIfAbsent(merge.input().id(), minor);
    }
  }

  /** The parts of a gradient lie as it does, behind the axis that counts them. */
  private void hintParts() {
    for (Kernel kernel : fused.kernels()) {
      for (Output output : kernel.outputs()) {
        Integer minor = minors.get(output.target().id());
        if (minor == null || !(output.value() instanceof Element.Read read)) continue;
        if (read.buffer().place() == Buffer.Place.PARTS)
          minors.putIfAbsent(read.buffer().id(), minor + 1);
      }
    }
  }

  private void place(Kernel kernel) {
    if (kernel instanceof Contraction c) {
      placeContraction(c);
    } else if (kernel instanceof Nest nest) {
      for (Output output : nest.outputs())
        minors.putIfAbsent(output.target().id(), minorOf(nest, output));
      kernels.add(nest);
    } else if (kernel instanceof Transform t) {
      placeTransform(t);
    } else if (kernel instanceof Merge m) {
      placeMerge(m);
    } else if (kernel instanceof Kernel.Scatter s) {
      minors.putIfAbsent(s.target().id(), minor(s.input()));
      kernels.add(s);
    } else if (kernel instanceof Kernel.Loop loop) {
      placeLoop(loop);
    } else if (kernel instanceof Kernel.Gather g) {
      minors.putIfAbsent(g.table().id(), 1);
      minors.putIfAbsent(g.target().id(), g.target().shape().rank() - 1);
      kernels.add(g);
    } else if (kernel instanceof Kernel.ScatterAdd s) {
      minors.putIfAbsent(s.target().id(), 1);
      kernels.add(s);
    }
  }

  /** A step lies as the whole does; states have zeros where the steps begin. */
  private void placeLoop(Kernel.Loop loop) {
    for (Buffer view : loop.views()) {
      Buffer whole = buffers.get(view.slot());
      int minor = minors.computeIfAbsent(whole.id(), id -> whole.shape().rank() - 1);
      minors.put(view.id(), minor > 1 ? minor - 1 : NONE);
      List<Reach> reach = new ArrayList<>(Collections.nCopies(whole.shape().rank(), Reach.NONE));
      if (view.place() == Buffer.Place.BEFORE) reach.set(1, new Reach(1, 0));
      if (view.place() == Buffer.Place.AFTER) reach.set(1, new Reach(0, 1));
      if (view.place() != Buffer.Place.STEP) widen(whole, reach);
    }
    List<Kernel> around = kernels;
    kernels = new ArrayList<>();
    for (Kernel kernel : loop.body()) place(kernel);
    List<Kernel> body = kernels;
    kernels = around;
    kernels.add(loop.with(body));
  }

  /** Vectors run along one of the two axes that tiles leave alone: of images, their channels. */
  private void placeTransform(Transform t) {
    int minor = tileMinor(t.target(), t.input());
    minors.putIfAbsent(t.target().id(), minor);
    List<Reach> reach = new ArrayList<>(Collections.nCopies(4, Reach.NONE));
    for (int axis = 0; axis < 2; axis++) {
      int end = t.op().stride() * (t.op().tiles().get(axis) - 1) + t.op().matrix().columns();
      int high = Math.max(0, end - t.op().before() - t.input().shape().dim(2 + axis));
      reach.set(2 + axis, new Reach(t.op().before(), high));
    }
    Buffer input = tileInput(t.input(), minor, !reach.stream().allMatch(Reach::isNone), t.origin());
    widen(input, reach);
    kernels.add(new Transform(input, t.op(), t.target(), t.origin()));
  }

  private void placeMerge(Merge m) {
    int minor = tileMinor(m.outputs().get(0).target(), m.input());
    for (Output output : m.outputs()) minors.putIfAbsent(output.target().id(), minor);
    Buffer input = tileInput(m.input(), minor, false, m.origin());
    kernels.add(new Merge(input, m.op(), m.outputs(), m.origin()));
  }

  private int tileMinor(Buffer target, Buffer input) {
    if (Places.batched(target)) return 1;
    int wanted = minors.getOrDefault(target.id(), minor(input));
    return wanted == 0 ? 0 : 1;
  }

  private Buffer tileInput(Buffer input, int minor, boolean reaches, Span origin) {
    boolean fits = !input.plain() && minor(input) == minor;
    boolean noBorder = reaches && input.place() != Buffer.Place.ARENA;
    if (fits && !noBorder) return input;
    List<Boolean> asItIs = Collections.nCopies(input.shape().rank(), false);
    return copy(input, minor, asItIs, origin);
  }

  /** The axis that the largest value read at the same place has fastest. */
  private int minorOf(Nest nest, Output output) {
    int best = NONE;
    long most = 0;
    for (Element.Read read : Footprint.reads(output.value())) {
      int minor = minor(read.buffer());
      if (minor == NONE || read.buffer().shape().size() <= most) continue;
      for (int domain = 0; domain < nest.extents().size(); domain++) {
        if (read.index().get(minor).coefficients().get(domain) == 0 || !output.keeps(domain))
          continue;
        best = axisOf(output.index(), domain);
        most = read.buffer().shape().size();
      }
    }
    return best == NONE || isBatch(output.target(), best)
        ? usualMinor(output.target().shape())
        : best;
  }

  private static boolean isBatch(Buffer buffer, int axis) {
    return buffer.shape().dim(axis) == Shape.BATCH;
  }

  private static int usualMinor(Shape shape) {
    int written = shape.written().size();
    if (written == 0) return NONE;
    return written >= 3 && shape.batched() ? 1 : shape.rank() - 1;
  }

  private int minor(Buffer buffer) {
    return buffer.plain()
        ? Layout.plain(buffer.shape()).minor()
        : minors.getOrDefault(buffer.id(), usualMinor(buffer.shape()));
  }

  private void placeContraction(Contraction given) {
    Contraction c = Forwards.run(given);
    int vector = vector(c);
    for (Output output : c.outputs()) {
      int axis =
          vector == NONE ? usualMinor(output.target().shape()) : axisOf(output.index(), vector);
      minors.putIfAbsent(output.target().id(), axis);
    }
    Element.Read left = factor(c, c.left(), vector);
    Element.Read right = factor(c, c.right(), vector);
    kernels.add(new Contraction(c.extents(), left, right, c.outputs(), c.origin()));
  }

  /**
   * The index that vectors run along: one the result is known to have fastest, else what the
   * factors suggest.
   */
  private int vector(Contraction c) {
    Output output = c.outputs().get(0);
    Integer wanted = minors.get(output.target().id());
    if (wanted != null) {
      for (int i = 0; i < c.extents().size(); i++) {
        if (isUnit(output.index(), i) && output.index().get(wanted).coefficients().get(i) == 1)
          return i;
      }
      return NONE;
    }
    for (Element.Read factor : List.of(c.right(), c.left())) {
      int found = vectorOfFactor(c, factor);
      if (found != NONE && factor.buffer().place() == Buffer.Place.WEIGHTS) return found;
    }
    return sharedVector(c);
  }

  /**
   * An index that both factors have, as in a depthwise convolution, or one that a factor has
   * fastest already.
   */
  private int sharedVector(Contraction c) {
    List<Affine> out = c.outputs().get(0).index();
    for (Element.Read factor : List.of(c.right(), c.left())) {
      Element.Read other = factor.equals(c.right()) ? c.left() : c.right();
      for (int i = 0; i < c.extents().size(); i++) {
        if (extent(c, i) <= 1 || !isUnit(out, i) || !isUnit(factor.index(), i)) continue;
        boolean fastest = axisOf(factor.index(), i) == minor(factor.buffer());
        boolean both = isUnit(other.index(), i);
        if (both
            ? factor.buffer().place() == Buffer.Place.WEIGHTS
            : fastest && !occurs(other.index(), i)) return i;
      }
    }
    for (Element.Read factor : List.of(c.right(), c.left())) {
      int found = vectorOfFactor(c, factor);
      if (found != NONE) return found;
    }
    return NONE;
  }

  /** A factor as the contraction reads it: where it stands, or a copy that suits. */
  private Element.Read factor(Contraction c, Element.Read read, int vector) {
    Buffer buffer = read.buffer();
    int wanted =
        vector == NONE || !isUnit(read.index(), vector) ? NONE : axisOf(read.index(), vector);
    List<Reach> reach = new ArrayList<>();
    for (int axis = 0; axis < buffer.shape().rank(); axis++)
      reach.add(Reach.of(read.index().get(axis), c.extents(), buffer.shape().dim(axis)));
    boolean reaches = !reach.stream().allMatch(Reach::isNone);
    if (wanted != NONE && buffer.place() == Buffer.Place.WEIGHTS)
      minors.putIfAbsent(buffer.id(), wanted);
    boolean fits = wanted == NONE || (minor(buffer) == wanted && !buffer.plain());
    boolean imageFromCaller =
        buffer.place() == Buffer.Place.CALLER && buffer.shape().written().size() >= 3;
    boolean noBorder = reaches && buffer.place() != Buffer.Place.ARENA;
    if (fits && !imageFromCaller && !noBorder) {
      if (reaches) widen(buffer, reach);
      return read;
    }
    List<Boolean> turned = turned(c, read);
    Buffer copy = copy(buffer, wanted, turned, c.origin());
    if (reaches) widen(copy, reach);
    List<Affine> index = new ArrayList<>();
    for (int axis = 0; axis < turned.size(); axis++) {
      Affine at = read.index().get(axis);
      index.add(turned.get(axis) ? at.times(-1).plus(buffer.shape().dim(axis) - 1) : at);
    }
    return new Element.Read(copy, index);
  }

  private void widen(Buffer buffer, List<Reach> reach) {
    List<Reach> old =
        borders.getOrDefault(buffer.id(), Collections.nCopies(reach.size(), Reach.NONE));
    List<Reach> wide = new ArrayList<>();
    for (int i = 0; i < reach.size(); i++) {
      int low = Math.max(old.get(i).low(), reach.get(i).low());
      wide.add(new Reach(low, Math.max(old.get(i).high(), reach.get(i).high())));
    }
    borders.put(buffer.id(), wide);
  }

  /**
   * A copy whose fastest axis is the wanted one; of an image that only scalars are read from, its
   * channels without gaps.
   */
  private Buffer copy(Buffer buffer, int wanted, List<Boolean> turned, Span origin) {
    int minor = wanted != NONE ? wanted : usualMinor(buffer.shape());
    return copies.computeIfAbsent(
        List.of(buffer.id(), minor, wanted == NONE, turned),
        key -> {
          Buffer copy =
              new Buffer(
                  buffers.size(), buffer.name() + "c", buffer.shape(), Buffer.Place.ARENA, 0);
          buffers.add(copy);
          minors.put(copy.id(), minor);
          if (wanted == NONE) unpadded.put(copy.id(), true);
          List<Affine> all = Affine.identity(buffer.shape().rank());
          List<Affine> from = new ArrayList<>();
          for (int axis = 0; axis < all.size(); axis++) {
            Affine at = all.get(axis);
            from.add(turned.get(axis) ? at.times(-1).plus(buffer.shape().dim(axis) - 1) : at);
          }
          Output output = new Output(Kernel.Kind.STORE, copy, all, new Element.Read(buffer, from));
          Nest nest = new Nest(buffer.shape().dims(), List.of(output), Float.NaN, origin);
          // What is the same at every step is copied once, before the loop.
          (Places.batched(buffer) ? kernels : placed).add(nest);
          return copy;
        });
  }

  private Placed finish() {
    List<Layout> layouts = new ArrayList<>();
    for (Buffer buffer : buffers) layouts.add(layout(buffer));
    Fused laid = fused.with(placed, buffers);
    return new Placed(laid, layouts);
  }

  private Layout layout(Buffer buffer) {
    if (buffer.isStep()) {
      int ahead =
          switch (buffer.place()) {
            case BEFORE -> -1;
            case AFTER -> 1;
            default -> 0;
          };
      return layout(buffers.get(buffer.slot())).ofStep(buffer.shape(), ahead);
    }
    if (buffer.plain()) return Layout.plain(buffer.shape());
    if (ofAllSamples.containsKey(buffer.id())) return ofAllSamples.get(buffer.id());
    if (buffer.place() == Buffer.Place.PARTS) return Layout.parts(buffer.shape(), minor(buffer));
    List<Reach> none = Collections.nCopies(buffer.shape().rank(), Reach.NONE);
    return Layout.of(
        buffer.shape(),
        minor(buffer),
        borders.getOrDefault(buffer.id(), none),
        !unpadded.containsKey(buffer.id()));
  }
}
