package dev.nnd.search;

/** The standard normal distribution, with the same bits on every machine. */
final class Gaussian {
  private static final double LOG_SQRT_TWO_PI = 0.91893853320467274178;

  /** Below this probability the quantile comes from the series for a tail. */
  private static final double TAIL = 0.02425;

  private static final double[] MIDDLE_UPPER = {
    -3.969683028665376e+01,
    2.209460984245205e+02,
    -2.759285104469687e+02,
    1.383577518672690e+02,
    -3.066479806614716e+01,
    2.506628277459239e+00
  };
  private static final double[] MIDDLE_LOWER = {
    -5.447609879822406e+01,
    1.615858368580409e+02,
    -1.556989798598866e+02,
    6.680131188771972e+01,
    -1.328068155288572e+01,
    1
  };
  private static final double[] TAIL_UPPER = {
    -7.784894002430293e-03,
    -3.223964580411365e-01,
    -2.400758277161838e+00,
    -2.549732539343734e+00,
    4.374664141464968e+00,
    2.938163982698783e+00
  };
  private static final double[] TAIL_LOWER = {
    7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00, 1
  };

  private Gaussian() {}

  /** The probability of a number below {@code x}, by Marsaglia's series (2004). */
  static double below(double x) {
    if (Math.abs(x) > 9) {
      return x < 0 ? 0 : 1;
    }
    double sum = x;
    double term = x;
    for (int i = 3; Math.abs(term) > 1e-17 * Math.abs(sum); i += 2) {
      term *= x * x / i;
      sum += term;
    }
    return 0.5 + sum * StrictMath.exp(-0.5 * x * x - LOG_SQRT_TWO_PI);
  }

  /**
   * The number with the probability {@code p} below it, by Acklam's rational approximation, whose
   * relative error is below 1.2e-9.
   *
   * @param p in (0, 1)
   */
  static double quantile(double p) {
    if (p > 0.5) {
      return -quantile(1 - p);
    }
    if (p < TAIL) {
      double q = StrictMath.sqrt(-2 * StrictMath.log(p));
      return polynomial(TAIL_UPPER, q) / polynomial(TAIL_LOWER, q);
    }
    double q = p - 0.5;
    return q * polynomial(MIDDLE_UPPER, q * q) / polynomial(MIDDLE_LOWER, q * q);
  }

  private static double polynomial(double[] coefficients, double x) {
    double value = 0;
    for (double coefficient : coefficients) {
      value = value * x + coefficient;
    }
    return value;
  }
}
