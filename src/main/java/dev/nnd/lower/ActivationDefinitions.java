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

  /** SELU's alpha (Klambauer et al. 2017, equation 14). */
  static final double SELU_ALPHA = 1.6732632423543772;

  /** SELU's factor (the same equation). */
  static final double SELU_SCALE = 1.0507009873554805;

  @Override
  public Value relu() {
    return to.binary(BinaryFunction.MAXIMUM, x, to.constant(0));
  }

  @Override
  public Value relu6() {
    return between(x, 0, 6);
  }

  private Value between(Value a, double low, double high) {
    Value raised = to.binary(BinaryFunction.MAXIMUM, a, to.constant(low));
    return to.binary(BinaryFunction.MINIMUM, raised, to.constant(high));
  }

  @Override
  public Value leakyRelu(float slope) {
    return to.select(positive(to, x), x, to.times(x, slope));
  }

  @Override
  public Value elu(float alpha) {
    return to.select(positive(to, x), x, to.times(expMinusOne(), alpha));
  }

  @Override
  public Value selu() {
    Value below = to.times(expMinusOne(), SELU_SCALE * SELU_ALPHA);
    return to.select(positive(to, x), to.times(x, SELU_SCALE), below);
  }

  /**
   * {@code exp(x) - 1 = 2 t / (1 - t)} with {@code t = tanh(x / 2)}, which loses nothing near 0.
   * Infinite for large x.
   */
  private Value expMinusOne() {
    Value t = to.unary(UnaryFunction.TANH, to.times(x, 0.5));
    return to.over(to.times(t, 2), to.minus(to.constant(1), t));
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

  @Override
  public Value silu() {
    return to.times(x, sigmoid());
  }

  /** {@code max(x, 0) + log(1 + exp(-|x|))}, so that no exponential overflows. */
  @Override
  public Value softplus() {
    Value distance = to.unary(UnaryFunction.ABS, x);
    Value tail = to.unary(UnaryFunction.EXP, to.unary(UnaryFunction.NEGATE, distance));
    return to.plus(relu(), logOnePlus(tail));
  }

  /**
   * {@code log(1 + a)} for an {@code a} of at least 0. What rounding makes of the sum, {@code w},
   * it makes of its logarithm in the same proportion: {@code a log(w) / (w - 1)} (Goldberg 1991,
   * theorem 4).
   */
  private Value logOnePlus(Value a) {
    Value one = to.constant(1);
    Value w = to.plus(a, one);
    Value logarithm = to.over(to.times(a, to.unary(UnaryFunction.LOG, w)), to.minus(w, one));
    return to.select(to.binary(BinaryFunction.EQUAL, w, one), a, logarithm);
  }

  @Override
  public Value hardSigmoid() {
    return to.times(between(to.plus(x, to.constant(3)), 0, 6), 1.0 / 6);
  }

  @Override
  public Value hardSwish() {
    return to.times(x, hardSigmoid());
  }

  /** {@code (1 + a) / 2}. */
  Value half(Value a) {
    return to.times(to.plus(a, to.constant(1)), 0.5);
  }
}
