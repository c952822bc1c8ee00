package dev.nnd.graph;

import static dev.nnd.graph.TypeRules.bit;
import static dev.nnd.graph.TypeRules.check;
import static dev.nnd.graph.TypeRules.count;
import static dev.nnd.graph.TypeRules.windows;

import java.util.ArrayList;
import java.util.List;

/** The type of the result of each layer. */
record LayerTypes(List<Type> operands) implements Layer.Visitor<Type> {
  private Shape x() {
    return operands.get(0).shape();
  }

  private Type sameAsInput() {
    return Type.floats(x());
  }

  private void vector(int operand, int size) {
    check(
        operands.get(operand).shape().equals(Shape.of(size)),
        "operand ",
        operand,
        " is not [",
        size,
        "]");
  }

  @Override
  public Type dense(Layer.Dense op) {
    count(operands, 2 + bit(op.bias()));
    Shape w = operands.get(1).shape();
    check(w.rank() == 2 && w.dim(1) == x().dim(-1), "weight ", w, " for input ", x());
    if (op.bias()) vector(2, w.dim(0));
    return Type.floats(x().with(x().rank() - 1, w.dim(0)));
  }

  @Override
  public Type convolution(Layer.Convolution op) {
    count(operands, 2 + bit(op.bias()));
    Shape w = operands.get(1).shape();
    int spatial = op.stride().size();
    check(x().rank() == spatial + 2 && w.rank() == spatial + 2, "input ", x(), ", weight ", w);
    check(op.padding().size() == 2 * spatial && op.dilation().size() == spatial, op);
    check(
        x().dim(1) == w.dim(1) * op.groups() && w.dim(0) % op.groups() == 0,
        op,
        " on ",
        x(),
        " with ",
        w);
    if (op.bias()) vector(2, w.dim(0));
    List<Integer> dims = new ArrayList<>(List.of(x().dim(0), w.dim(0)));
    for (int i = 0; i < spatial; i++) {
      int before = op.padding().get(2 * i);
      int after = op.padding().get(2 * i + 1);
      dims.add(
          windows(
              x().dim(2 + i),
              w.dim(2 + i),
              op.stride().get(i),
              before,
              after,
              op.dilation().get(i)));
    }
    return Type.floats(new Shape(dims));
  }

  @Override
  public Type transposedConvolution(Layer.TransposedConvolution op) {
    count(operands, 2 + bit(op.bias()));
    Shape w = operands.get(1).shape();
    int spatial = op.stride().size();
    check(x().rank() == spatial + 2 && w.rank() == spatial + 2, "input ", x(), ", weight ", w);
    check(op.padding().size() == 2 * spatial && op.outputPadding().size() == spatial, op);
    check(x().dim(1) == w.dim(0), op, " on ", x(), " with ", w);
    if (op.bias()) vector(2, w.dim(1));
    List<Integer> dims = new ArrayList<>(List.of(x().dim(0), w.dim(1)));
    for (int i = 0; i < spatial; i++) {
      int stride = op.stride().get(i);
      int more = op.outputPadding().get(i);
      check(more >= 0 && more < stride, op, ": output padding");
      int whole = (x().dim(2 + i) - 1) * stride + w.dim(2 + i);
      int extent = whole - op.padding().get(2 * i) - op.padding().get(2 * i + 1) + more;
      check(extent > 0, op, " on ", x(), ": padding takes away everything");
      dims.add(extent);
    }
    return Type.floats(new Shape(dims));
  }

  @Override
  public Type pool(Layer.Pool op) {
    count(operands, 1);
    int spatial = op.size().size();
    check(x().rank() == spatial + 2 && op.padding().size() == 2 * spatial, op, " on ", x());
    List<Integer> dims = new ArrayList<>(x().dims().subList(0, 2));
    for (int i = 0; i < spatial; i++) {
      int before = op.padding().get(2 * i);
      int after = op.padding().get(2 * i + 1);
      check(
          Math.max(before, after) < op.size().get(i),
          "padding of a pool reaches its window's extent");
      dims.add(windows(x().dim(2 + i), op.size().get(i), op.stride().get(i), before, after, 1));
    }
    return Type.floats(new Shape(dims));
  }

  @Override
  public Type globalPool(Layer.GlobalPool op) {
    count(operands, 1);
    check(x().rank() >= 3, "a global pool needs [N, C, …], given ", x());
    return Type.floats(Shape.of(x().dim(0), x().dim(1)));
  }

  private Type norm(Layer.BatchNorm op, int extra) {
    int affine = bit(op.scale()) + bit(op.shift());
    count(operands, 3 + affine + extra);
    for (int i = 1; i < 3 + affine; i++) vector(i, x().dim(1));
    return sameAsInput();
  }

  @Override
  public Type batchNorm(Layer.BatchNorm op) {
    return norm(op, 0);
  }

  @Override
  public Type fusedNorm(Layer.FusedNorm op) {
    Type type = norm(op.norm(), bit(op.residual()));
    if (op.residual())
      check(operands.get(operands.size() - 1).shape().equals(x()), "residual is not ", x());
    return type;
  }

  @Override
  public Type normalize(Layer.Normalize op) {
    count(operands, 3 + bit(op.scale()) + bit(op.shift()));
    for (int i = 1; i < operands.size(); i++) vector(i, x().dim(1));
    return sameAsInput();
  }

  @Override
  public Type layerNorm(Layer.LayerNorm op) {
    count(operands, 1 + bit(op.scale()) + bit(op.shift()));
    check(x().rank() >= 2, "a layer norm needs a last axis, given ", x());
    for (int i = 1; i < operands.size(); i++) vector(i, x().dim(-1));
    return sameAsInput();
  }

  @Override
  public Type groupNorm(Layer.GroupNorm op) {
    count(operands, 3);
    check(x().rank() >= 2 && x().dim(1) % op.groups() == 0, op, " on ", x());
    vector(1, x().dim(1));
    vector(2, x().dim(1));
    return sameAsInput();
  }

  @Override
  public Type channelAffine(Layer.ChannelAffine op) {
    count(operands, 3);
    vector(1, x().dim(1));
    vector(2, x().dim(1));
    return sameAsInput();
  }

  @Override
  public Type dropout(Layer.Dropout op) {
    count(operands, 1);
    return sameAsInput();
  }

  @Override
  public Type activate(Layer.Activate op) {
    count(operands, 1);
    return sameAsInput();
  }

  @Override
  public Type softmax(Layer.Softmax op) {
    count(operands, 1);
    return along(op, op.axis());
  }

  @Override
  public Type logSoftmax(Layer.LogSoftmax op) {
    count(operands, 1);
    return along(op, op.axis());
  }

  private Type along(Layer op, int axis) {
    check(axis >= 1 && axis < x().rank(), op, " on ", x());
    return sameAsInput();
  }

  private Type classLoss() {
    count(operands, 2);
    check(
        operands.get(1).equals(Type.ints(x().without(List.of(x().rank() - 1)))),
        "classes ",
        operands.get(1),
        " for scores ",
        x());
    return Type.floats(Shape.scalar());
  }

  @Override
  public Type crossEntropy(Layer.CrossEntropy op) {
    return classLoss();
  }

  @Override
  public Type softmaxCrossEntropy(Layer.SoftmaxCrossEntropy op) {
    return classLoss();
  }

  /** The loss of an output and a target of the same shape. */
  private Type elementLoss() {
    count(operands, 2);
    check(operands.get(1).shape().equals(x()), "target ", operands.get(1), " for output ", x());
    return Type.floats(Shape.scalar());
  }

  @Override
  public Type meanSquaredError(Layer.MeanSquaredError op) {
    return elementLoss();
  }

  @Override
  public Type binaryCrossEntropy(Layer.BinaryCrossEntropy op) {
    return elementLoss();
  }

  @Override
  public Type sigmoidCrossEntropy(Layer.SigmoidCrossEntropy op) {
    return elementLoss();
  }

  @Override
  public Type meanAbsoluteError(Layer.MeanAbsoluteError op) {
    return elementLoss();
  }

  @Override
  public Type huber(Layer.Huber op) {
    return elementLoss();
  }

  @Override
  public Type recurrence(Layer.Recurrence op) {
    count(operands, 3);
    Shape weight = operands.get(1).shape();
    int gates = op.cell().gates();
    boolean fits = x().rank() == 3 && weight.rank() == 2 && weight.dim(0) == gates * weight.dim(1);
    check(fits && x().dim(2) == weight.dim(0), op, " of ", x(), " with ", weight);
    vector(2, weight.dim(0));
    return Type.floats(x().with(2, weight.dim(1)));
  }
}
