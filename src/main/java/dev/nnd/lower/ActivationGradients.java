package dev.nnd.lower;

import dev.nnd.graph.Activation;
import dev.nnd.graph.GraphBuilder;
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

  /** dx = dy where x > 0, else slope * dy; with a positive slope, y has the sign of x. */
  @Override
  public Supplier<Value> leakyRelu(float slope) {
    Value sign = slope > 0 ? y : x;
    return () -> to.select(ActivationDefinitions.positive(to, sign), dy, to.times(dy, slope));
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
}
