package dev.nnd.kernel;

import dev.nnd.graph.Node;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Shape;
import java.util.ArrayList;
import java.util.List;

/** The element of a value that does not stand in memory, or of one being made. */
final class Inline implements Primitive.Visitor<Element> {
  private final NestBuilder nest;
  private final Node node;
  private final List<Affine> index;

  Inline(NestBuilder nest, Node node, List<Affine> index) {
    this.nest = nest;
    this.node = node;
    this.index = index;
  }

  private Element operand(int position, List<Affine> at) {
    return nest.read(node.operands().get(position), at);
  }

  private Affine zero() {
    return Affine.constant(0, nest.rank());
  }

  private Element notInline() {
    throw new IllegalStateException("kernel: not elementwise: " + node);
  }

  @Override
  public Element input(Primitive.Input op) {
    return notInline();
  }

  @Override
  public Element parameter(Primitive.Parameter op) {
    return notInline();
  }

  @Override
  public Element setting(Primitive.Setting op) {
    return new Element.SettingValue(nest.memory().setting(op.name()));
  }

  @Override
  public Element constant(Primitive.Constant op) {
    return new Element.Number(op.value());
  }

  @Override
  public Element batchSize(Primitive.BatchSize op) {
    return new Element.BatchCount();
  }

  @Override
  public Element iota(Primitive.Iota op) {
    return new Element.Position(index.get(0));
  }

  @Override
  public Element random(Primitive.Random op) {
    Affine counter = zero();
    int stride = 1;
    for (int axis = op.shape().rank() - 1; axis >= 0; axis--) {
      counter = counter.plus(index.get(axis).times(stride));
      if (axis > 0) stride = Math.multiplyExact(stride, op.shape().dim(axis));
    }
    return new Element.Uniform(nest.memory().stream(op.stream()), counter);
  }

  @Override
  public Element unary(Primitive.Unary op) {
    return new Element.Apply(op.function(), operand(0, index));
  }

  @Override
  public Element binary(Primitive.Binary op) {
    return new Element.Combine(op.function(), operand(0, index), operand(1, index));
  }

  @Override
  public Element select(Primitive.Select op) {
    return new Element.Choose(operand(0, index), operand(1, index), operand(2, index));
  }

  @Override
  public Element broadcast(Primitive.Broadcast op) {
    Shape from = nest.graph().type(node.operands().get(0)).shape();
    List<Affine> at = new ArrayList<>();
    for (int axis = 0; axis < from.rank(); axis++) {
      boolean repeated = from.dim(axis) == 1 && op.shape().dim(op.axes().get(axis)) != 1;
      at.add(repeated ? zero() : index.get(op.axes().get(axis)));
    }
    return operand(0, at);
  }

  @Override
  public Element permute(Primitive.Permute op) {
    List<Affine> at = new ArrayList<>(index);
    for (int axis = 0; axis < index.size(); axis++) at.set(op.axes().get(axis), index.get(axis));
    return operand(0, at);
  }

  @Override
  public Element slice(Primitive.Slice op) {
    List<Affine> at = new ArrayList<>(index);
    at.set(op.axis(), index.get(op.axis()).plus(op.start()));
    return operand(0, at);
  }

  @Override
  public Element reshape(Primitive.Reshape op) {
    Shape from = nest.graph().type(node.operands().get(0)).shape();
    List<Affine> at = new ArrayList<>();
    for (Splitting.Range range : Splitting.of(from, op.shape()).orElseThrow()) {
      Affine whole = zero();
      for (int axis = range.first(); axis < range.end(); axis++) {
        int dim = op.shape().dim(axis);
        whole = (dim == Shape.BATCH ? whole : whole.times(dim)).plus(index.get(axis));
      }
      at.add(whole);
    }
    return operand(0, at);
  }

  @Override
  public Element reduce(Primitive.Reduce op) {
    return notInline();
  }

  @Override
  public Element contract(Primitive.Contract op) {
    return notInline();
  }

  @Override
  public Element windowReduce(Primitive.WindowReduce op) {
    return notInline();
  }

  @Override
  public Element windowScatter(Primitive.WindowScatter op) {
    return notInline();
  }

  @Override
  public Element tileTransform(Primitive.TileTransform op) {
    return notInline();
  }

  @Override
  public Element tileMerge(Primitive.TileMerge op) {
    return notInline();
  }

  @Override
  public Element pad(Primitive.Pad op) {
    return notInline();
  }

  @Override
  public Element concat(Primitive.Concat op) {
    return notInline();
  }

  @Override
  public Element gather(Primitive.Gather op) {
    return notInline();
  }

  @Override
  public Element scatterAdd(Primitive.ScatterAdd op) {
    return notInline();
  }

  @Override
  public Element scan(Primitive.Scan op) {
    return notInline();
  }
}
