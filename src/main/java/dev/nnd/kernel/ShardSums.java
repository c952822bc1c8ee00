package dev.nnd.kernel;

import dev.nnd.graph.Shape;
import dev.nnd.kernel.Kernel.Kind;
import dev.nnd.kernel.Kernel.Nest;
import dev.nnd.kernel.Kernel.Output;
import dev.nnd.source.Span;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Divides sums over the batch: each shard of the batch is summed on its own, then the shards' sums
 * are added in order. How many shards there are depends on nothing but this class, so the bits
 * depend neither on threads nor on who does what.
 */
final class ShardSums {
  private ShardSums() {}

  /** The program with every nest that sums over the batch divided. */
  static Fused run(Fused fused, int shards) {
    List<Buffer> buffers = new ArrayList<>(fused.buffers());
    List<Kernel> kernels = new ArrayList<>();
    for (Kernel kernel : fused.kernels()) {
      if (kernel instanceof Nest nest && sumsOverBatch(nest)) {
        divide(nest, shards, buffers, kernels);
      } else {
        kernels.add(kernel);
      }
    }
    return fused.with(kernels, buffers);
  }

  private static boolean sumsOverBatch(Nest nest) {
    int batch = nest.extents().indexOf(Shape.BATCH);
    return batch >= 0 && nest.outputs().stream().anyMatch(o -> !o.keeps(batch));
  }

  private static void divide(Nest nest, int shards, List<Buffer> buffers, List<Kernel> kernels) {
    int batch = nest.extents().indexOf(Shape.BATCH);
    List<Integer> extents = new ArrayList<>(List.of(shards));
    extents.addAll(nest.extents());
    List<Output> parts = new ArrayList<>();
    List<Kernel> sums = new ArrayList<>();
    Map<Element, Element> done = new IdentityHashMap<>();
    for (Output output : nest.outputs()) {
      Element value = output.value().replace(leaf -> leaf.moved(Affine::shifted), done);
      List<Affine> index = new ArrayList<>(output.index().stream().map(Affine::shifted).toList());
      if (output.keeps(batch)) {
        parts.add(new Output(output.kind(), output.target(), index, value));
        continue;
      }
      Buffer part = partial(output.target(), shards, buffers);
      index.add(0, Affine.axis(0, extents.size()));
      parts.add(new Output(output.kind(), part, index, value));
      sums.add(sum(output, part, nest.origin()));
    }
    kernels.add(new Nest(extents, parts, Float.NaN, true, nest.origin()));
    kernels.addAll(sums);
  }

  private static Buffer partial(Buffer whole, int shards, List<Buffer> buffers) {
    List<Integer> dims = new ArrayList<>(List.of(shards));
    dims.addAll(whole.shape().dims());
    Buffer part =
        new Buffer(buffers.size(), whole.name() + "s", new Shape(dims), Buffer.Place.ARENA, 0);
    buffers.add(part);
    return part;
  }

  private static Kernel sum(Output output, Buffer part, Span origin) {
    int rank = part.shape().rank();
    List<Affine> all = Affine.identity(rank);
    Kind kind = output.kind() == Kind.STORE ? Kind.SUM : output.kind();
    Output whole =
        new Output(kind, output.target(), all.subList(1, rank), new Element.Read(part, all));
    return new Nest(part.shape().dims(), List.of(whole), Float.NaN, false, origin);
  }
}
