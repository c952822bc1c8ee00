package dev.nnd.train;

/**
 * The coefficient of determination, {@code 1 - sum (t - y)^2 / sum (t - mean t)^2}, as the mean of
 * those of each output by itself. Where all targets are equal it is 1 if the outputs are these too,
 * else 0. Of fewer than two examples it is not a number.
 */
final class Determination implements Measure {
  private final Answer answer;
  private final double[] residual;
  private final double[] mean;
  private final double[] spread;
  private long rows;

  Determination(Answer answer) {
    this.answer = answer;
    this.residual = new double[answer.width()];
    this.mean = new double[answer.width()];
    this.spread = new double[answer.width()];
  }

  /** The spread is gathered by Welford's recurrence (1962), which loses nothing to a large mean. */
  @Override
  public void add(float[] outputs, float[] targets, int size) {
    int width = answer.width();
    for (int at = 0; at < size; at += width) {
      rows++;
      for (int i = 0; i < width; i++) {
        double target = targets[at + i];
        double error = answer.number(outputs[at + i]) - target;
        residual[i] += error * error;
        double difference = target - mean[i];
        mean[i] += difference / rows;
        spread[i] += difference * (target - mean[i]);
      }
    }
  }

  @Override
  public double value() {
    double sum = 0;
    for (int i = 0; i < mean.length; i++) {
      double constant = residual[i] == 0 ? 1 : 0;
      sum += spread[i] == 0 ? constant : 1 - residual[i] / spread[i];
    }
    return rows < 2 ? Double.NaN : sum / mean.length;
  }
}
