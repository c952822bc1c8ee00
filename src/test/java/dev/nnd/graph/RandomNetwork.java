package dev.nnd.graph;

import dev.nnd.graph.Primitive.UnaryFunction;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/** One random network: layer after layer on values that it has so far. */
final class RandomNetwork {
  private final Random random;
  private final NetworkDraw draw;
  private final GraphBuilder to;
  private final List<Function<Value, Optional<Value>>> kinds;

  /** With four to ten layers. */
  RandomNetwork(Random random) {
    this(random, 4 + random.nextInt(7));
  }

  /** With some layers on one or two inputs. */
  RandomNetwork(Random random, int steps) {
    this.random = random;
    this.draw = new NetworkDraw(random);
    this.to = draw.to();
    this.kinds = kinds();
    int inputs = 1 + random.nextInt(2);
    for (int i = 0; i < inputs; i++) draw.live().add(draw.input("x" + i));
    for (int i = 0; i < steps; i++) grow();
  }

  /** The kinds of layers, those that matter most more than once. */
  private List<Function<Value, Optional<Value>>> kinds() {
    WeightDraws weights = new WeightDraws(draw);
    NormDraws norms = new NormDraws(draw);
    ShapeDraws shapes = new ShapeDraws(draw);
    return List.of(
        weights::dense,
        weights::dense,
        weights::convolution,
        weights::convolution,
        weights::convolution,
        weights::transposed,
        shapes::pool,
        shapes::globalPool,
        norms::norm,
        norms::norm,
        norms::fusedNorm,
        norms::layerNorm,
        norms::groupNorm,
        norms::channelAffine,
        this::activate,
        this::activate,
        this::softmax,
        this::logSoftmax,
        this::dropout,
        this::arithmetic,
        this::arithmetic,
        shapes::gate,
        shapes::upsample,
        shapes::reduce,
        shapes::reduce,
        shapes::concat,
        shapes::reshape,
        shapes::permute,
        weights::embedding,
        weights::recurrence,
        weights::attention,
        draw::again);
  }

  private void grow() {
    Value x =
        random.nextInt(3) > 0 ? draw.live().get(draw.live().size() - 1) : draw.pick(draw.live());
    Optional<Value> y = Optional.empty();
    while (y.isEmpty()) y = draw.pick(kinds).apply(x);
    draw.live().add(y.get());
  }

  Graph outputs() {
    Collections.reverse(draw.live());
    int count = Math.min(draw.live().size(), 1 + random.nextInt(3));
    for (int i = 0; i < count; i++) to.result(Result.Kind.OUTPUT, "y" + i, draw.live().get(i));
    return to.build().pruned();
  }

  Graph trained() {
    Value last = draw.live().get(draw.live().size() - 1);
    if (to.shape(last).rank() > 3 || random.nextBoolean()) {
      last = to.reshape(last, Shape.of(Shape.BATCH, (int) to.shape(last).size()));
    }
    Value y =
        draw.weighted(
            new Layer.Dense(true),
            last,
            new WeightDraws(draw).dense(to.shape(last), 2 + random.nextInt(4)));
    Layer loss = loss();
    Value output =
        loss instanceof Layer.CrossEntropy
            ? draw.add(new Layer.Softmax(to.shape(y).rank() - 1), y)
            : loss instanceof Layer.BinaryCrossEntropy
                ? draw.add(new Layer.Activate(Activation.of(Activation.Kind.SIGMOID)), bounded(y))
                : y;
    boolean classes =
        loss instanceof Layer.CrossEntropy || loss instanceof Layer.SoftmaxCrossEntropy;
    Type target =
        classes ? Type.ints(to.shape(y).without(List.of(to.shape(y).rank() - 1))) : to.type(y);
    Value t = to.add(new Primitive.Input("t", target));
    to.result(Result.Kind.OUTPUT, "y", output);
    to.result(Result.Kind.LOSS, "loss", draw.add(loss, output, t));
    return to.build().pruned();
  }

  private Layer loss() {
    double smoothing = draw.pick(List.of(0.0, 0.1));
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

  private Optional<Value> activate(Value x) {
    return Optional.of(draw.add(new Layer.Activate(draw.activation()), x));
  }

  private Optional<Value> softmax(Value x) {
    return Optional.of(draw.add(new Layer.Softmax(1 + random.nextInt(to.shape(x).rank() - 1)), x));
  }

  private Optional<Value> logSoftmax(Value x) {
    return Optional.of(
        draw.add(new Layer.LogSoftmax(1 + random.nextInt(to.shape(x).rank() - 1)), x));
  }

  private Optional<Value> dropout(Value x) {
    return Optional.of(
        draw.add(new Layer.Dropout(draw.pick(List.of(0.0, 0.3, 0.5)), "drop" + draw.next()), x));
  }

  /** With a value of the same shape or a number; nothing is divided by less than 1. */
  private Optional<Value> arithmetic(Value x) {
    Value other = random.nextInt(3) == 0 ? to.constant(random.nextInt(5) - 1.5) : draw.alike(x);
    return Optional.of(
        switch (random.nextInt(4)) {
          case 0 -> to.plus(x, other);
          case 1 -> to.minus(other, x);
          case 2 -> to.times(x, other);
          default -> to.over(x, to.plus(to.unary(UnaryFunction.ABS, other), to.constant(1)));
        });
  }

  /** Where no sigmoid is 1 in floats or doubles, whose logarithm is bounded. */
  private Value bounded(Value x) {
    return draw.add(new Layer.Activate(Activation.of(Activation.Kind.TANH)), x);
  }
}
