package dev.nnd.kernel;

import dev.nnd.graph.Graph;
import dev.nnd.graph.IndexMap;
import dev.nnd.graph.Node;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import dev.nnd.kernel.Kernel.Contraction;
import dev.nnd.kernel.Kernel.Kind;
import dev.nnd.kernel.Kernel.Output;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The kernels of one value that stands in memory. */
final class KernelMaker implements Primitive.Visitor<List<Kernel>> {
  private final Node node;
  private final Graph graph;
  private final Memory memory;

  KernelMaker(Node node, Graph graph, Memory memory) {
    this.node = node;
    this.graph = graph;
    this.memory = memory;
  }

  private NestBuilder nest(List<Integer> extents) {
    return new NestBuilder(graph, memory, extents);
  }

  private Shape shape() {
    return node.type().shape();
  }

  private Shape shape(int operand) {
    return graph.type(node.operands().get(operand)).shape();
  }

  /** One sweep over the result's own elements. */
  private List<Kernel> elementwise() {
    NestBuilder nest = nest(shape().dims());
    Element value = nest.element(node);
    nest.store(memory.target(node), nest.identity(), value);
    return List.of(nest.build(node.origin()));
  }

  @Override
  public List<Kernel> input(Primitive.Input op) {
    throw new IllegalStateException("kernel: an input is not made");
  }

  @Override
  public List<Kernel> parameter(Primitive.Parameter op) {
    throw new IllegalStateException("kernel: a parameter is not made");
  }

  @Override
  public List<Kernel> setting(Primitive.Setting op) {
    return elementwise();
  }

  @Override
  public List<Kernel> constant(Primitive.Constant op) {
    return elementwise();
  }

  @Override
  public List<Kernel> batchSize(Primitive.BatchSize op) {
    return elementwise();
  }

  @Override
  public List<Kernel> iota(Primitive.Iota op) {
    return elementwise();
  }

  @Override
  public List<Kernel> random(Primitive.Random op) {
    return elementwise();
  }

  @Override
  public List<Kernel> unary(Primitive.Unary op) {
    return elementwise();
  }

  @Override
  public List<Kernel> binary(Primitive.Binary op) {
    return elementwise();
  }

  @Override
  public List<Kernel> select(Primitive.Select op) {
    return elementwise();
  }

  @Override
  public List<Kernel> broadcast(Primitive.Broadcast op) {
    return elementwise();
  }

  @Override
  public List<Kernel> permute(Primitive.Permute op) {
    return elementwise();
  }

  @Override
  public List<Kernel> slice(Primitive.Slice op) {
    return elementwise();
  }

  /**
   * A reshape that merges axes: the operand is written without gaps and read under the new shape.
   */
  @Override
  public List<Kernel> reshape(Primitive.Reshape op) {
    if (Splitting.of(shape(0), op.shape()).isPresent()) return elementwise();
    NestBuilder nest = nest(shape(0).dims());
    Buffer plain = memory.plain(node, shape(0));
    nest.store(plain, nest.identity(), nest.read(node.operands().get(0), nest.identity()));
    return List.of(nest.build(node.origin()));
  }

  @Override
  public List<Kernel> reduce(Primitive.Reduce op) {
    NestBuilder nest = nest(shape(0).dims());
    Element value = nest.read(node.operands().get(0), nest.identity());
    List<Affine> kept = new ArrayList<>();
    for (int axis = 0; axis < shape(0).rank(); axis++) {
      if (!op.axes().contains(axis)) kept.add(nest.identity().get(axis));
    }
    nest.put(kind(op.reduction()), memory.target(node), kept, value);
    return List.of(nest.build(node.origin()));
  }

  private static Kind kind(Primitive.Reduction reduction) {
    return reduction == Primitive.Reduction.SUM ? Kind.SUM : Kind.MAX;
  }

  @Override
  public List<Kernel> contract(Primitive.Contract op) {
    NestBuilder nest = nest(op.map().indices().stream().map(IndexMap.Index::extent).toList());
    List<SkipZeros.Spread> spreads = new ArrayList<>();
    Element.Read left = factor(nest, 0, op.map().left(), spreads);
    Element.Read right = factor(nest, 1, op.map().right(), spreads);
    List<Affine> at = axes(nest, op.map().out());
    Output output = new Output(Kind.STORE, memory.arena(node), at, new Element.Product());
    Contraction whole =
        new Contraction(nest.extents(), left, right, List.of(output), node.origin());
    return SkipZeros.split(whole, spreads);
  }

  private static List<Affine> axes(NestBuilder nest, List<IndexMap.Axis> axes) {
    return axes.stream().map(axis -> Affine.of(axis, nest.rank())).toList();
  }

  /** A factor where it stands, or, if it is zeros between the elements of another, that other. */
  private Element.Read factor(
      NestBuilder nest, int operand, List<IndexMap.Axis> axes, List<SkipZeros.Spread> spreads) {
    Value value = node.operands().get(operand);
    while (!memory.holds(value) && graph.producer(value).op() instanceof Primitive.Pad pad) {
      spreads.add(new SkipZeros.Spread(operand == 0, pad.axis(), pad.interior() + 1));
      value = graph.producer(value).operands().get(0);
    }
    return (Element.Read) nest.read(value, axes(nest, axes));
  }

  @Override
  public List<Kernel> windowReduce(Primitive.WindowReduce op) {
    int taps = Windows.size(op.size());
    return taps <= Windows.MOST_WRITTEN_OUT ? writtenOutWindow(op) : loopedWindow(op);
  }

  private List<Kernel> writtenOutWindow(Primitive.WindowReduce op) {
    NestBuilder nest = nest(shape().dims());
    Primitive.BinaryFunction put =
        op.reduction() == Primitive.Reduction.SUM
            ? Primitive.BinaryFunction.ADD
            : Primitive.BinaryFunction.MAXIMUM;
    Element folded =
        Windows.taps(op.size()).stream()
            .map(tap -> nest.read(node.operands().get(0), windowIndex(nest, op, tap)))
            .reduce((sum, element) -> new Element.Combine(put, sum, element))
            .orElseThrow();
    nest.store(memory.target(node), nest.identity(), folded);
    return List.of(nest.build(node.origin()));
  }

  private List<Affine> windowIndex(NestBuilder nest, Primitive.WindowReduce op, List<Integer> tap) {
    List<Affine> at = new ArrayList<>();
    int first = shape().rank() - op.size().size();
    for (int axis = 0; axis < shape().rank(); axis++) {
      Affine own = Affine.axis(axis, nest.rank());
      at.add(
          axis < first
              ? own
              : own.times(op.stride().get(axis - first)).plus(tap.get(axis - first)));
    }
    return at;
  }

  private List<Kernel> loopedWindow(Primitive.WindowReduce op) {
    int rank = shape().rank();
    List<Integer> extents = new ArrayList<>(shape().dims());
    extents.addAll(op.size());
    NestBuilder nest = nest(extents);
    List<Affine> at = windowIndex(nest, op, Collections.nCopies(op.size().size(), 0));
    int first = rank - op.size().size();
    for (int i = 0; i < op.size().size(); i++) {
      at.set(first + i, at.get(first + i).plus(Affine.axis(rank + i, extents.size())));
    }
    Element value = nest.read(node.operands().get(0), at);
    nest.put(kind(op.reduction()), memory.target(node), nest.identity().subList(0, rank), value);
    return List.of(nest.build(node.origin()));
  }

  @Override
  public List<Kernel> windowScatter(Primitive.WindowScatter op) {
    Buffer input = memory.of(node.operands().get(0));
    Buffer slope = memory.of(node.operands().get(1));
    return List.of(
        new Kernel.Scatter(
            input, slope, memory.arena(node), op.size(), op.stride(), node.origin()));
  }

  @Override
  public List<Kernel> tileTransform(Primitive.TileTransform op) {
    Buffer input = memory.of(node.operands().get(0));
    return List.of(new Kernel.Transform(input, op, memory.arena(node), node.origin()));
  }

  @Override
  public List<Kernel> tileMerge(Primitive.TileMerge op) {
    Buffer input = memory.of(node.operands().get(0));
    List<Affine> all = Affine.identity(shape().rank());
    Output output = new Output(Kind.STORE, memory.arena(node), all, new Element.Product());
    return List.of(new Kernel.Merge(input, op, List.of(output), node.origin()));
  }

  @Override
  public List<Kernel> scan(Primitive.Scan op) {
    return new ScanMaker(node, op, graph, memory).make();
  }

  @Override
  public List<Kernel> gather(Primitive.Gather op) {
    return List.of(
        new Kernel.Gather(
            memory.of(node.operands().get(0)),
            memory.of(node.operands().get(1)),
            memory.arena(node),
            node.origin()));
  }

  @Override
  public List<Kernel> scatterAdd(Primitive.ScatterAdd op) {
    return List.of(
        new Kernel.ScatterAdd(
            memory.of(node.operands().get(0)),
            memory.of(node.operands().get(1)),
            memory.arena(node),
            node.origin()));
  }

  @Override
  public List<Kernel> pad(Primitive.Pad op) {
    NestBuilder nest = nest(shape(0).dims());
    Element value = nest.read(node.operands().get(0), nest.identity());
    List<Affine> at = nest.identity();
    at.set(op.axis(), at.get(op.axis()).times(op.interior() + 1).plus(op.low()));
    nest.store(memory.arena(node), at, value);
    return List.of(nest.build(op.value(), node.origin()));
  }

  @Override
  public List<Kernel> concat(Primitive.Concat op) {
    Buffer target = memory.arena(node);
    List<Kernel> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < node.operands().size(); i++) {
      NestBuilder nest = nest(shape(i).dims());
      List<Affine> at = nest.identity();
      at.set(op.axis(), at.get(op.axis()).plus(start));
      nest.store(target, at, nest.read(node.operands().get(i), nest.identity()));
      parts.add(nest.build(node.origin()));
      start += shape(i).dim(op.axis());
    }
    return parts;
  }
}
