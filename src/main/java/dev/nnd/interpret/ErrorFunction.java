package dev.nnd.interpret;

/** The error function in double precision. */
final class ErrorFunction {
  /** From here on the result is 1 in double precision. */
  private static final double SATURATED = 6;

  private ErrorFunction() {}

  /**
   * {@code erf(x) = 2 / sqrt(pi) * exp(-x^2) * sum of 2^n x^(2n+1) / (1 * 3 * … * (2n+1))}, whose
   * terms all have one sign, so that nothing cancels (Abramowitz and Stegun, 7.1.6).
   */
  static double erf(double x) {
    if (Double.isNaN(x)) return x;
    if (Math.abs(x) >= SATURATED) return Math.signum(x);
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > Math.ulp(sum) / 4; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }
}
