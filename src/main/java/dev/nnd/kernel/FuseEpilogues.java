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
      List<Kernel> parts = parts(result, i);
      if (parts.isEmpty()) continue; // it has an epilogue and keeps its sums
      i += parts.size() - 1;
      Output sum = kernel.outputs().get(0);
      // Another part of a concatenation; its elements would lack what the sweep does.
      if (writers(result, sum.target()) > parts.size()) continue;
      int reader = firstReader(result, i, sum.target());
      if (reader < 0 || !(result.get(reader) instanceof Nest nest)) continue;
      if (!isEpilogue(nest, sum) || !parts.stream().allMatch(FuseEpilogues::isPlain)) continue;
      boolean keep = firstReader(result, reader, sum.target()) >= 0;
      result.remove(reader);
      result.addAll(reader, parts.stream().map(part -> fuse(part, nest, keep)).toList());
      result.subList(i + 1 - parts.size(), i + 1).clear();
      i -= parts.size();
    }
    return result;
  }

  /** Whether a kernel has whole sums in hand that it could finish; those of weights it has not. */
  private static boolean finishes(Kernel kernel) {
    if (kernel instanceof Merge m) return Places.batched(m.input());
    return kernel instanceof Contraction c && !sumsOverBatch(c);
  }

  /** The kernels from one on that write the same value, each its own elements of it. */
  private static List<Kernel> parts(List<Kernel> kernels, int from) {
    Buffer target = kernels.get(from).outputs().get(0).target();
    return kernels.stream().skip(from).takeWhile(kernel -> writes(kernel, target)).toList();
  }

  private static long writers(List<Kernel> kernels, Buffer target) {
    return kernels.stream()
        .filter(kernel -> kernel.outputs().stream().anyMatch(o -> o.target().equals(target)))
        .count();
  }

  private static boolean writes(Kernel kernel, Buffer target) {
    return kernel.outputs().stream()
        .map(Output::target)
        .distinct()
        .toList()
        .equals(List.of(target));
  }

  private static boolean sumsOverBatch(Contraction c) {
    int batch = c.extents().indexOf(Shape.BATCH);
    return batch >= 0 && !c.outputs().get(0).keeps(batch);
  }

  private static int firstReader(List<Kernel> kernels, int from, Buffer buffer) {
    for (int i = from + 1; i < kernels.size(); i++) {
      if (Footprint.of(kernels.get(i)).reads().contains(buffer.id())) return i;
    }
    return -1;
  }

  /** Whether a part stores what it makes as it is. */
  private static boolean isPlain(Kernel part) {
    if (part.outputs().size() != 1) return false;
    Element value = part.outputs().get(0).value();
    return value instanceof Element.Product || value instanceof Element.Number;
  }

  private static boolean isEpilogue(Nest nest, Output sum) {
    if (!nest.extents().equals(sum.target().shape().dims()) || !Float.isNaN(nest.fill()))
      return false;
    for (Output output : nest.outputs()) {
      if (output.kind() != Kind.STORE || output.target().plain()) return false;
      if (Footprint.operations(output.value()) > MOST_OPERATIONS) return false;
      for (Element.Read read : Footprint.reads(output.value())) {
        boolean own = read.buffer().equals(sum.target());
        if (own && !read.index().equals(Affine.identity(nest.extents().size()))) return false;
      }
    }
    return true;
  }

  private static Kernel fuse(Kernel part, Nest nest, boolean keep) {
    Output sum = part.outputs().get(0);
    List<Output> outputs = new ArrayList<>(keep ? List.of(sum) : List.of());
    Map<Element, Element> done = new IdentityHashMap<>();
    for (Output output : nest.outputs()) {
      Element value = output.value().replace(leaf -> substitute(leaf, sum), done);
      outputs.add(new Output(Kind.STORE, output.target(), at(output.index(), sum.index()), value));
    }
    return with(part, outputs);
  }

  private static Kernel with(Kernel part, List<Output> outputs) {
    if (part instanceof Merge m) return new Merge(m.input(), m.op(), outputs, m.origin());
    if (part instanceof Contraction c)
      return new Contraction(c.extents(), c.left(), c.right(), outputs, c.origin());
    return new Nest(((Nest) part).extents(), outputs, Float.NaN, part.origin());
  }

  private static Element substitute(Element leaf, Output sum) {
    boolean isSum = leaf instanceof Element.Read r && r.buffer().equals(sum.target());
    return isSum ? sum.value() : leaf.moved(a -> a.at(sum.index()));
  }

  /** Positions over the nest's axes, in terms of the contraction's indices. */
  private static List<Affine> at(List<Affine> index, List<Affine> axes) {
    return index.stream().map(a -> a.at(axes)).toList();
  }
}
