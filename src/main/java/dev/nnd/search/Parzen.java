package dev.nnd.search;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A density on the unit cube: kernels at points, and the uniform density with the weight of an
 * average kernel. A kernel is a product of one factor an axis: a normal density cut off at the
 * ends, or, for a choice, weight on its value and the rest on all values alike. Where a point has
 * no position (NaN), or is asked for where there is none, the factor is 1, as the uniform density
 * has it.
 */
final class Parzen {
  /** What is smaller than the largest by this factor, as a logarithm, adds nothing to a sum. */
  private static final double NOTHING = -25;

  private final double[][] points;

  /** By kernel; they and {@link #uniform} add up to 1. */
  private final double[] weights;

  private final double uniform;

  /** By axis. */
  private final double[] widths;

  /** The points in units of the widths; NaN on the axes of choices. */
  private final double[][] centers;

  /** The axes of choices. */
  private final int[] choices;

  /** By kernel: the logarithms of all that does not depend on the place. */
  private final double[] constants;

  /** By axis of a choice: what all values share; 0 for the other axes. */
  private final double[] shared;

  /** By axis of a choice: the logarithms of the density at the value of a kernel and elsewhere. */
  private final double[] same;

  private final double[] different;

  private final Bell bell;

  /**
   * A density.
   *
   * @param points positions in [0, 1], or NaN
   * @param weights in proportion to each other
   * @param widths standard deviations of the kernels, in units of the axis; those of choices are
   *     not looked at
   */
  Parzen(Space space, double[][] points, double[] weights, double[] widths, Bell bell) {
    this.points = points;
    this.uniform = 1.0 / (1 + points.length);
    double total = Arrays.stream(weights).sum();
    this.weights = Arrays.stream(weights).map(w -> w * (1 - uniform) / total).toArray();
    this.widths = widths;
    this.bell = bell;
    this.shared = new double[space.size()];
    this.same = new double[space.size()];
    this.different = new double[space.size()];
    for (int i = 0; i < shared.length; i++) {
      if (!space.axis(i).ordered()) {
        share(i, space.axis(i).count().getAsLong());
      }
    }
    this.choices = IntStream.range(0, shared.length).filter(i -> shared[i] > 0).toArray();
    this.centers = Arrays.stream(points).map(this::scaled).toArray(double[][]::new);
    this.constants = new double[points.length];
    Arrays.setAll(constants, this::constant);
  }

  /** As if each of {@code count} values had been seen once more. */
  private void share(int axis, double count) {
    long seen = Arrays.stream(points).filter(p -> !Double.isNaN(p[axis])).count();
    shared[axis] = count / (count + seen);
    same[axis] = StrictMath.log(shared[axis] + (1 - shared[axis]) * count);
    different[axis] = StrictMath.log(shared[axis]);
  }

  private double constant(int kernel) {
    double constant = StrictMath.log(weights[kernel]);
    for (int i = 0; i < widths.length; i++) {
      double center = points[kernel][i];
      if (shared[i] == 0 && !Double.isNaN(center)) {
        constant -= bell.logOfArea(center, widths[i]);
      }
    }
    return constant;
  }

  /** The logarithm of the density at a point. */
  double log(double[] at) {
    double[] scaled = scaled(at);
    double[] logs = new double[points.length];
    double flat = StrictMath.log(uniform);
    double most = flat;
    for (int k = 0; k < logs.length; k++) {
      logs[k] = log(k, scaled, at);
      most = Math.max(most, logs[k]);
    }
    double sum = StrictMath.exp(flat - most);
    for (double log : logs) {
      if (log - most > NOTHING) {
        sum += StrictMath.exp(log - most);
      }
    }
    return most + StrictMath.log(sum);
  }

  /**
   * The logarithm of a kernel.
   *
   * @param scaled the point in units of the widths
   */
  private double log(int kernel, double[] scaled, double[] at) {
    double[] center = centers[kernel];
    double squares = 0;
    for (int i = 0; i < center.length; i++) {
      double way = scaled[i] - center[i];
      squares += Double.isNaN(way) ? 0 : way * way;
    }
    double log = constants[kernel] - 0.5 * squares;
    for (int i : choices) {
      double way = at[i] - points[kernel][i];
      if (!Double.isNaN(way)) {
        log += way == 0 ? same[i] : different[i];
      }
    }
    return log;
  }

  /** A point in units of the widths; NaN on the axes of choices. */
  private double[] scaled(double[] point) {
    double[] scaled = new double[point.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = shared[i] == 0 ? point[i] / widths[i] : Double.NaN;
    }
    return scaled;
  }

  /**
   * A kernel drawn by its weight; -1 for the uniform density.
   *
   * @param random uniform in (0, 1)
   */
  int kernel(double random) {
    double rest = random;
    for (int i = 0; i < weights.length; i++) {
      rest -= weights[i];
      if (rest < 0) {
        return i;
      }
    }
    return -1;
  }

  /**
   * A position on one axis drawn from a kernel.
   *
   * @param random uniform in (0, 1)
   */
  double draw(int kernel, int axis, double random) {
    double center = kernel < 0 ? Double.NaN : points[kernel][axis];
    if (Double.isNaN(center)) {
      return random;
    }
    if (shared[axis] == 0) {
      return bell.draw(center, widths[axis], random);
    }
    return random < shared[axis] ? random / shared[axis] : center;
  }
}
