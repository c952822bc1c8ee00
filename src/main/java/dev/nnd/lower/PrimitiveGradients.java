package dev.nnd.lower;

import static dev.nnd.lower.Step.FLAT;

import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Primitive.Reduction;
import dev.nnd.graph.Primitive.UnaryFunction;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The gradient of every primitive: its equation, and one line an operand. */
final class PrimitiveGradients implements Primitive.Visitor<List<Supplier<Value>>> {
  private final Step step;
  private final GraphBuilder to;
  private final Value y;
  private final Value dy;

  PrimitiveGradients(Step step) {
    this.step = step;
    this.to = step.to();
    this.y = step.y();
    this.dy = step.dy();
  }

  private static List<Supplier<Value>> none() {
    return List.of();
  }

  @Override
  public List<Supplier<Value>> input(Primitive.Input op) {
    return none();
  }

  @Override
  public List<Supplier<Value>> parameter(Primitive.Parameter op) {
    return none();
  }

  @Override
  public List<Supplier<Value>> setting(Primitive.Setting op) {
    return none();
  }

  @Override
  public List<Supplier<Value>> constant(Primitive.Constant op) {
    return none();
  }

  @Override
  public List<Supplier<Value>> batchSize(Primitive.BatchSize op) {
    return none();
  }

  @Override
  public List<Supplier<Value>> iota(Primitive.Iota op) {
    return none();
  }

  @Override
  public List<Supplier<Value>> random(Primitive.Random op) {
    return none();
  }

  /** y = f(x), so dx = f'(x) dy, by y where that is shorter. */
  @Override
  public List<Supplier<Value>> unary(Primitive.Unary op) {
    Value x = step.x();
    Value one = to.constant(1);
    return List.of(
        switch (op.function()) {
          case NEGATE -> () -> to.unary(UnaryFunction.NEGATE, dy);
          case ABS -> () -> to.times(dy, to.unary(UnaryFunction.SIGN, x));
          case SIGN -> FLAT;
          case EXP -> () -> to.times(dy, y);
          case LOG -> () -> to.over(dy, x);
          case SQRT -> () -> to.over(to.times(dy, 0.5), y);
          case TANH -> () -> to.times(dy, to.minus(one, to.times(y, y)));
          case SIGMOID -> () -> to.times(dy, to.times(y, to.minus(one, y)));
          case ERF -> () -> to.times(dy, bell(x));
        });
  }

  /** The slope of erf: {@code 2 / sqrt(pi) * exp(-x^2)}. */
  private Value bell(Value x) {
    Value square = to.unary(UnaryFunction.NEGATE, to.times(x, x));
    return to.times(to.unary(UnaryFunction.EXP, square), 2 / Math.sqrt(Math.PI));
  }

  /** y = f(a, b), so da = f_a dy and db = f_b dy; of equals the first is the largest, or least. */
  @Override
  public List<Supplier<Value>> binary(Primitive.Binary op) {
    Value a = step.operand(0);
    Value b = step.operand(1);
    Value zero = to.constant(0);
    Supplier<Value> negative = () -> to.unary(UnaryFunction.NEGATE, dy);
    return switch (op.function()) {
      case ADD -> List.of(() -> dy, () -> dy);
      case SUBTRACT -> List.of(() -> dy, negative);
      case MULTIPLY -> List.of(() -> to.times(dy, b), () -> to.times(dy, a));
      case DIVIDE -> List.of(() -> to.over(dy, b), () -> to.over(to.times(negative.get(), y), b));
      case MAXIMUM ->
          List.of(() -> to.select(less(a, b), zero, dy), () -> to.select(less(a, b), dy, zero));
      case MINIMUM ->
          List.of(() -> to.select(less(b, a), zero, dy), () -> to.select(less(b, a), dy, zero));
      case LESS, EQUAL -> none();
    };
  }

  private Value less(Value a, Value b) {
    return to.binary(BinaryFunction.LESS, a, b);
  }

  /** y = c ? a : b, so da = c ? dy : 0 and db = c ? 0 : dy. */
  @Override
  public List<Supplier<Value>> select(Primitive.Select op) {
    Value zero = to.constant(0);
    return List.of(FLAT, () -> to.select(step.x(), dy, zero), () -> to.select(step.x(), zero, dy));
  }

  /** Every copy has its own dy, so dx is their sum. */
  @Override
  public List<Supplier<Value>> broadcast(Primitive.Broadcast op) {
    List<Integer> repeated =
        IntStream.range(0, op.shape().rank()).filter(axis -> !keeps(op, axis)).boxed().toList();
    return List.of(() -> to.reshape(to.sum(dy, repeated), step.shape()));
  }

  private boolean keeps(Primitive.Broadcast op, int axis) {
    int from = op.axes().indexOf(axis);
    return from >= 0 && step.shape().dim(from) == op.shape().dim(axis);
  }

  /**
   * y = sum of x, so dx = dy everywhere; y = max of x, so that dy is shared equally among the
   * largest.
   */
  @Override
  public List<Supplier<Value>> reduce(Primitive.Reduce op) {
    if (op.reduction() == Reduction.SUM) return List.of(() -> spread(op, dy));
    return List.of(
        () -> {
          Value largest = to.binary(BinaryFunction.EQUAL, step.x(), spread(op, y));
          Value shared = to.over(dy, to.sum(largest, op.axes()));
          return to.times(largest, spread(op, shared));
        });
  }

  /** Repeats one number a reduced group over the group. */
  private Value spread(Primitive.Reduce op, Value a) {
    List<Integer> kept =
        IntStream.range(0, step.shape().rank())
            .filter(axis -> !op.axes().contains(axis))
            .boxed()
            .toList();
    return to.broadcast(a, step.shape(), kept);
  }

  /** y = a * b over an index map, so da = dy * b and db = a * dy over maps derived from it. */
  @Override
  public List<Supplier<Value>> contract(Primitive.Contract op) {
    Value left = step.operand(0);
    Value right = step.operand(1);
    return List.of(
        () -> ContractGradient.left(to, op.map(), dy, right, to.shape(left)),
        () -> ContractGradient.right(to, op.map(), left, dy, to.shape(right)));
  }

  /**
   * Sums: each x is in the windows that start up to size - 1 before it, so dx is a sum of windows
   * of dy, spread by the stride. Maxima: dy goes to each window's first largest.
   */
  @Override
  public List<Supplier<Value>> windowReduce(Primitive.WindowReduce op) {
    if (op.reduction() == Reduction.MAX) {
      Primitive scatter = new Primitive.WindowScatter(op.size(), op.stride());
      return List.of(() -> to.add(scatter, step.x(), dy));
    }
    List<Integer> ones = Collections.nCopies(op.size().size(), 1);
    Primitive windows = new Primitive.WindowReduce(Reduction.SUM, op.size(), ones);
    return List.of(() -> to.add(windows, spreadWindows(op)));
  }

  private Value spreadWindows(Primitive.WindowReduce op) {
    Value padded = dy;
    int first = step.shape().rank() - op.size().size();
    for (int i = 0; i < op.size().size(); i++) {
      int stride = op.stride().get(i);
      int edge = op.size().get(i) - 1;
      int covered = (to.shape(dy).dim(first + i) - 1) * stride + op.size().get(i);
      int unread = step.shape().dim(first + i) - covered;
      if (edge + unread + stride > 1) {
        padded = to.add(new Primitive.Pad(first + i, edge, edge + unread, stride - 1, 0), padded);
      }
    }
    return padded;
  }

  @Override
  public List<Supplier<Value>> windowScatter(Primitive.WindowScatter op) {
    throw new IllegalStateException("differentiate: gradients of gradients are not taken");
  }

  @Override
  public List<Supplier<Value>> tileTransform(Primitive.TileTransform op) {
    throw new IllegalStateException("differentiate: tiles are made of gradients, not before");
  }

  @Override
  public List<Supplier<Value>> tileMerge(Primitive.TileMerge op) {
    throw new IllegalStateException("differentiate: tiles are made of gradients, not before");
  }

  /** The elements of y that were x; every (interior + 1)-th is the sum of a window of one. */
  @Override
  public List<Supplier<Value>> pad(Primitive.Pad op) {
    int pace = op.interior() + 1;
    int extent = (step.shape().dim(op.axis()) - 1) * pace + 1;
    return List.of(
        () -> {
          Value inside = to.add(new Primitive.Slice(op.axis(), op.low(), extent), dy);
          if (pace == 1) return inside;
          int axes = step.shape().rank() - op.axis();
          List<Integer> stride = new ArrayList<>(Collections.nCopies(axes, 1));
          List<Integer> size = List.copyOf(stride);
          stride.set(0, pace);
          return to.add(new Primitive.WindowReduce(Reduction.SUM, size, stride), inside);
        });
  }

  /** dx is dy between zeros. */
  @Override
  public List<Supplier<Value>> slice(Primitive.Slice op) {
    int after = step.shape().dim(op.axis()) - op.start() - op.size();
    return List.of(() -> to.add(new Primitive.Pad(op.axis(), op.start(), after, 0, 0), dy));
  }

  @Override
  public List<Supplier<Value>> reshape(Primitive.Reshape op) {
    return List.of(() -> to.reshape(dy, step.shape()));
  }

  /** dx is dy permuted back. */
  @Override
  public List<Supplier<Value>> permute(Primitive.Permute op) {
    List<Integer> back =
        IntStream.range(0, op.axes().size()).map(op.axes()::indexOf).boxed().toList();
    return List.of(() -> to.add(new Primitive.Permute(back), dy));
  }

  /** Each row of the table has been read at the positions of its index. */
  @Override
  public List<Supplier<Value>> gather(Primitive.Gather op) {
    int rows = to.shape(step.operand(1)).dim(0);
    return List.of(FLAT, () -> to.add(new Primitive.ScatterAdd(rows), step.x(), dy));
  }

  /** Each value has gone to the row of its index. */
  @Override
  public List<Supplier<Value>> scatterAdd(Primitive.ScatterAdd op) {
    return List.of(FLAT, () -> to.add(new Primitive.Gather(), step.x(), dy));
  }

  /** Each part has its slice of dy. */
  @Override
  public List<Supplier<Value>> concat(Primitive.Concat op) {
    List<Supplier<Value>> slices = new ArrayList<>();
    int start = 0;
    for (Value part : step.operands()) {
      Shape shape = to.shape(part);
      Primitive slice = new Primitive.Slice(op.axis(), start, shape.dim(op.axis()));
      slices.add(() -> to.add(slice, dy));
      start += shape.dim(op.axis());
    }
    return slices;
  }

  @Override
  public List<Supplier<Value>> scan(Primitive.Scan op) {
    throw new IllegalStateException("differentiate: a recurrence brings its own gradient");
  }
}
