package dev.nnd.kernel;

import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Primitive.UnaryFunction;
import dev.nnd.loop.Expr;
import dev.nnd.loop.Expr.BinaryOperator;
import dev.nnd.loop.Expr.Comparison;
import dev.nnd.loop.Expr.UnaryOperator;

/**
 * Functions of numbers by operations that vectors have. The polynomials are those of the Cephes
 * library's single-precision functions (S. L. Moshier).
 *
 * <p>The largest errors in units in the last place: exp and log 1, tanh 1.5, sigmoid and erf 2.5.
 * Exp is 0 below {@value #SMALLEST_EXP}, where floats lose bits, and infinite above {@value
 * #LARGEST_EXP}, the last half octave of floats; log takes positive numbers below the smallest
 * normal one for that one.
 */
final class Functions {
  private static final float LOG2E = 1.44269504088896341f;

  /**
   * ln 2 in two parts, the first of which has so few bits that its products with small integers are
   * exact.
   */
  private static final float LN2_HIGH = 0.693359375f;

  private static final float LN2_LOW = -2.12194440e-4f;

  /** Adding and subtracting 1.5 * 2^23 rounds to the nearest integer. */
  private static final float ROUNDER = 12582912f;

  private static final float LARGEST_EXP = 88.3762626647949f;
  private static final float SMALLEST_EXP = -87.3365478515625f;
  private static final float SMALLEST_NORMAL = 1.17549435e-38f;
  private static final float SQRT_2 = 1.41421356237309505f;

  private static final float[] EXP = {
    1.9875691500e-4f,
    1.3981999507e-3f,
    8.3334519073e-3f,
    4.1665795894e-2f,
    1.6666665459e-1f,
    5.0000001201e-1f
  };
  private static final float[] LOG = {
    7.0376836292e-2f,
    -1.1514610310e-1f,
    1.1676998740e-1f,
    -1.2420140846e-1f,
    1.4249322787e-1f,
    -1.6668057665e-1f,
    2.0000714765e-1f,
    -2.4999993993e-1f,
    3.3333331174e-1f
  };
  private static final float[] TANH = {
    -5.70498872745e-3f, 2.06390887954e-2f, -5.37397155531e-2f, 1.33314422036e-1f, -3.33332819422e-1f
  };
  private static final float[] ERF = {
    7.853861353153693e-5f,
    -8.010193625184903e-4f,
    5.188327685732524e-3f,
    -2.685381193529856e-2f,
    1.128358514861418e-1f,
    -3.761262582423300e-1f,
    1.128379165726710f
  };
  private static final float[] ERFC_NEAR = {
    2.326819970068386e-2f,
    -1.387039388740657e-1f,
    3.687424674597105e-1f,
    -5.824733027278666e-1f,
    6.210004621745983e-1f,
    -4.944515323274145e-1f,
    3.404879937665872e-1f,
    -2.741127028184656e-1f,
    5.638259427386472e-1f
  };
  private static final float[] ERFC_FAR = {
    -1.047766399936249e+1f,
    1.297719955372516e+1f,
    -7.495518717768503f,
    2.921019019210786f,
    -1.015265279202700f,
    4.218463358204948e-1f,
    -2.820767439740514e-1f,
    5.641895067754075e-1f
  };

  private final Let let;

  /** Keeps a value that is used more than once in a variable. */
  @FunctionalInterface
  interface Let {
    Expr keep(Expr value);
  }

  Functions(Let let) {
    this.let = let;
  }

  /** A function of one number. */
  Expr apply(UnaryFunction function, Expr argument) {
    Expr x = let.keep(argument);
    return switch (function) {
      case NEGATE -> new Expr.Unary(UnaryOperator.NEGATE, x);
      case ABS -> new Expr.Unary(UnaryOperator.ABS, x);
      case SIGN -> less(x, number(0), number(-1), less(number(0), x, number(1), number(0)));
      case SQRT -> new Expr.Unary(UnaryOperator.SQRT, x);
      case EXP -> exp(x);
      case LOG -> log(x);
      case TANH -> tanh(x);
      case SIGMOID ->
          over(number(1), plus(number(1), exp(let.keep(new Expr.Unary(UnaryOperator.NEGATE, x)))));
      case ERF -> erf(x);
    };
  }

  /** A function of two numbers. */
  static Expr combine(BinaryFunction function, Expr a, Expr b) {
    return switch (function) {
      case ADD -> plus(a, b);
      case SUBTRACT -> minus(a, b);
      case MULTIPLY -> times(a, b);
      case DIVIDE -> over(a, b);
      case MAXIMUM -> new Expr.Binary(BinaryOperator.MAX, a, b);
      case MINIMUM -> new Expr.Binary(BinaryOperator.MIN, a, b);
      case LESS -> less(a, b, number(1), number(0));
      case EQUAL -> new Expr.Select(Comparison.EQUAL, a, b, number(1), number(0));
    };
  }

  /** {@code exp(x) = 2^k exp(r)} with {@code k = round(x / ln 2)} and {@code |r| <= ln 2 / 2}. */
  private Expr exp(Expr x) {
    Expr clamped =
        let.keep(
            new Expr.Binary(
                BinaryOperator.MIN,
                new Expr.Binary(BinaryOperator.MAX, x, number(SMALLEST_EXP)),
                number(LARGEST_EXP)));
    Expr k = let.keep(minus(fma(clamped, number(LOG2E), number(ROUNDER)), number(ROUNDER)));
    Expr r = let.keep(fma(k, number(-LN2_LOW), fma(k, number(-LN2_HIGH), clamped)));
    Expr fraction = plus(fma(polynomial(EXP, r), let.keep(times(r, r)), r), number(1));
    Expr value = new Expr.Binary(BinaryOperator.TIMES_POWER_OF_TWO, fraction, k);
    Expr bounded = less(number(LARGEST_EXP), x, number(Float.POSITIVE_INFINITY), value);
    return less(x, number(SMALLEST_EXP), number(0), bounded);
  }

  /** {@code log(x) = log(m) + e ln 2} with {@code x = m 2^e} and m around 1. */
  private Expr log(Expr x) {
    Expr normal = let.keep(new Expr.Binary(BinaryOperator.MAX, x, number(SMALLEST_NORMAL)));
    Expr significand = let.keep(new Expr.Unary(UnaryOperator.SIGNIFICAND, normal));
    Expr exponent = new Expr.Unary(UnaryOperator.EXPONENT, normal);
    Expr large = let.keep(less(number(SQRT_2), significand, number(1), number(0)));
    Expr e = let.keep(plus(exponent, large));
    Expr m = times(significand, fma(large, number(-0.5f), number(1)));
    Expr z = let.keep(minus(m, number(1)));
    Expr square = let.keep(times(z, z));
    Expr tail = fma(e, number(LN2_LOW), times(times(polynomial(LOG, z), square), z));
    Expr value = fma(e, number(LN2_HIGH), plus(z, fma(square, number(-0.5f), tail)));
    Expr finite = less(x, number(Float.POSITIVE_INFINITY), value, x);
    Expr zero =
        new Expr.Select(Comparison.EQUAL, x, number(0), number(Float.NEGATIVE_INFINITY), finite);
    return less(x, number(0), number(Float.NaN), zero);
  }

  /** By a polynomial near 0, else {@code 1 - 2 / (exp(2 |x|) + 1)} with the sign of x. */
  private Expr tanh(Expr x) {
    Expr magnitude = let.keep(new Expr.Unary(UnaryOperator.ABS, x));
    Expr square = let.keep(times(x, x));
    Expr near = let.keep(fma(times(polynomial(TANH, square), square), x, x));
    Expr grown = exp(let.keep(plus(magnitude, magnitude)));
    Expr far = let.keep(minus(number(1), over(number(2), plus(grown, number(1)))));
    Expr signed = less(x, number(0), new Expr.Unary(UnaryOperator.NEGATE, far), far);
    return less(magnitude, number(0.625f), near, signed);
  }

  /** By a polynomial up to 1, else {@code 1 - exp(-x^2) P(1 / x^2) / |x|} with the sign of x. */
  private Expr erf(Expr x) {
    Expr magnitude = let.keep(new Expr.Unary(UnaryOperator.ABS, x));
    Expr square = let.keep(times(x, x));
    Expr near = let.keep(times(x, polynomial(ERF, square)));
    Expr safe = let.keep(new Expr.Binary(BinaryOperator.MAX, magnitude, number(1)));
    Expr inverse = let.keep(over(number(1), safe));
    Expr y = let.keep(times(inverse, inverse));
    Expr shape =
        less(
            magnitude,
            number(2),
            let.keep(polynomial(ERFC_NEAR, y)),
            let.keep(polynomial(ERFC_FAR, y)));
    Expr decay = exp(let.keep(new Expr.Unary(UnaryOperator.NEGATE, square)));
    Expr far = let.keep(minus(number(1), times(times(decay, inverse), shape)));
    Expr signed = less(x, number(0), new Expr.Unary(UnaryOperator.NEGATE, far), far);
    return less(magnitude, number(1), near, signed);
  }

  /** Horner's rule, the highest power first. */
  private static Expr polynomial(float[] coefficients, Expr x) {
    Expr value = number(coefficients[0]);
    for (int i = 1; i < coefficients.length; i++) value = fma(value, x, number(coefficients[i]));
    return value;
  }

  private static Expr number(float value) {
    return new Expr.Const(value);
  }

  private static Expr plus(Expr a, Expr b) {
    return new Expr.Binary(BinaryOperator.ADD, a, b);
  }

  private static Expr minus(Expr a, Expr b) {
    return new Expr.Binary(BinaryOperator.SUBTRACT, a, b);
  }

  private static Expr times(Expr a, Expr b) {
    return new Expr.Binary(BinaryOperator.MULTIPLY, a, b);
  }

  private static Expr over(Expr a, Expr b) {
    return new Expr.Binary(BinaryOperator.DIVIDE, a, b);
  }

  private static Expr fma(Expr a, Expr b, Expr c) {
    return new Expr.Fma(a, b, c);
  }

  private static Expr less(Expr a, Expr b, Expr then, Expr otherwise) {
    return new Expr.Select(Comparison.LESS, a, b, then, otherwise);
  }
}
