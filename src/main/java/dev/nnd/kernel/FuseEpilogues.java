package dev.nnd.kernel;

import dev.nnd.graph.Shape;
import dev.nnd.kernel.Kernel.Contraction;
import dev.nnd.kernel.Kernel.Kind;
import dev.nnd.kernel.Kernel.Merge;
import dev.nnd.kernel.Kernel.Nest;
import dev.nnd.kernel.Kernel.Output;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets a contraction finish its sums before it stores them: bias, activation and residual need no
 * sweep of their own. The contraction moves to the place of the sweep it takes in, where everything
 * that sweep reads is there.
 */
final class FuseEpilogues {
  /**
   * More operations than this for each sum would crowd the tile's code; they get a sweep of their
   * own.
   */
  private static final int MOST_OPERATIONS = 8;

  private FuseEpilogues() {}

  /** The kernels with epilogues in their contractions. */
  static List<Kernel> run(List<Kernel> kernels) {
    List<Kernel> result = new ArrayList<>(kernels);
    for (int i = 0; i < result.size(); i++) {
      Kernel kernel = result.get(i);
      if (!finishes(kernel)) continue;
      Buffer sums = kernel.outputs().get(0).target();
      int reader = firstReader(result, i, sums);
      if (reader < 0 || !(result.get(reader) instanceof Nest nest)) continue;
      Optional<Kernel> fused = fuse(kernel, nest, readLater(result, reader, sums));
      if (fused.isEmpty()) continue;
      result.set(reader, fused.get());
      result.remove(i--);
    }
    return result;
  }

  /** Whether a kernel has whole sums in hand that it could finish; those of weights it has not. */
  private static boolean finishes(Kernel kernel) {
    if (kernel instanceof Merge m) return Places.batched(m.input());
    return kernel instanceof Contraction c && !sumsOverBatch(c);
  }

  private static boolean sumsOverBatch(Contraction c) {
    return c.map().summed().stream()
        .anyMatch(i -> c.map().indices().get(i).extent() == Shape.BATCH);
  }

  private static int firstReader(List<Kernel> kernels, int from, Buffer buffer) {
    for (int i = from + 1; i < kernels.size(); i++) {
      if (Footprint.of(kernels.get(i)).reads().contains(buffer.id())) return i;
    }
    return -1;
  }

  private static boolean readLater(List<Kernel> kernels, int from, Buffer buffer) {
    return firstReader(kernels, from, buffer) >= 0;
  }

  private static Optional<Kernel> fuse(Kernel kernel, Nest nest, boolean keep) {
    Output sum = kernel.outputs().get(0);
    if (kernel.outputs().size() != 1 || !(sum.value() instanceof Element.Product))
      return Optional.empty();
    if (!nest.extents().equals(sum.target().shape().dims()) || !Float.isNaN(nest.fill()))
      return Optional.empty();
    for (Output output : nest.outputs()) {
      if (output.kind() != Kind.STORE || output.target().plain()) return Optional.empty();
      if (Footprint.operations(output.value()) > MOST_OPERATIONS) return Optional.empty();
      for (Element.Read read : Footprint.reads(output.value())) {
        boolean own = read.buffer().equals(sum.target());
        if (own && !read.index().equals(Affine.identity(nest.extents().size())))
          return Optional.empty();
      }
    }
    List<Output> outputs = new ArrayList<>(keep ? List.of(sum) : List.of());
    Map<Element, Element> done = new IdentityHashMap<>();
    for (Output output : nest.outputs()) {
      Element value = output.value().replace(leaf -> substitute(leaf, sum), done);
      outputs.add(
          new Output(Kind.STORE, output.target(), compose(output.index(), sum.index()), value));
    }
    return Optional.of(with(kernel, outputs));
  }

  private static Kernel with(Kernel kernel, List<Output> outputs) {
    if (kernel instanceof Merge m) return new Merge(m.input(), m.op(), outputs, m.origin());
    Contraction c = (Contraction) kernel;
    return new Contraction(c.map(), c.left(), c.right(), outputs, c.origin());
  }

  private static Element substitute(Element leaf, Output sum) {
    boolean isSum = leaf instanceof Element.Read r && r.buffer().equals(sum.target());
    return isSum ? new Element.Product() : leaf.moved(a -> compose(a, sum.index()));
  }

  /** A position over the nest's axes, in terms of the contraction's indices. */
  private static List<Affine> compose(List<Affine> index, List<Affine> axes) {
    return index.stream().map(a -> compose(a, axes)).toList();
  }

  private static Affine compose(Affine position, List<Affine> axes) {
    Affine sum =
        Affine.constant(position.offset(), axes.isEmpty() ? 0 : axes.get(0).coefficients().size());
    for (int axis = 0; axis < axes.size(); axis++) {
      sum = sum.plus(axes.get(axis).times(position.coefficients().get(axis)));
    }
    return sum;
  }
}
