package dev.nnd.kernel;

import dev.nnd.graph.Shape;
import dev.nnd.kernel.Kernel.Contraction;
import dev.nnd.kernel.Kernel.Kind;
import dev.nnd.kernel.Kernel.Nest;
import dev.nnd.kernel.Kernel.Output;
import dev.nnd.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Gathers what the windows of a first convolution see, {@code gathered[n, r, s, c, p*Q + q] = x[n,
 * c, p + r - 1, q + s - 1]}, where a row of a window is but a few numbers of few channels. All
 * products of a sum are one run then, and so are all pixels of a sample, which the gradient of the
 * weights sums over. It makes a copy of its own: that costs less than to keep the first one, many
 * times larger than the image, from the beginning of a step to its end.
 */
final class GatherWindows {
  /** A row of a window that has this many numbers keeps a tile busy as it is. */
  private static final int LONG_ROW = 12;

  /** Larger windows take more room than they are worth. */
  private static final int MOST_TAPS = 64;

  /** Fewer outputs than this for each number gathered are not worth the gathering. */
  private static final int FEWEST_OUTPUTS = 8;

  private final List<Buffer> buffers;
  private final List<Kernel> kernels = new ArrayList<>();
  private final Map<List<Object>, Buffer> gathered = new HashMap<>();

  private GatherWindows(List<Buffer> buffers) {
    this.buffers = new ArrayList<>(buffers);
  }

  /** The program with the windows of first convolutions gathered. */
  static Fused run(Fused fused) {
    GatherWindows gather = new GatherWindows(fused.buffers());
    for (Kernel kernel : fused.kernels()) {
      gather.kernels.add(kernel instanceof Contraction c ? gather.contraction(c) : kernel);
    }
    return fused.with(gather.kernels, gather.buffers);
  }

  private Contraction contraction(Contraction c) {
    Element.Read left = factor(c, c.left(), c.right()).orElse(c.left());
    Element.Read right = factor(c, c.right(), c.left()).orElse(c.right());
    return new Contraction(c.extents(), left, right, c.outputs(), c.origin());
  }

  /**
   * What is read along one axis of an image: {@code tapStep*tap + pixelStep*pixel + offset}.
   *
   * @param tap the index that the weights have too, if there is one
   * @param pixel the index that the convolution's result has too, if there is one
   * @param taps how many taps
   * @param pixels how many pixels
   */
  private record Reading(
      OptionalInt tap, OptionalInt pixel, int taps, int pixels, int tapStep, int pixelStep) {
    /** What tells it from others, whatever the contraction's indices. */
    List<Object> form(int offset) {
      return List.of(taps, pixels, tapStep, pixelStep, offset);
    }
  }

  private Optional<Element.Read> factor(Contraction c, Element.Read image, Element.Read other) {
    Buffer buffer = image.buffer();
    boolean given = buffer.place() == Buffer.Place.CALLER && buffer.shape().batched();
    if (!given || outputs(c, image, other) < FEWEST_OUTPUTS) return Optional.empty();
    int batch = image.index().get(0).soleAxis();
    if (batch < 0) return Optional.empty();
    List<Reading> readings = new ArrayList<>();
    for (Affine at : image.index().subList(1, image.index().size()))
      reading(c, at, batch).ifPresent(readings::add);
    if (readings.size() < image.index().size() - 1 || !suits(readings)) return Optional.empty();
    boolean gradient = !c.outputs().get(0).keeps(batch);
    List<Object> key = new ArrayList<>(List.of(buffer.id(), gradient));
    for (int i = 0; i < readings.size(); i++)
      key.add(readings.get(i).form(image.index().get(1 + i).offset()));
    Buffer copy = gathered.get(key);
    if (copy == null) {
      copy = gather(c, image, readings);
      gathered.put(key, copy);
    }
    return Optional.of(new Element.Read(copy, index(readings, batch, c.extents().size())));
  }

  /** How many results each number of a factor takes part in. */
  private static int outputs(Contraction c, Element.Read image, Element.Read other) {
    Output out = c.outputs().get(0);
    int most = 0;
    for (int i = 0; i < c.extents().size(); i++) {
      boolean own = occurs(other.index(), i) && out.keeps(i) && !occurs(image.index(), i);
      if (own) most = Math.max(most, c.extents().get(i));
    }
    return most;
  }

  private static boolean occurs(List<Affine> index, int i) {
    return index.stream().anyMatch(a -> a.coefficients().get(i) != 0);
  }

  /** Pixels are kept or summed over as the samples are, taps are not. */
  private static Optional<Reading> reading(Contraction c, Affine at, int batch) {
    Output out = c.outputs().get(0);
    List<Integer> used =
        IntStream.range(0, c.extents().size())
            .filter(i -> at.coefficients().get(i) != 0)
            .boxed()
            .toList();
    List<Integer> pixels = used.stream().filter(i -> out.keeps(i) == out.keeps(batch)).toList();
    List<Integer> taps = used.stream().filter(i -> out.keeps(i) != out.keeps(batch)).toList();
    boolean forwards = used.stream().allMatch(i -> at.coefficients().get(i) > 0);
    if (pixels.size() > 1 || taps.size() > 1 || !forwards) return Optional.empty();
    OptionalInt tap = taps.stream().mapToInt(i -> i).findFirst();
    OptionalInt pixel = pixels.stream().mapToInt(i -> i).findFirst();
    return Optional.of(
        new Reading(
            tap,
            pixel,
            tap.isPresent() ? c.extents().get(tap.getAsInt()) : 1,
            pixel.isPresent() ? c.extents().get(pixel.getAsInt()) : 1,
            tap.isPresent() ? at.coefficients().get(tap.getAsInt()) : 0,
            pixel.isPresent() ? at.coefficients().get(pixel.getAsInt()) : 0));
  }

  /** Whether the last axis is walked pixel by pixel and rows of windows are short. */
  private static boolean suits(List<Reading> readings) {
    if (readings.isEmpty()) return false; // one number a sample
    Reading last = readings.get(readings.size() - 1);
    int all = 1;
    int channels = 1;
    for (Reading reading : readings) {
      all *= reading.taps;
      if (reading.pixel.isEmpty()) channels *= reading.taps;
    }
    boolean windows = all > channels && last.pixelStep == 1;
    return windows && all <= MOST_TAPS && channels * last.taps < LONG_ROW;
  }

  /** The readings by taps of windows first, then those by channels. */
  private static List<Reading> tapped(List<Reading> readings) {
    List<Reading> order = new ArrayList<>();
    for (Reading r : readings) if (r.tap.isPresent() && r.pixel.isPresent()) order.add(r);
    for (Reading r : readings) if (r.tap.isPresent() && r.pixel.isEmpty()) order.add(r);
    return order;
  }

  /** Where a contraction finds what it reads in the gathered copy. */
  private static List<Affine> index(List<Reading> readings, int batch, int rank) {
    List<Affine> index = new ArrayList<>(List.of(Affine.axis(batch, rank)));
    for (Reading reading : tapped(readings)) index.add(Affine.axis(reading.tap.getAsInt(), rank));
    Affine place = Affine.constant(0, rank);
    for (Reading reading : readings) {
      if (reading.pixel.isEmpty()) continue;
      place = place.times(reading.pixels).plus(Affine.axis(reading.pixel.getAsInt(), rank));
    }
    index.add(place);
    return index;
  }

  /** Adds the kernel that gathers, over samples, taps and pixels. */
  private Buffer gather(Contraction c, Element.Read image, List<Reading> readings) {
    int batch = image.index().get(0).soleAxis();
    List<Integer> order = new ArrayList<>(List.of(batch));
    tapped(readings).forEach(reading -> order.add(reading.tap.getAsInt()));
    List<Integer> dims = new ArrayList<>(order.stream().map(c.extents()::get).toList());
    dims.add(readings.stream().mapToInt(Reading::pixels).reduce(1, Math::multiplyExact));
    readings.forEach(reading -> reading.pixel.ifPresent(order::add));
    Buffer copy = buffer(image.buffer().name() + "w", dims);
    Element.Read from = bordered(c, image);
    Element element = new Element.Read(from.buffer(), over(from.index(), order));
    List<Affine> to = over(index(readings, batch, c.extents().size()), order);
    Output output = new Output(Kind.STORE, copy, to, element);
    List<Integer> extents = order.stream().map(c.extents()::get).toList();
    kernels.add(new Nest(extents, List.of(output), Float.NaN, c.origin()));
    return copy;
  }

  /** Positions over some of the indices, in another order. */
  private static List<Affine> over(List<Affine> index, List<Integer> order) {
    return index.stream()
        .map(a -> new Affine(order.stream().map(a.coefficients()::get).toList(), a.offset()))
        .toList();
  }

  private Buffer buffer(String name, List<Integer> dims) {
    Buffer buffer = new Buffer(buffers.size(), name, new Shape(dims), Buffer.Place.ARENA, 0);
    buffers.add(buffer);
    return buffer;
  }

  /** The image, with zeros around it if windows reach there. */
  private Element.Read bordered(Contraction c, Element.Read image) {
    List<Integer> dims = new ArrayList<>(List.of(Shape.BATCH));
    List<Affine> inside = new ArrayList<>(Affine.identity(image.index().size()));
    List<Affine> from = new ArrayList<>(image.index());
    for (int axis = 1; axis < from.size(); axis++) {
      int dim = image.buffer().shape().dim(axis);
      Reach reach = Reach.of(from.get(axis), c.extents(), dim);
      dims.add(reach.low() + dim + reach.high());
      inside.set(axis, inside.get(axis).plus(reach.low()));
      from.set(axis, from.get(axis).plus(reach.low()));
    }
    if (dims.equals(image.buffer().shape().dims())) return image;
    Buffer copy = buffer(image.buffer().name() + "b", dims);
    kernels.add(pad(image.buffer(), copy, inside, c.origin()));
    return new Element.Read(copy, from);
  }

  private static Nest pad(Buffer image, Buffer copy, List<Affine> inside, Span origin) {
    List<Integer> dims = image.shape().dims();
    Element.Read element = new Element.Read(image, Affine.identity(dims.size()));
    Output output = new Output(Kind.STORE, copy, inside, element);
    return new Nest(dims, List.of(output), 0, origin);
  }
}
