package dev.nnd.lower;

import static dev.nnd.lower.Step.FLAT;

import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.IndexMap;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The gradients of the layers that know a better one than the chain rule gives. */
final class LayerGradients implements Layer.Visitor<List<Supplier<Value>>> {
  private final Step step;
  private final GraphBuilder to;
  private final Value x;
  private final Value y;
  private final Value dy;
  private final Shape shape;

  LayerGradients(Step step) {
    this.step = step;
    this.to = step.to();
    this.x = step.x();
    this.y = step.y();
    this.dy = step.dy();
    this.shape = step.shape();
  }

  private static List<Supplier<Value>> lowered(Layer op) {
    throw new IllegalStateException("differentiate: a layer that was not lowered: " + op);
  }

  @Override
  public List<Supplier<Value>> dense(Layer.Dense op) {
    return lowered(op);
  }

  @Override
  public List<Supplier<Value>> convolution(Layer.Convolution op) {
    return lowered(op);
  }

  @Override
  public List<Supplier<Value>> pool(Layer.Pool op) {
    return lowered(op);
  }

  @Override
  public List<Supplier<Value>> globalPool(Layer.GlobalPool op) {
    return lowered(op);
  }

  @Override
  public List<Supplier<Value>> batchNorm(Layer.BatchNorm op) {
    return lowered(op);
  }

  @Override
  public List<Supplier<Value>> fusedNorm(Layer.FusedNorm op) {
    return lowered(op);
  }

  @Override
  public List<Supplier<Value>> channelAffine(Layer.ChannelAffine op) {
    return lowered(op);
  }

  @Override
  public List<Supplier<Value>> dropout(Layer.Dropout op) {
    return lowered(op);
  }

  @Override
  public List<Supplier<Value>> crossEntropy(Layer.CrossEntropy op) {
    return lowered(op);
  }

  @Override
  public List<Supplier<Value>> meanSquaredError(Layer.MeanSquaredError op) {
    return lowered(op);
  }

  @Override
  public List<Supplier<Value>> binaryCrossEntropy(Layer.BinaryCrossEntropy op) {
    return lowered(op);
  }

  @Override
  public List<Supplier<Value>> meanAbsoluteError(Layer.MeanAbsoluteError op) {
    return lowered(op);
  }

  /**
   * With {@code y = c^T(x)} for the convolution c whose input gradient it is: {@code dx = c(dy)},
   * and the weight's gradient is that of c for the input dy and the slope x.
   */
  @Override
  public List<Supplier<Value>> transposedConvolution(Layer.TransposedConvolution op) {
    Value weight = step.operand(1);
    IndexMap map = ContractionMaps.transposed(op, shape, to.shape(weight), to.shape(y));
    List<Supplier<Value>> slopes = new ArrayList<>();
    slopes.add(() -> to.contract(map, dy, weight));
    slopes.add(() -> ContractGradient.right(to, map, dy, x, to.shape(weight)));
    if (op.bias()) slopes.add(() -> to.sumAllBut(1, dy));
    return slopes;
  }

  /**
   * Per row, with {@code inv} one over its deviation, {@code n = (x - mean) * inv} and {@code g =
   * scale * dy}: {@code dx = inv * (g - mean of g - n * mean of (g * n))}, where the mean of g is
   * left out if the norm does not centre; dscale is {@code sum(dy * n)} and dshift {@code sum(dy)}
   * (Ba et al. 2016, by the chain rule).
   */
  @Override
  public List<Supplier<Value>> layerNorm(Layer.LayerNorm op) {
    int last = shape.rank() - 1;
    NormedRows rows = NormedRows.of(to, x, op);
    Value n = to.times(rows.centred(), rows.inverse());
    List<Supplier<Value>> slopes = new ArrayList<>();
    slopes.add(
        () -> {
          Value g = op.scale() ? to.times(dy, to.along(last, step.operand(1), shape)) : dy;
          Value along = NormedRows.along(to, NormedRows.mean(to, to.times(g, n)), shape);
          Value rest = to.minus(g, to.times(n, along));
          Value mean = NormedRows.along(to, NormedRows.mean(to, g), shape);
          return to.times(op.centred() ? to.minus(rest, mean) : rest, rows.inverse());
        });
    if (op.scale()) slopes.add(() -> to.sumAllBut(last, to.times(dy, n)));
    if (op.shift()) slopes.add(() -> to.sumAllBut(last, dy));
    return slopes;
  }

  /**
   * Per channel {@code dx = A*dy + B*(x - mean) + C} with {@code inv = 1 / sqrt(variance +
   * epsilon)}, {@code A = scale * inv}, {@code B = -A * inv^2 * sum(dy * (x - mean)) / m}, {@code C
   * = -A * sum(dy) / m}; dscale is {@code inv * sum(dy * (x - mean))} and dshift is {@code sum(dy)}
   * (Ioffe and Szegedy 2015, section 3, put together).
   */
  @Override
  public List<Supplier<Value>> normalize(Layer.Normalize op) {
    Value mean = step.operand(1);
    Value inverse = LayerDefinitions.inverseDeviation(to, step.operand(2), op.epsilon());
    Value sum = to.sumAllBut(1, dy);
    Value centred = to.minus(x, channels(mean));
    Value moment = to.sumAllBut(1, to.times(dy, centred));
    Value a = op.scale() ? to.times(step.operand(3), inverse) : inverse;

    List<Supplier<Value>> slopes = new ArrayList<>();
    slopes.add(() -> affine(a, inverse, centred, sum, moment));
    slopes.add(FLAT);
    slopes.add(FLAT);
    if (op.scale()) slopes.add(() -> to.times(inverse, moment));
    if (op.shift()) slopes.add(() -> sum);
    return slopes;
  }

  private Value affine(Value a, Value inverse, Value centred, Value sum, Value moment) {
    Value count = to.times(to.add(new Primitive.BatchSize()), (double) shape.size() / shape.dim(1));
    Value b = negate(to.times(to.times(a, to.times(inverse, inverse)), to.over(moment, count)));
    Value c = negate(to.times(a, to.over(sum, count)));
    Value linear = to.plus(to.times(dy, channels(a)), to.times(centred, channels(b)));
    return to.plus(linear, channels(c));
  }

  private Value negate(Value a) {
    return to.unary(Primitive.UnaryFunction.NEGATE, a);
  }

  private Value channels(Value vector) {
    return to.along(1, vector, shape);
  }

  @Override
  public List<Supplier<Value>> activate(Layer.Activate op) {
    return List.of(op.activation().accept(new ActivationGradients(to, x, y, dy)));
  }

  /** dx = y * (dy - sum of dy * y). */
  @Override
  public List<Supplier<Value>> softmax(Layer.Softmax op) {
    List<Integer> others =
        IntStream.range(0, shape.rank()).filter(i -> i != op.axis()).boxed().toList();
    return List.of(
        () -> {
          Value mean = to.sum(to.times(dy, y), List.of(op.axis()));
          return to.times(y, to.minus(dy, to.broadcast(mean, shape, others)));
        });
  }

  /**
   * As {@link #normalize}, with the sums of a group in the place of those of a channel: {@code dx =
   * A*dy + B*(x - mean) + C} with {@code inv} one over the group's deviation, {@code A = scale *
   * inv}, {@code B = -inv^3 * mean of (scale * dy * (x - mean))} and {@code C = -inv * mean of
   * (scale * dy)}.
   */
  @Override
  public List<Supplier<Value>> groupNorm(Layer.GroupNorm op) {
    NormedGroups groups = NormedGroups.of(to, x, op);
    Value inverse = groups.inverse();
    Value scale = to.along(1, step.operand(1), to.shape(inverse));
    Value sum = groups.perChannel(dy);
    Value moment = groups.perChannel(to.times(dy, groups.centred()));
    return List.of(
        () -> {
          Value a = to.times(scale, inverse);
          Value cube = to.times(inverse, to.times(inverse, inverse));
          Value b = negate(to.times(cube, groups.meanOfGroup(to.times(scale, moment))));
          Value c = negate(to.times(inverse, groups.meanOfGroup(to.times(scale, sum))));
          Value linear = to.times(dy, groups.everywhere(a));
          Value bent = to.times(groups.centred(), groups.everywhere(b));
          return to.plus(to.plus(linear, bent), groups.everywhere(c));
        },
        () -> to.sum(to.times(inverse, moment), List.of(0)),
        () -> to.sum(sum, List.of(0)));
  }

  /** dx = dy - exp(y) * sum of dy. */
  @Override
  public List<Supplier<Value>> logSoftmax(Layer.LogSoftmax op) {
    List<Integer> others =
        IntStream.range(0, shape.rank()).filter(i -> i != op.axis()).boxed().toList();
    return List.of(
        () -> {
          Value sum = to.broadcast(to.sum(dy, List.of(op.axis())), shape, others);
          return to.minus(dy, to.times(to.unary(Primitive.UnaryFunction.EXP, y), sum));
        });
  }

  /** dz = (softmax(z) - target) / m * dy. */
  @Override
  public List<Supplier<Value>> softmaxCrossEntropy(Layer.SoftmaxCrossEntropy op) {
    return List.of(
        () -> {
          Value probabilities = to.add(new Layer.Softmax(shape.rank() - 1), x);
          Value target = LossTerms.smoothed(to, shape, step.operand(1), op.smoothing());
          Value rows = LossTerms.positions(to, shape.without(List.of(shape.rank() - 1)));
          return to.times(to.minus(probabilities, target), to.over(dy, rows));
        },
        FLAT);
  }

  /** dz = (sigmoid(z) - target) / m * dy. */
  @Override
  public List<Supplier<Value>> sigmoidCrossEntropy(Layer.SigmoidCrossEntropy op) {
    return List.of(
        () -> {
          Value probabilities = to.unary(Primitive.UnaryFunction.SIGMOID, x);
          Value target = LossTerms.towardsHalf(to, step.operand(1), op.smoothing());
          Value share = to.over(dy, LossTerms.positions(to, shape));
          return to.times(to.minus(probabilities, target), share);
        },
        FLAT);
  }

  /** dx = min(max(x - t, -delta), delta) / m * dy. */
  @Override
  public List<Supplier<Value>> huber(Layer.Huber op) {
    return List.of(
        () -> {
          Value share = to.over(dy, LossTerms.positions(to, shape));
          Value difference = to.minus(x, step.operand(1));
          Value above = to.binary(BinaryFunction.MAXIMUM, difference, to.constant(-op.delta()));
          Value bounded = to.binary(BinaryFunction.MINIMUM, above, to.constant(op.delta()));
          return to.times(bounded, share);
        },
        FLAT);
  }

  /**
   * By a loop from the last step to the first, which gives the gradient a of the gates' sums at
   * each step; then dweight is the sum of {@code a[t] h[t - 1]} over batch and steps.
   */
  @Override
  public List<Supplier<Value>> recurrence(Layer.Recurrence op) {
    List<Value> operands = step.operands();
    Supplier<Value> gates = () -> Recurrences.backward(to, op, operands, dy, "gates");
    String map =
        "n=N t=%d o=%d i=%d: n, t, o; n, t%s, i; o, i"
            .formatted(shape.dim(1), shape.dim(2), to.shape(y).dim(2), op.reverse() ? "+1" : "-1");
    return List.of(
        () -> Recurrences.backward(to, op, operands, dy, "projected"),
        () -> to.contract(IndexMap.parse(map), gates.get(), y),
        () -> to.sum(gates.get(), List.of(0, 1)));
  }
}
