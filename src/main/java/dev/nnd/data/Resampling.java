package dev.nnd.data;

/**
 * Resizes one line of pixels: each new one is a mean of old ones, weighted by a triangle that is as
 * wide as the step between new pixels, and at least as that between old ones. Larger sizes are thus
 * linear interpolation, and smaller ones leave out no pixel, as in Pillow's and torchvision's
 * antialiased bilinear resizing.
 */
final class Resampling {
  private final int[] first;
  private final float[][] weights;

  /** From {@code from} to {@code to} pixels, both at least 1. */
  Resampling(int from, int to) {
    first = new int[to];
    weights = new float[to][];
    double step = (double) from / to;
    double reach = Math.max(step, 1);
    for (int i = 0; i < to; i++) {
      double centre = (i + 0.5) * step;
      int low = Math.max(0, (int) (centre - reach + 0.5));
      int high = Math.min(from, (int) (centre + reach + 0.5));
      double[] triangle = new double[high - low];
      double sum = 0;
      for (int k = 0; k < triangle.length; k++) {
        triangle[k] = Math.max(0, 1 - Math.abs(low + k + 0.5 - centre) / reach);
        sum += triangle[k];
      }
      first[i] = low;
      weights[i] = new float[triangle.length];
      for (int k = 0; k < triangle.length; k++) weights[i][k] = (float) (triangle[k] / sum);
    }
  }

  /**
   * Resizes one line.
   *
   * @param start of the line in {@code from}
   * @param stride between its pixels, in both arrays
   * @param at where it begins in {@code into}
   */
  void apply(float[] from, int start, int stride, float[] into, int at) {
    for (int i = 0; i < first.length; i++) {
      double sum = 0;
      for (int k = 0; k < weights[i].length; k++) {
        sum += weights[i][k] * (double) from[start + (first[i] + k) * stride];
      }
      into[at + i * stride] = (float) sum;
    }
  }
}
