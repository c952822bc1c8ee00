package dev.nnd.graph;

import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Primitive.Reduction;
import dev.nnd.graph.Primitive.UnaryFunction;
import dev.nnd.source.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/** One random network in the making: values that layers may still be put on. */
final class RandomNetwork {
  /** No value has more elements a sample. */
  private static final int MOST = 600;

  private static final List<Double> EPSILONS = List.of(1e-5, 1e-3, 0.1);

  private final Random random;
  private final GraphBuilder to = new GraphBuilder();
  private final List<Value> live = new ArrayList<>();
  private final List<Shared> shared = new ArrayList<>();
  private final List<Function<Value, Optional<Value>>> kinds =
      List.of(
          this::dense,
          this::dense,
          this::convolution,
          this::convolution,
          this::convolution,
          this::transposed,
          this::pool,
          this::globalPool,
          this::norm,
          this::norm,
          this::fusedNorm,
          this::layerNorm,
          this::groupNorm,
          this::channelAffine,
          this::activate,
          this::activate,
          this::softmax,
          this::logSoftmax,
          this::dropout,
          this::arithmetic,
          this::arithmetic,
          this::gate,
          this::upsample,
          this::reduce,
          this::reduce,
          this::concat,
          this::reshape,
          this::permute,
          this::embedding,
          this::recurrence,
          this::again);
  private int names;

  /** A layer with its parameters, which another value of the same shape may go through too. */
  private record Shared(Layer layer, Shape shape, List<Value> parameters) {}

  /** With four to ten layers. */
  RandomNetwork(Random random) {
    this(random, 4 + random.nextInt(7));
  }

  /** With some layers on one or two inputs. */
  RandomNetwork(Random random, int steps) {
    this.random = random;
    int inputs = 1 + random.nextInt(2);
    for (int i = 0; i < inputs; i++) live.add(input("x" + i));
    for (int i = 0; i < steps; i++) grow();
  }

  private Value input(String name) {
    Shape shape =
        switch (random.nextInt(4)) {
          case 0 -> Shape.of(Shape.BATCH, size(12));
          case 1 -> Shape.of(Shape.BATCH, size(5), size(9));
          default -> Shape.of(Shape.BATCH, size(5), 2 + size(7), 2 + size(7));
        };
    return to.add(new Primitive.Input(name, Type.floats(shape)));
  }

  /** From 1 on, now and then more than a vector of 16. */
  private int size(int most) {
    return random.nextInt(12) == 0 ? 15 + random.nextInt(4) : 1 + random.nextInt(most);
  }

  private void grow() {
    Value x = random.nextInt(3) > 0 ? live.get(live.size() - 1) : pick(live);
    Optional<Value> y = Optional.empty();
    while (y.isEmpty()) y = pick(kinds).apply(x);
    live.add(y.get());
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  Graph outputs() {
    Collections.reverse(live);
    int count = Math.min(live.size(), 1 + random.nextInt(3));
    for (int i = 0; i < count; i++) to.result(Result.Kind.OUTPUT, "y" + i, live.get(i));
    return to.build().pruned();
  }

  Graph trained() {
    Value last = live.get(live.size() - 1);
    if (to.shape(last).rank() > 3 || random.nextBoolean()) {
      last = to.reshape(last, Shape.of(Shape.BATCH, (int) to.shape(last).size()));
    }
    Value y = weighted(new Layer.Dense(true), last, dense(to.shape(last), 2 + random.nextInt(4)));
    Layer loss = loss();
    Value output =
        loss instanceof Layer.CrossEntropy
            ? add(new Layer.Softmax(to.shape(y).rank() - 1), y)
            : loss instanceof Layer.BinaryCrossEntropy
                ? add(new Layer.Activate(Activation.of(Activation.Kind.SIGMOID)), bounded(y))
                : y;
    boolean classes =
        loss instanceof Layer.CrossEntropy || loss instanceof Layer.SoftmaxCrossEntropy;
    Type target =
        classes ? Type.ints(to.shape(y).without(List.of(to.shape(y).rank() - 1))) : to.type(y);
    Value t = to.add(new Primitive.Input("t", target));
    to.result(Result.Kind.OUTPUT, "y", output);
    to.result(Result.Kind.LOSS, "loss", add(loss, output, t));
    return to.build().pruned();
  }

  private Layer loss() {
    double smoothing = pick(List.of(0.0, 0.1));
    return switch (random.nextInt(9)) {
      case 0, 1 -> new Layer.CrossEntropy(smoothing);
      case 2, 3 -> new Layer.SoftmaxCrossEntropy(smoothing);
      case 4 -> new Layer.BinaryCrossEntropy(smoothing);
      case 5 -> new Layer.SigmoidCrossEntropy(smoothing);
      case 6 -> new Layer.MeanAbsoluteError();
      case 7 -> new Layer.Huber(0.5);
      default -> new Layer.MeanSquaredError();
    };
  }

  private Value add(Layer layer, Value... operands) {
    return to.add(layer, List.of(operands), Span.nowhere());
  }

  private Value parameter(String suffix, Role role, int... dims) {
    String path = "layer" + names + "." + suffix;
    return to.add(new Primitive.Parameter(path, role, Shape.of(dims), Init.constant(0)));
  }

  /** Adds a layer, and remembers it for sharing. */
  private Value remembered(Layer layer, Value x, List<Value> parameters) {
    names++;
    shared.add(new Shared(layer, to.shape(x), parameters));
    List<Value> operands = new ArrayList<>(List.of(x));
    operands.addAll(parameters);
    return to.add(layer, operands, Span.nowhere());
  }

  private Value weighted(Layer layer, Value x, Value weight) {
    boolean bias =
        layer instanceof Layer.Dense dense ? dense.bias() : ((Layer.Convolution) layer).bias();
    return weighted(layer, bias, to.shape(weight).dim(0), x, weight);
  }

  private Value weighted(Layer layer, boolean bias, int outs, Value x, Value weight) {
    return remembered(
        layer, x, bias ? List.of(weight, parameter("bias", Role.BIAS, outs)) : List.of(weight));
  }

  /** A layer that stands somewhere already, on another value or the same. */
  private Optional<Value> again(Value x) {
    List<Shared> fitting = shared.stream().filter(s -> s.shape().equals(to.shape(x))).toList();
    if (fitting.isEmpty()) return Optional.empty();
    Shared one = pick(fitting);
    List<Value> operands = new ArrayList<>(List.of(x));
    operands.addAll(one.parameters());
    return Optional.of(to.add(one.layer(), operands, Span.nowhere()));
  }

  private Value dense(Shape x, int units) {
    return parameter("weight", Role.WEIGHT, units, x.dim(-1));
  }

  private Optional<Value> dense(Value x) {
    int units = size(9);
    Shape shape = to.shape(x);
    if (shape.size() / shape.dim(-1) * units > MOST) return Optional.empty();
    return Optional.of(weighted(new Layer.Dense(random.nextBoolean()), x, dense(shape, units)));
  }

  private Optional<Value> convolution(Value x) {
    Shape shape = to.shape(x);
    if (shape.rank() < 3) return Optional.empty();
    int channels = shape.dim(1);
    int groups = random.nextBoolean() ? 1 : pick(divisors(channels));
    List<Integer> stride = new ArrayList<>();
    List<Integer> padding = new ArrayList<>();
    List<Integer> dilation = new ArrayList<>();
    List<Integer> weight =
        new ArrayList<>(List.of(groups * (groups == 1 ? size(6) : size(3)), channels / groups));
    for (int axis = 2; axis < shape.rank(); axis++) {
      int before = random.nextInt(3);
      int after = random.nextBoolean() ? before : random.nextInt(3);
      int kernel = 1 + random.nextInt(Math.min(3, shape.dim(axis) + before + after));
      int room = (shape.dim(axis) + before + after - 1) / Math.max(1, kernel - 1);
      weight.add(kernel);
      stride.add(1 + random.nextInt(3));
      padding.addAll(List.of(before, after));
      dilation.add(Math.max(1, Math.min(room, 1 + random.nextInt(2))));
    }
    Layer.Convolution layer =
        new Layer.Convolution(stride, padding, dilation, groups, random.nextBoolean());
    int[] dims = weight.stream().mapToInt(Integer::intValue).toArray();
    Value y = weighted(layer, x, parameter("weight", Role.WEIGHT, dims));
    return Optional.of(y).filter(v -> to.shape(v).size() <= MOST);
  }

  /** Kernels smaller and larger than strides, and paddings beyond kernels. */
  private Optional<Value> transposed(Value x) {
    Shape shape = to.shape(x);
    if (shape.rank() < 3) return Optional.empty();
    List<Integer> stride = new ArrayList<>();
    List<Integer> padding = new ArrayList<>();
    List<Integer> more = new ArrayList<>();
    List<Integer> weight = new ArrayList<>(List.of(shape.dim(1), size(4)));
    for (int axis = 2; axis < shape.rank(); axis++) {
      int step = 1 + random.nextInt(3);
      int kernel = 1 + random.nextInt(4);
      int added = random.nextInt(step);
      int whole = (shape.dim(axis) - 1) * step + kernel + added;
      int before = random.nextInt(Math.min(3, whole));
      int after = random.nextInt(Math.min(3, whole - before));
      weight.add(kernel);
      stride.add(step);
      padding.addAll(List.of(before, after));
      more.add(added);
    }
    boolean bias = random.nextBoolean();
    Layer layer = new Layer.TransposedConvolution(stride, padding, more, bias);
    int[] dims = weight.stream().mapToInt(Integer::intValue).toArray();
    Value y = weighted(layer, bias, dims[1], x, parameter("weight", Role.WEIGHT, dims));
    return Optional.of(y).filter(v -> to.shape(v).size() <= MOST);
  }

  private static List<Integer> divisors(int n) {
    List<Integer> found = new ArrayList<>();
    for (int d = 1; d <= n; d++) if (n % d == 0) found.add(d);
    return found;
  }

  private Optional<Value> pool(Value x) {
    Shape shape = to.shape(x);
    if (shape.rank() < 3) return Optional.empty();
    List<Integer> size = new ArrayList<>();
    List<Integer> stride = new ArrayList<>();
    List<Integer> padding = new ArrayList<>();
    for (int axis = 2; axis < shape.rank(); axis++) {
      int extent = 1 + random.nextInt(Math.min(3, shape.dim(axis)));
      size.add(extent);
      stride.add(1 + random.nextInt(3));
      padding.addAll(List.of(random.nextInt(extent), random.nextInt(extent)));
    }
    Pooling kind = pick(List.of(Pooling.values()));
    return Optional.of(add(new Layer.Pool(kind, size, stride, padding), x));
  }

  private Optional<Value> globalPool(Value x) {
    if (to.shape(x).rank() < 3 || random.nextBoolean()) return Optional.empty();
    return Optional.of(add(new Layer.GlobalPool(pick(List.of(Pooling.values()))), x));
  }

  private Layer.BatchNorm randomNorm() {
    return new Layer.BatchNorm(
        pick(List.of(0.9, 0.5)), pick(EPSILONS), random.nextInt(4) > 0, random.nextInt(4) > 0);
  }

  private List<Value> normParameters(Layer.BatchNorm norm, int channels) {
    List<Value> parameters = new ArrayList<>();
    if (norm.scale()) parameters.add(parameter("scale", Role.SCALE, channels));
    if (norm.shift()) parameters.add(parameter("shift", Role.SHIFT, channels));
    parameters.add(parameter("running_mean", Role.STATISTIC, channels));
    parameters.add(parameter("running_var", Role.STATISTIC, channels));
    return parameters;
  }

  private Optional<Value> norm(Value x) {
    Layer.BatchNorm norm = randomNorm();
    return Optional.of(remembered(norm, x, normParameters(norm, to.shape(x).dim(1))));
  }

  private Optional<Value> fusedNorm(Value x) {
    Layer.BatchNorm norm = randomNorm();
    List<Value> operands = new ArrayList<>(List.of(x));
    operands.addAll(normParameters(norm, to.shape(x).dim(1)));
    names++;
    boolean residual = random.nextBoolean();
    if (residual) operands.add(alike(x));
    Optional<Activation> activation =
        random.nextBoolean() ? Optional.of(activation()) : Optional.empty();
    return Optional.of(
        to.add(new Layer.FusedNorm(norm, residual, activation), operands, Span.nowhere()));
  }

  private Optional<Value> layerNorm(Value x) {
    if (to.shape(x).rank() < 2) return Optional.empty();
    int features = to.shape(x).dim(-1);
    boolean scale = random.nextInt(3) > 0;
    boolean shift = random.nextInt(3) > 0;
    List<Value> parameters = new ArrayList<>();
    if (scale) parameters.add(parameter("scale", Role.SCALE, features));
    if (shift) parameters.add(parameter("shift", Role.SHIFT, features));
    Layer norm = new Layer.LayerNorm(random.nextBoolean(), pick(EPSILONS), scale, shift);
    return Optional.of(remembered(norm, x, parameters));
  }

  private Optional<Value> groupNorm(Value x) {
    int channels = to.shape(x).dim(1);
    Layer norm = new Layer.GroupNorm(pick(divisors(channels)), pick(EPSILONS));
    Value scale = parameter("scale", Role.SCALE, channels);
    return Optional.of(
        remembered(norm, x, List.of(scale, parameter("shift", Role.SHIFT, channels))));
  }

  /** A value of the same shape, itself if there is no other. */
  private Value alike(Value x) {
    List<Value> others =
        live.stream().filter(v -> !v.equals(x) && to.shape(v).equals(to.shape(x))).toList();
    return others.isEmpty() ? x : pick(others);
  }

  private Optional<Value> channelAffine(Value x) {
    int channels = to.shape(x).dim(1);
    Value factor = parameter("factor", Role.SCALE, channels);
    Value offset = parameter("offset", Role.SHIFT, channels);
    names++;
    return Optional.of(add(new Layer.ChannelAffine(), x, factor, offset));
  }

  private Activation activation() {
    Activation.Kind kind = pick(List.of(Activation.Kind.values()));
    return new Activation(
        kind,
        switch (kind) {
          case LEAKY_RELU -> 0.1f;
          case ELU -> pick(List.of(1.5f, -0.5f));
          default -> 0;
        });
  }

  private Optional<Value> activate(Value x) {
    return Optional.of(add(new Layer.Activate(activation()), x));
  }

  private Optional<Value> softmax(Value x) {
    return Optional.of(add(new Layer.Softmax(1 + random.nextInt(to.shape(x).rank() - 1)), x));
  }

  private Optional<Value> logSoftmax(Value x) {
    return Optional.of(add(new Layer.LogSoftmax(1 + random.nextInt(to.shape(x).rank() - 1)), x));
  }

  private Optional<Value> dropout(Value x) {
    return Optional.of(add(new Layer.Dropout(pick(List.of(0.0, 0.3, 0.5)), "drop" + names++), x));
  }

  /** With a value of the same shape or a number; nothing is divided by less than 1. */
  private Optional<Value> arithmetic(Value x) {
    Value other = random.nextInt(3) == 0 ? to.constant(random.nextInt(5) - 1.5) : alike(x);
    return Optional.of(
        switch (random.nextInt(4)) {
          case 0 -> to.plus(x, other);
          case 1 -> to.minus(other, x);
          case 2 -> to.times(x, other);
          default -> to.over(x, to.plus(to.unary(UnaryFunction.ABS, other), to.constant(1)));
        });
  }

  /** With a value of each channel, broadcast as NumPy does it. */
  private Optional<Value> gate(Value x) {
    Shape shape = to.shape(x);
    if (shape.rank() < 3) return Optional.empty();
    Value pooled = add(new Layer.GlobalPool(Pooling.MEAN), x);
    Shape unit = shape;
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (axis > 1) unit = unit.with(axis, 1);
      axes.add(axis);
    }
    Value wide = to.broadcast(to.reshape(pooled, unit), shape, axes);
    return Optional.of(to.binary(pick(List.of(BinaryFunction.values()).subList(0, 3)), x, wide));
  }

  /** Where no sigmoid is 1 in floats or doubles, whose logarithm is bounded. */
  private Value bounded(Value x) {
    return add(new Layer.Activate(Activation.of(Activation.Kind.TANH)), x);
  }

  /** Each element of the last axis, or the last two, several times. */
  private Optional<Value> upsample(Value x) {
    Shape shape = to.shape(x);
    if (shape.rank() < 3) return Optional.empty();
    List<Integer> single = new ArrayList<>(shape.dims().subList(0, 2));
    List<Integer> many = new ArrayList<>(single);
    List<Integer> merged = new ArrayList<>(single);
    for (int axis = 2; axis < shape.rank(); axis++) {
      int factor = 1 + random.nextInt(3);
      single.addAll(List.of(shape.dim(axis), 1));
      many.addAll(List.of(shape.dim(axis), factor));
      merged.add(shape.dim(axis) * factor);
    }
    Shape wide = new Shape(many);
    if (wide.size() > MOST) return Optional.empty();
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis < wide.rank(); axis++) axes.add(axis);
    Value repeated = to.broadcast(to.reshape(x, new Shape(single)), wide, axes);
    return Optional.of(to.reshape(repeated, new Shape(merged)));
  }

  /** Over one of several written axes. */
  private Optional<Value> reduce(Value x) {
    Shape shape = to.shape(x);
    if (shape.rank() < 3) return Optional.empty();
    int axis = 1 + random.nextInt(shape.rank() - 1);
    Reduction reduction = pick(List.of(Reduction.values()));
    Value reduced = to.add(new Primitive.Reduce(reduction, List.of(axis)), x);
    return Optional.of(
        reduction == Reduction.SUM ? to.times(reduced, 1.0 / shape.dim(axis)) : reduced);
  }

  private Optional<Value> concat(Value x) {
    Shape shape = to.shape(x);
    int axis = 1 + random.nextInt(shape.rank() - 1);
    List<Value> fitting =
        live.stream()
            .filter(v -> to.shape(v).rank() == shape.rank())
            .filter(v -> to.shape(v).with(axis, 1).equals(shape.with(axis, 1)))
            .toList();
    Value y = to.add(new Primitive.Concat(axis), pick(fitting), x);
    return Optional.of(y).filter(v -> to.shape(v).size() <= MOST);
  }

  /** To a vector, or with one axis divided in two. */
  private Optional<Value> reshape(Value x) {
    Shape shape = to.shape(x);
    if (shape.rank() > 2 && random.nextBoolean()) {
      return Optional.of(to.reshape(x, Shape.of(Shape.BATCH, (int) shape.size())));
    }
    if (shape.rank() > 3) return Optional.empty();
    int axis = 1 + random.nextInt(shape.rank() - 1);
    int first = pick(divisors(shape.dim(axis)));
    List<Integer> dims = new ArrayList<>(shape.dims());
    dims.set(axis, first);
    dims.add(axis + 1, shape.dim(axis) / first);
    return Optional.of(to.reshape(x, new Shape(dims)));
  }

  /** A table for an input of its own, whose codes may be far off. */
  private Optional<Value> embedding(Value x) {
    Shape shape = random.nextBoolean() ? Shape.of(Shape.BATCH) : Shape.of(Shape.BATCH, size(5));
    Value codes = to.add(new Primitive.Input("codes" + names, Type.ints(shape)));
    Value table = parameter("weight", Role.WEIGHT, 1 + random.nextInt(7), size(9));
    names++;
    return Optional.of(to.add(new Primitive.Gather(), codes, table));
  }

  private Optional<Value> recurrence(Value x) {
    if (to.shape(x).rank() != 3) return Optional.empty();
    Cell cell = pick(List.of(Cell.values()));
    int units = size(5);
    int gates = cell.gates() * units;
    if (to.shape(x).dim(1) * gates > MOST) return Optional.empty();
    Value projected = weighted(new Layer.Dense(true), x, dense(to.shape(x), gates));
    Value weight = parameter("weight", Role.WEIGHT, gates, units);
    Value bias = parameter("bias", Role.BIAS, gates);
    Layer layer = new Layer.Recurrence(cell, random.nextBoolean());
    return Optional.of(remembered(layer, projected, List.of(weight, bias)));
  }

  private Optional<Value> permute(Value x) {
    List<Integer> written = new ArrayList<>();
    for (int axis = 1; axis < to.shape(x).rank(); axis++) written.add(axis);
    Collections.shuffle(written, random);
    written.add(0, 0);
    return Optional.of(to.add(new Primitive.Permute(written), x));
  }
}
