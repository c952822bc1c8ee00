package dev.nnd.lower;

import dev.nnd.graph.Activation;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Primitive.UnaryFunction;
import dev.nnd.graph.Value;
import java.util.function.Supplier;

/**
 * The gradient of each activation {@code y = f(x)}, by y where that says all: then x need not be
 * kept.
 */
record ActivationGradients(GraphBuilder to, Value x, Value y, Value dy)
    implements Activation.Visitor<Supplier<Value>> {

  /** dx = dy where y > 0, else 0. */
  @Override
  public Supplier<Value> relu() {
    return () -> to.select(ActivationDefinitions.positive(to, y), dy, to.constant(0));
  }

  /** dx = dy where 0 < y < 6, else 0. */
  @Override
  public Supplier<Value> relu6() {
    return () -> between(0, y, 6, dy);
  }

  /** {@code inside} where a lies between two numbers, else 0. */
  private Value between(double low, Value a, double high, Value inside) {
    Value below = to.select(less(a, to.constant(high)), inside, to.constant(0));
    return to.select(less(to.constant(low), a), below, to.constant(0));
  }

  private Value less(Value a, Value b) {
    return to.binary(BinaryFunction.LESS, a, b);
  }

  /** dx = dy where x > 0, else slope * dy; with a positive slope, y has the sign of x. */
  @Override
  public Supplier<Value> leakyRelu(float slope) {
    Value sign = slope > 0 ? y : x;
    return () -> to.select(ActivationDefinitions.positive(to, sign), dy, to.times(dy, slope));
  }

  /** dx = dy where x > 0, else (y + alpha) * dy; with a positive alpha, y has the sign of x. */
  @Override
  public Supplier<Value> elu(float alpha) {
    Value sign = alpha > 0 ? y : x;
    return () -> {
      Value below = to.times(dy, to.plus(y, to.constant(alpha)));
      return to.select(ActivationDefinitions.positive(to, sign), dy, below);
    };
  }

  /** As {@link #elu}, with dx = scale * dy where x > 0. */
  @Override
  public Supplier<Value> selu() {
    double scale = ActivationDefinitions.SELU_SCALE;
    return () -> {
      Value least = to.constant(scale * ActivationDefinitions.SELU_ALPHA);
      Value below = to.times(dy, to.plus(y, least));
      return to.select(ActivationDefinitions.positive(to, y), to.times(dy, scale), below);
    };
  }

  /** dx = y * (1 - y) * dy. */
  @Override
  public Supplier<Value> sigmoid() {
    return () -> to.times(dy, to.times(y, to.minus(to.constant(1), y)));
  }

  /** dx = (1 - y^2) * dy. */
  @Override
  public Supplier<Value> tanh() {
    return () -> to.times(dy, oneMinusSquare(y));
  }

  private Value oneMinusSquare(Value a) {
    return to.minus(to.constant(1), to.times(a, a));
  }

  /** dx = (Phi(x) + x * phi(x)) * dy with {@code phi(x) = exp(-x^2 / 2) / sqrt(2 pi)}. */
  @Override
  public Supplier<Value> gelu() {
    return () -> {
      Value square = to.times(to.times(x, x), -0.5);
      Value density = to.times(to.unary(UnaryFunction.EXP, square), 1 / Math.sqrt(2 * Math.PI));
      Value distribution = new ActivationDefinitions(to, x).normalDistribution();
      return to.times(dy, to.plus(distribution, to.times(x, density)));
    };
  }

  /**
   * With {@code t = tanh(u)}: dx = ((1 + t) / 2 + x / 2 * (1 - t^2) * u') * dy, where {@code u' =
   * sqrt(2 / pi) * (1 + 3 * 0.044715 x^2)}.
   */
  @Override
  public Supplier<Value> geluTanh() {
    return () -> {
      ActivationDefinitions forward = new ActivationDefinitions(to, x);
      Value t = forward.cubicTanh();
      Value square = to.times(to.times(x, x), 3 * ActivationDefinitions.TANH_CUBIC);
      Value inner = to.times(to.plus(square, to.constant(1)), ActivationDefinitions.TANH_SLOPE);
      Value second = to.times(to.times(to.times(x, 0.5), oneMinusSquare(t)), inner);
      return to.times(dy, to.plus(forward.half(t), second));
    };
  }

  /** With {@code s = sigmoid(x)}: dx = s * (1 + x * (1 - s)) * dy. */
  @Override
  public Supplier<Value> silu() {
    return () -> {
      Value one = to.constant(1);
      Value s = to.unary(UnaryFunction.SIGMOID, x);
      return to.times(dy, to.times(s, to.plus(to.times(x, to.minus(one, s)), one)));
    };
  }

  /** dx = sigmoid(x) * dy. */
  @Override
  public Supplier<Value> softplus() {
    return () -> to.times(dy, to.unary(UnaryFunction.SIGMOID, x));
  }

  /** dx = dy / 6 where 0 < y < 1, else 0. */
  @Override
  public Supplier<Value> hardSigmoid() {
    return () -> between(0, y, 1, to.times(dy, 1.0 / 6));
  }

  /** dx = 0 where x < -3, (x / 3 + 1 / 2) * dy up to 3, and dy above. */
  @Override
  public Supplier<Value> hardSwish() {
    return () -> {
      Value slope = to.plus(to.times(x, 1.0 / 3), to.constant(0.5));
      Value inside = to.select(less(to.constant(3), x), dy, to.times(dy, slope));
      return to.select(less(x, to.constant(-3)), to.constant(0), inside);
    };
  }
}
