package dev.nnd.kernel;

import dev.nnd.graph.Shape;
import dev.nnd.kernel.Kernel.Contraction;
import dev.nnd.kernel.Kernel.Kind;
import dev.nnd.kernel.Kernel.Nest;
import dev.nnd.kernel.Kernel.Output;
import dev.nnd.source.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * Divides sums over the batch: each task sums its own samples, block by block, then the tasks' sums
 * are added in order. How many tasks there are depends on nothing but the options, so the bits
 * depend neither on threads nor on who does what.
 *
 * <p>The gradient of weights is divided too where a sample has many products for each element, as
 * in a convolution: then the gradients of activations, or the tiles of both factors, are still in
 * the cache. Else the parts would cost more than what is read for them.
 */
final class ShardSums {
  /** So many products a sample for each element make up for writing and adding the parts. */
  private static final int LEAST_PRODUCTS = 16;

  private final int shards;
  private final Divisions divisions;
  private final List<Buffer> buffers;
  private final List<Kernel> kernels = new ArrayList<>();

  private ShardSums(List<Buffer> buffers, int shards, Divisions divisions) {
    this.shards = shards;
    this.divisions = divisions;
    this.buffers = new ArrayList<>(buffers);
  }

  /**
   * The program with every sum over the batch divided that is worth it and has no other division.
   */
  static Fused run(Fused fused, int shards, Divisions divisions) {
    ShardSums sums = new ShardSums(fused.buffers(), shards, divisions);
    fused.kernels().forEach(sums::add);
    return fused.with(sums.kernels, sums.buffers);
  }

  private void add(Kernel kernel) {
    if (divisions.of(kernel).isPresent()) {
      kernels.add(kernel);
    } else if (kernel instanceof Nest nest && sumsOverBatch(nest, nest.extents())) {
      List<Kernel> whole = new ArrayList<>();
      List<Output> parts = divide(nest, nest.extents(), whole);
      kernels.add(new Nest(nest.extents(), parts, Float.NaN, nest.origin()));
      kernels.addAll(whole);
    } else if (kernel instanceof Contraction c && sumsOverBatch(c, c.extents()) && isWorthIt(c)) {
      List<Kernel> whole = new ArrayList<>();
      List<Output> parts = divide(c, c.extents(), whole);
      kernels.add(new Contraction(c.extents(), c.left(), c.right(), parts, c.origin()));
      kernels.addAll(whole);
    } else {
      kernels.add(kernel);
    }
  }

  private static boolean sumsOverBatch(Kernel kernel, List<Integer> extents) {
    int batch = extents.indexOf(Shape.BATCH);
    return batch >= 0 && kernel.outputs().stream().anyMatch(o -> !o.keeps(batch));
  }

  /** Whether it makes the whole of its target and has many products for each element. */
  private static boolean isWorthIt(Contraction c) {
    Output output = c.outputs().get(0);
    for (int axis = 0; axis < output.index().size(); axis++) {
      int sole = output.index().get(axis).soleAxis();
      int extent = sole < 0 ? 1 : c.extents().get(sole);
      if (extent != output.target().shape().dim(axis)) return false;
    }
    long products = 1;
    for (int i = 0; i < c.extents().size(); i++) {
      if (!output.keeps(i) && c.extents().get(i) != Shape.BATCH) products *= c.extents().get(i);
    }
    return products >= LEAST_PRODUCTS;
  }

  /** The outputs of a kernel, with parts for what it sums over the batch; adds what adds them. */
  private List<Output> divide(Kernel kernel, List<Integer> extents, List<Kernel> whole) {
    int batch = extents.indexOf(Shape.BATCH);
    int rank = extents.size();
    List<Output> parts = new ArrayList<>();
    for (Output output : kernel.outputs()) {
      if (output.keeps(batch)) {
        parts.add(output);
        continue;
      }
      Buffer part = part(output.target());
      List<Affine> index = new ArrayList<>(output.index());
      index.add(0, Affine.constant(0, rank));
      parts.add(new Output(output.kind(), part, index, output.value()));
      whole.add(sum(output, part, kernel.origin()));
    }
    return parts;
  }

  private Buffer part(Buffer whole) {
    List<Integer> dims = new ArrayList<>(List.of(shards));
    dims.addAll(whole.shape().dims());
    Buffer part =
        new Buffer(buffers.size(), whole.name() + "s", new Shape(dims), Buffer.Place.PARTS, 0);
    buffers.add(part);
    return part;
  }

  private static Kernel sum(Output output, Buffer part, Span origin) {
    int rank = part.shape().rank();
    List<Affine> all = Affine.identity(rank);
    Kind kind = output.kind() == Kind.STORE ? Kind.SUM : output.kind();
    Output whole =
        new Output(kind, output.target(), all.subList(1, rank), new Element.Read(part, all));
    return new Nest(part.shape().dims(), List.of(whole), Float.NaN, origin);
  }
}
