package dev.nnd.picture;

/** Numbers that do not fall, as near as can be to given ones. */
final class Monotone {
  private Monotone() {}

  /**
   * The rising numbers x that make {@code sum of weight * (x - wanted)^2} smallest: numbers that
   * fall are put together and take their mean, until none fall (Ayer et al. 1955, pool adjacent
   * violators).
   *
   * @param weights above 0
   */
  static double[] nearest(double[] wanted, double[] weights) {
    double[] means = new double[wanted.length];
    double[] masses = new double[wanted.length];
    int[] sizes = new int[wanted.length];
    int pools = 0;
    for (int i = 0; i < wanted.length; i++) {
      means[pools] = wanted[i];
      masses[pools] = weights[i];
      sizes[pools++] = 1;
      while (pools > 1 && means[pools - 2] > means[pools - 1]) {
        pools--;
        double mass = masses[pools - 1] + masses[pools];
        means[pools - 1] =
            (means[pools - 1] * masses[pools - 1] + means[pools] * masses[pools]) / mass;
        masses[pools - 1] = mass;
        sizes[pools - 1] += sizes[pools];
      }
    }
    double[] nearest = new double[wanted.length];
    int at = 0;
    for (int pool = 0; pool < pools; pool++) {
      for (int i = 0; i < sizes[pool]; i++) nearest[at++] = means[pool];
    }
    return nearest;
  }
}
