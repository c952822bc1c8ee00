package dev.nnd.graph;

import static dev.nnd.graph.TypeRules.check;
import static dev.nnd.graph.TypeRules.count;
import static dev.nnd.graph.TypeRules.windows;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/** The type of the result of each primitive. */
record PrimitiveTypes(List<Type> operands) implements Primitive.Visitor<Type> {
  private Shape x() {
    return operands.get(0).shape();
  }

  private Type leaf(Type type) {
    count(operands, 0);
    return type;
  }

  private void alike(int expected) {
    count(operands, expected);
    for (Type t : operands)
      check(t.shape().equals(x()), "operands of different shapes: ", operands);
  }

  @Override
  public Type input(Primitive.Input op) {
    return leaf(op.type());
  }

  @Override
  public Type parameter(Primitive.Parameter op) {
    check(!op.shape().batched(), op);
    return leaf(Type.floats(op.shape()));
  }

  @Override
  public Type setting(Primitive.Setting op) {
    return leaf(Type.floats(Shape.scalar()));
  }

  @Override
  public Type constant(Primitive.Constant op) {
    return leaf(Type.floats(Shape.scalar()));
  }

  @Override
  public Type batchSize(Primitive.BatchSize op) {
    return leaf(Type.floats(Shape.scalar()));
  }

  @Override
  public Type iota(Primitive.Iota op) {
    return leaf(Type.floats(Shape.of(op.size())));
  }

  @Override
  public Type random(Primitive.Random op) {
    return leaf(Type.floats(op.shape()));
  }

  @Override
  public Type unary(Primitive.Unary op) {
    count(operands, 1);
    return Type.floats(x());
  }

  @Override
  public Type binary(Primitive.Binary op) {
    alike(2);
    return Type.floats(x());
  }

  @Override
  public Type select(Primitive.Select op) {
    alike(3);
    return Type.floats(x());
  }

  @Override
  public Type broadcast(Primitive.Broadcast op) {
    count(operands, 1);
    check(op.axes().size() == x().rank(), op, " of ", x());
    for (int i = 0; i < x().rank(); i++) {
      check(i == 0 || op.axes().get(i - 1) < op.axes().get(i), op, ": axes do not rise");
      int extent = op.shape().dim(op.axes().get(i));
      check(x().dim(i) == extent || x().dim(i) == 1, op, " of ", x());
    }
    return new Type(operands.get(0).element(), op.shape());
  }

  @Override
  public Type reduce(Primitive.Reduce op) {
    count(operands, 1);
    check(new HashSet<>(op.axes()).size() == op.axes().size(), op, ": an axis twice");
    for (int axis : op.axes()) check(axis >= 0 && axis < x().rank(), op, " of ", x());
    return Type.floats(x().without(op.axes()));
  }

  @Override
  public Type contract(Primitive.Contract op) {
    count(operands, 2);
    batch(op.map(), op.map().left(), operands.get(0).shape());
    batch(op.map(), op.map().right(), operands.get(1).shape());
    return Type.floats(op.map().outShape());
  }

  /** The batch index must be the whole of the batch axis: samples do not see each other. */
  private static void batch(IndexMap map, List<IndexMap.Axis> axes, Shape shape) {
    check(axes.size() == shape.rank(), map, " on ", shape);
    for (int i = 0; i < axes.size(); i++) {
      boolean batchAxis = shape.dim(i) == Shape.BATCH;
      boolean batchIndex =
          axes.get(i).terms().stream()
              .anyMatch(t -> map.indices().get(t.index()).extent() == Shape.BATCH);
      check(batchAxis == batchIndex && (!batchAxis || axes.get(i).isIndex()), map, " on ", shape);
    }
  }

  private Shape windowed(List<Integer> size, List<Integer> stride) {
    Shape shape = x();
    check(
        size.size() == stride.size() && size.size() <= shape.written().size(),
        "window ",
        size,
        " on ",
        shape);
    int first = shape.rank() - size.size();
    for (int i = 0; i < size.size(); i++) {
      int extent = windows(x().dim(first + i), size.get(i), stride.get(i), 0, 0, 1);
      shape = shape.with(first + i, extent);
    }
    return shape;
  }

  @Override
  public Type windowReduce(Primitive.WindowReduce op) {
    count(operands, 1);
    return Type.floats(windowed(op.size(), op.stride()));
  }

  @Override
  public Type windowScatter(Primitive.WindowScatter op) {
    count(operands, 2);
    check(operands.get(1).shape().equals(windowed(op.size(), op.stride())), op, " on ", operands);
    return Type.floats(x());
  }

  @Override
  public Type tileTransform(Primitive.TileTransform op) {
    count(operands, 1);
    check(x().rank() == 4 && op.tiles().size() == 2, op, " of ", x());
    check(op.stride() >= 1 && op.before() >= 0, op);
    int p = op.matrix().rows();
    List<Integer> dims = new ArrayList<>(x().dims().subList(0, 2));
    dims.addAll(List.of(p, p, op.tiles().get(0), op.tiles().get(1)));
    return Type.floats(new Shape(dims));
  }

  @Override
  public Type tileMerge(Primitive.TileMerge op) {
    count(operands, 1);
    check(x().rank() == 6 && op.size().size() == 2, op, " of ", x());
    int m = op.matrix().rows();
    for (int axis = 0; axis < 2; axis++) {
      int size = op.size().get(axis);
      check(x().dim(2 + axis) == op.matrix().columns(), op, " of ", x());
      check((size + m - 1) / m == x().dim(4 + axis), op, " of ", x());
    }
    return Type.floats(
        x().with(2, op.size().get(0)).with(3, op.size().get(1)).without(List.of(4, 5)));
  }

  private void staticAxis(int axis) {
    check(
        axis >= 0 && axis < x().rank() && x().dim(axis) != Shape.BATCH, "axis ", axis, " of ", x());
  }

  @Override
  public Type pad(Primitive.Pad op) {
    count(operands, 1);
    staticAxis(op.axis());
    check(Math.min(op.low(), Math.min(op.high(), op.interior())) >= 0, op);
    int n = x().dim(op.axis());
    return new Type(
        operands.get(0).element(),
        x().with(op.axis(), n + (n - 1) * op.interior() + op.low() + op.high()));
  }

  @Override
  public Type slice(Primitive.Slice op) {
    count(operands, 1);
    staticAxis(op.axis());
    check(op.start() >= 0 && op.start() + op.size() <= x().dim(op.axis()), op, " of ", x());
    return new Type(operands.get(0).element(), x().with(op.axis(), op.size()));
  }

  @Override
  public Type reshape(Primitive.Reshape op) {
    count(operands, 1);
    check(
        op.shape().size() == x().size() && op.shape().batched() == x().batched(), op, " of ", x());
    return new Type(operands.get(0).element(), op.shape());
  }

  @Override
  public Type permute(Primitive.Permute op) {
    count(operands, 1);
    List<Integer> sorted = op.axes().stream().sorted().toList();
    check(sorted.equals(IntStream.range(0, x().rank()).boxed().toList()), op, " of ", x());
    check(!x().batched() || op.axes().get(0) == 0, op, " moves the batch axis");
    return new Type(
        operands.get(0).element(),
        new Shape(op.axes().stream().map(axis -> x().dim(axis)).toList()));
  }

  @Override
  public Type concat(Primitive.Concat op) {
    check(operands.size() >= 2, "concat of ", operands);
    staticAxis(op.axis());
    int extent = 0;
    for (Type t : operands) {
      check(t.shape().with(op.axis(), 1).equals(x().with(op.axis(), 1)), "concat of ", operands);
      extent += t.shape().dim(op.axis());
    }
    return new Type(operands.get(0).element(), x().with(op.axis(), extent));
  }

  @Override
  public Type gather(Primitive.Gather op) {
    count(operands, 2);
    Shape table = operands.get(1).shape();
    check(operands.get(0).element() == Element.INT, "indices ", operands.get(0));
    check(table.rank() == 2 && !table.batched(), "a table of ", table);
    return Type.floats(x().and(table.dim(1)));
  }

  @Override
  public Type scatterAdd(Primitive.ScatterAdd op) {
    count(operands, 2);
    Shape values = operands.get(1).shape();
    check(operands.get(0).element() == Element.INT, "indices ", operands.get(0));
    boolean fits = values.rank() == x().rank() + 1 && values.equals(x().and(values.dim(-1)));
    check(fits, "values ", values, " for indices ", x());
    return Type.floats(Shape.of(op.rows(), values.dim(-1)));
  }

  @Override
  public Type scan(Primitive.Scan op) {
    List<Primitive.Input> inputs = op.body().inputs();
    check(op.steps() >= 1 && operands.size() <= inputs.size(), "a loop over ", operands);
    for (int i = 0; i < inputs.size(); i++) {
      Shape one = inputs.get(i).type().shape();
      if (i >= operands.size()) {
        check(one.equals(result(op, inputs.get(i).name())), "a state of ", one);
        continue;
      }
      Shape given = operands.get(i).shape();
      check(given.equals(one.batched() ? op.stacked(one) : one), "a step ", one, " of ", given);
    }
    Shape one = result(op, op.result());
    check(one.batched(), "a loop that makes ", one);
    return Type.floats(op.stacked(one));
  }

  private static Shape result(Primitive.Scan op, String name) {
    for (Result result : op.body().results())
      if (result.name().equals(name)) return op.body().type(result.value()).shape();
    throw new IllegalArgumentException("a loop without " + name);
  }
}
