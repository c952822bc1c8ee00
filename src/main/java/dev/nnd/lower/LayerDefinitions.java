package dev.nnd.lower;

import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.IndexMap;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Pooling;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Primitive.Reduction;
import dev.nnd.graph.Primitive.UnaryFunction;
import dev.nnd.graph.Shape;
import dev.nnd.graph.TypeRules;
import dev.nnd.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** What each layer is, by primitives. */
final class LayerDefinitions implements Layer.Visitor<Value> {
  /** As in PyTorch: a probability of 0 for what is the case costs much, but not everything. */
  private static final double LEAST_LOG = -100;

  private final Lowering lowering;
  private final GraphBuilder to;
  private final List<Value> operands;
  private final Value x;
  private final Shape shape;

  LayerDefinitions(Lowering lowering, List<Value> operands) {
    this.lowering = lowering;
    this.to = lowering.to();
    this.operands = operands;
    this.x = operands.get(0);
    this.shape = to.shape(x);
  }

  private Value last() {
    return operands.get(operands.size() - 1);
  }

  /** Adds a bias along one axis if there is one. */
  private Value biased(boolean bias, int axis, Value y) {
    return bias ? to.plus(y, to.along(axis, last(), to.shape(y))) : y;
  }

  @Override
  public Value dense(Layer.Dense op) {
    Value weight = operands.get(1);
    Value y = to.contract(ContractionMaps.dense(shape, to.shape(weight)), x, weight);
    return biased(op.bias(), shape.rank() - 1, y);
  }

  @Override
  public Value convolution(Layer.Convolution op) {
    Value weight = operands.get(1);
    Shape result = TypeRules.derive(op, operands.stream().map(to::type).toList()).shape();
    Value y =
        to.contract(ContractionMaps.convolution(op, shape, to.shape(weight), result), x, weight);
    return biased(op.bias(), 1, y);
  }

  @Override
  public Value transposedConvolution(Layer.TransposedConvolution op) {
    Value weight = operands.get(1);
    Shape result = TypeRules.derive(op, operands.stream().map(to::type).toList()).shape();
    IndexMap map = ContractionMaps.transposed(op, shape, to.shape(weight), result);
    return biased(op.bias(), 1, ContractGradient.left(to, map, x, weight, result));
  }

  @Override
  public Value pool(Layer.Pool op) {
    Value reduced =
        op.pooling() == Pooling.MAX
            ? window(Reduction.MAX, op, pad(x, 2, op.padding(), Double.NEGATIVE_INFINITY))
            : window(Reduction.SUM, op, pad(x, 2, op.padding(), 0));
    return op.pooling() == Pooling.MAX ? reduced : to.times(reduced, reciprocalCounts(op, reduced));
  }

  private Value window(Reduction reduction, Layer.Pool op, Value padded) {
    return to.add(new Primitive.WindowReduce(reduction, op.size(), op.stride()), padded);
  }

  /** Puts {@code before} and {@code after} each axis from {@code first} on, given in pairs. */
  private Value pad(Value a, int first, List<Integer> padding, double value) {
    Value padded = a;
    for (int i = 0; i < padding.size() / 2; i++) {
      int before = padding.get(2 * i);
      int after = padding.get(2 * i + 1);
      if (before + after > 0)
        padded = to.add(new Primitive.Pad(first + i, before, after, 0, (float) value), padded);
    }
    return padded;
  }

  /** One over the number of elements of each window that are not padding, for every result. */
  private Value reciprocalCounts(Layer.Pool op, Value result) {
    Value one = to.constant(1);
    if (Collections.max(op.padding()) == 0) {
      return to.constant(1.0 / op.size().stream().reduce(1, Math::multiplyExact));
    }
    Value ones = to.fill(one, new Shape(shape.dims().subList(2, shape.rank())));
    Value counts = window(Reduction.SUM, op, pad(ones, 0, op.padding(), 0));
    return to.broadcast(to.over(one, counts), to.shape(result), axesFrom(2));
  }

  private List<Integer> axesFrom(int first) {
    return IntStream.range(first, shape.rank()).boxed().toList();
  }

  private List<Integer> allBut(int axis) {
    return IntStream.range(0, shape.rank()).filter(i -> i != axis).boxed().toList();
  }

  @Override
  public Value globalPool(Layer.GlobalPool op) {
    List<Integer> spatial = shape.dims().subList(2, shape.rank());
    if (op.pooling() == Pooling.MEAN) {
      double count = spatial.stream().mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b);
      return to.times(to.sum(x, axesFrom(2)), 1 / count);
    }
    List<Integer> ones = Collections.nCopies(spatial.size(), 1);
    Value largest = to.add(new Primitive.WindowReduce(Reduction.MAX, spatial, ones), x);
    return to.reshape(largest, Shape.of(shape.dim(0), shape.dim(1)));
  }

  @Override
  public Value batchNorm(Layer.BatchNorm op) {
    int affine = (op.scale() ? 1 : 0) + (op.shift() ? 1 : 0);
    Value mean = operands.get(1 + affine);
    Value variance = operands.get(2 + affine);
    if (lowering.mode() == Mode.TRAINING) {
      Moments moments = Moments.of(to, x);
      Value batchMean = moments.mean(to);
      lowering.statistics().move(to, mean, op.momentum(), batchMean);
      lowering.statistics().move(to, variance, op.momentum(), moments.variance());
      mean = batchMean;
      variance = moments.variance();
    }
    List<Value> all = new ArrayList<>(List.of(x, mean, variance));
    all.addAll(operands.subList(1, 1 + affine));
    return lowering.lower(new Layer.Normalize(op.epsilon(), op.scale(), op.shift()), all);
  }

  @Override
  public Value fusedNorm(Layer.FusedNorm op) {
    List<Value> normed = op.residual() ? operands.subList(0, operands.size() - 1) : operands;
    Value y = lowering.lower(op.norm(), normed);
    Value sum = op.residual() ? to.plus(y, last()) : y;
    return op.activation()
        .map(activation -> lowering.lower(new Layer.Activate(activation), List.of(sum)))
        .orElse(sum);
  }

  @Override
  public Value normalize(Layer.Normalize op) {
    Value factor = inverseDeviation(to, operands.get(2), op.epsilon());
    if (op.scale()) factor = to.times(operands.get(3), factor);
    Value centred = to.minus(x, to.along(1, operands.get(1), shape));
    return biased(op.shift(), 1, to.times(centred, to.along(1, factor, shape)));
  }

  @Override
  public Value layerNorm(Layer.LayerNorm op) {
    NormedRows rows = NormedRows.of(to, x, op);
    int last = shape.rank() - 1;
    Value y = to.times(rows.centred(), rows.inverse());
    if (op.scale()) y = to.times(y, to.along(last, operands.get(1), shape));
    return biased(op.shift(), last, y);
  }

  @Override
  public Value groupNorm(Layer.GroupNorm op) {
    NormedGroups groups = NormedGroups.of(to, x, op);
    Value inverse = groups.inverse();
    Value factor = to.times(inverse, to.along(1, operands.get(1), to.shape(inverse)));
    return biased(true, 1, to.times(groups.centred(), groups.everywhere(factor)));
  }

  /** {@code 1 / sqrt(variance + epsilon)}. */
  static Value inverseDeviation(GraphBuilder to, Value variance, double epsilon) {
    Value deviation = to.unary(UnaryFunction.SQRT, to.plus(variance, to.constant(epsilon)));
    return to.over(to.constant(1), deviation);
  }

  @Override
  public Value channelAffine(Layer.ChannelAffine op) {
    return biased(true, 1, to.times(x, to.along(1, operands.get(1), shape)));
  }

  @Override
  public Value dropout(Layer.Dropout op) {
    if (lowering.mode() == Mode.INFERENCE || op.rate() == 0) return x;
    Value random = to.add(new Primitive.Random(op.stream(), shape));
    Value dropped = to.binary(BinaryFunction.LESS, random, to.constant(op.rate()));
    return to.select(dropped, to.constant(0), to.times(x, 1 / (1 - op.rate())));
  }

  @Override
  public Value activate(Layer.Activate op) {
    return op.activation().accept(new ActivationDefinitions(to, x));
  }

  @Override
  public Value softmax(Layer.Softmax op) {
    Value exponentials = to.unary(UnaryFunction.EXP, minusLargest(op.axis()));
    Value sum = to.sum(exponentials, List.of(op.axis()));
    return to.over(exponentials, to.broadcast(sum, shape, allBut(op.axis())));
  }

  @Override
  public Value logSoftmax(Layer.LogSoftmax op) {
    Value z = minusLargest(op.axis());
    Value sum = to.sum(to.unary(UnaryFunction.EXP, z), List.of(op.axis()));
    Value logarithm = to.unary(UnaryFunction.LOG, sum);
    return to.minus(z, to.broadcast(logarithm, shape, allBut(op.axis())));
  }

  /** {@code x - max}, so that no exponential overflows. */
  private Value minusLargest(int axis) {
    Value largest = to.add(new Primitive.Reduce(Reduction.MAX, List.of(axis)), x);
    return to.minus(x, to.broadcast(largest, shape, allBut(axis)));
  }

  @Override
  public Value crossEntropy(Layer.CrossEntropy op) {
    int axis = shape.rank() - 1;
    Value target = to.times(LossTerms.oneHot(to, shape, operands.get(1)), x);
    Value picked = to.unary(UnaryFunction.LOG, to.sum(target, List.of(axis)));
    Value loss = to.times(picked, op.smoothing() - 1);
    if (op.smoothing() > 0) {
      Value all = to.sum(to.unary(UnaryFunction.LOG, x), List.of(axis));
      loss = to.minus(loss, to.times(all, op.smoothing() / shape.dim(axis)));
    }
    return LossTerms.mean(to, loss);
  }

  /**
   * With {@code z = x - max}: {@code -sum of target * log softmax(z) = log(sum(exp(z))) - sum of
   * target * z}, since the targets of a position sum to 1.
   */
  @Override
  public Value softmaxCrossEntropy(Layer.SoftmaxCrossEntropy op) {
    List<Integer> classes = List.of(shape.rank() - 1);
    Value z = minusLargest(shape.rank() - 1);
    Value target = LossTerms.smoothed(to, shape, operands.get(1), op.smoothing());
    Value sum = to.sum(to.unary(UnaryFunction.EXP, z), classes);
    Value expected = to.sum(to.times(target, z), classes);
    return LossTerms.mean(to, to.minus(to.unary(UnaryFunction.LOG, sum), expected));
  }

  @Override
  public Value meanSquaredError(Layer.MeanSquaredError op) {
    Value difference = to.minus(x, operands.get(1));
    return LossTerms.mean(to, to.times(difference, difference));
  }

  @Override
  public Value binaryCrossEntropy(Layer.BinaryCrossEntropy op) {
    Value one = to.constant(1);
    Value target = LossTerms.towardsHalf(to, operands.get(1), op.smoothing());
    Value hit = to.times(target, boundedLog(x));
    Value miss = to.times(to.minus(one, target), boundedLog(to.minus(one, x)));
    return LossTerms.mean(to, to.unary(UnaryFunction.NEGATE, to.plus(hit, miss)));
  }

  private Value boundedLog(Value a) {
    Value log = to.unary(UnaryFunction.LOG, a);
    return to.binary(BinaryFunction.MAXIMUM, log, to.constant(LEAST_LOG));
  }

  /**
   * {@code max(z, 0) - z t + log(1 + exp(-|z|))}: the exponential is at most 1, and nothing
   * overflows.
   */
  @Override
  public Value sigmoidCrossEntropy(Layer.SigmoidCrossEntropy op) {
    Value target = LossTerms.towardsHalf(to, operands.get(1), op.smoothing());
    Value positive = to.binary(BinaryFunction.MAXIMUM, x, to.constant(0));
    Value size = to.unary(UnaryFunction.ABS, x);
    Value small = to.unary(UnaryFunction.EXP, to.unary(UnaryFunction.NEGATE, size));
    Value log = to.unary(UnaryFunction.LOG, to.plus(small, to.constant(1)));
    return LossTerms.mean(to, to.plus(to.minus(positive, to.times(x, target)), log));
  }

  @Override
  public Value meanAbsoluteError(Layer.MeanAbsoluteError op) {
    return LossTerms.mean(to, to.unary(UnaryFunction.ABS, to.minus(x, operands.get(1))));
  }

  /** With {@code d = |x - t|} and {@code c = min(d, delta)}: {@code c (d - c / 2)}. */
  @Override
  public Value huber(Layer.Huber op) {
    Value distance = to.unary(UnaryFunction.ABS, to.minus(x, operands.get(1)));
    Value bounded = to.binary(BinaryFunction.MINIMUM, distance, to.constant(op.delta()));
    Value rest = to.minus(distance, to.times(bounded, 0.5));
    return LossTerms.mean(to, to.times(bounded, rest));
  }

  @Override
  public Value recurrence(Layer.Recurrence op) {
    return Recurrences.forward(to, op, operands, "h");
  }
}
