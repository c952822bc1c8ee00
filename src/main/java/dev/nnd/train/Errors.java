package dev.nnd.train;

/** The mean over all elements of an error of {@code output - target}, summed in double. */
final class Errors implements Measure {
  private final Answer answer;
  private final boolean squared;
  private double sum;
  private long count;

  private Errors(Answer answer, boolean squared) {
    this.answer = answer;
    this.squared = squared;
  }

  /** Of the squares. */
  static Errors squared(Answer answer) {
    return new Errors(answer, true);
  }

  /** Of the absolute values. */
  static Errors absolute(Answer answer) {
    return new Errors(answer, false);
  }

  @Override
  public void add(float[] outputs, float[] targets, int size) {
    for (int i = 0; i < size; i++) {
      double difference = answer.number(outputs[i]) - targets[i];
      sum += squared ? difference * difference : Math.abs(difference);
    }
    count += size;
  }

  @Override
  public double value() {
    return sum / count;
  }
}
