package dev.nnd.search;

/**
 * Normal densities that are cut off at 0 and 1. Areas come from a table, which is a hundred times
 * faster than a series; its error is below 1e-6.
 */
final class Bell {
  private static final double LOG_SQRT_TWO_PI = 0.91893853320467274178;
  private static final double MOST = 8;
  private static final int PER_UNIT = 256;

  private final double[] table = new double[(int) (2 * MOST * PER_UNIT) + 2];

  Bell() {
    for (int i = 0; i < table.length; i++) {
      table[i] = Gaussian.below((double) i / PER_UNIT - MOST);
    }
  }

  private double below(double x) {
    if (x <= -MOST) {
      return 0;
    }
    if (x >= MOST) {
      return 1;
    }
    double place = (x + MOST) * PER_UNIT;
    int index = (int) place;
    return table[index] + (place - index) * (table[index + 1] - table[index]);
  }

  /** The logarithm of the area between 0 and 1 under {@code exp(-((x - center) / width)^2 / 2)}. */
  double logOfArea(double center, double width) {
    double area = below((1 - center) / width) - below(-center / width);
    return StrictMath.log(area * width) + LOG_SQRT_TWO_PI;
  }

  /** The position with the share {@code random} of that area below it. */
  double draw(double center, double width, double random) {
    double from = below(-center / width);
    double to = below((1 - center) / width);
    double share = Math.min(Math.max(from + random * (to - from), 1e-16), 1 - 1e-16);
    return Math.min(Math.max(center + width * Gaussian.quantile(share), 0), 1);
  }
}
