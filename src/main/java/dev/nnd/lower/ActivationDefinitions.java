package dev.nnd.lower;

import dev.nnd.graph.Activation;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Primitive.UnaryFunction;
import dev.nnd.graph.Value;

/** What each activation is, by primitives on {@code x}. */
record ActivationDefinitions(GraphBuilder to, Value x) implements Activation.Visitor<Value> {
  /** The slope of GELU's tanh form at 0: {@code sqrt(2 / pi)}. */
  static final double TANH_SLOPE = Math.sqrt(2 / Math.PI);

  /** The cubic term of GELU's tanh form. */
  static final double TANH_CUBIC = 0.044715;

  @Override
  public Value relu() {
    return to.binary(BinaryFunction.MAXIMUM, x, to.constant(0));
  }

  @Override
  public Value leakyRelu(float slope) {
    return to.select(positive(to, x), x, to.times(x, slope));
  }

  /** Where {@code a > 0}. */
  static Value positive(GraphBuilder to, Value a) {
    return to.binary(BinaryFunction.LESS, to.constant(0), a);
  }

  @Override
  public Value sigmoid() {
    return to.unary(UnaryFunction.SIGMOID, x);
  }

  @Override
  public Value tanh() {
    return to.unary(UnaryFunction.TANH, x);
  }

  @Override
  public Value gelu() {
    return to.times(x, normalDistribution());
  }

  /** {@code Phi(x) = (1 + erf(x / sqrt(2))) / 2}. */
  Value normalDistribution() {
    return half(to.unary(UnaryFunction.ERF, to.times(x, Math.sqrt(0.5))));
  }

  @Override
  public Value geluTanh() {
    return to.times(x, half(cubicTanh()));
  }

  /** {@code tanh(sqrt(2 / pi) * (x + 0.044715 x^3))}. */
  Value cubicTanh() {
    Value cubic = to.plus(to.times(to.times(x, x), TANH_CUBIC), to.constant(1));
    return to.unary(UnaryFunction.TANH, to.times(to.times(x, TANH_SLOPE), cubic));
  }

  /** {@code (1 + a) / 2}. */
  Value half(Value a) {
    return to.times(to.plus(a, to.constant(1)), 0.5);
  }
}
