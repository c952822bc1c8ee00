package dev.nnd.train;

/**
 * Precision, recall and F1 as scikit-learn defines their macro averages, by class {@code k}:
 *
 * <pre>
 * precision  right[k] / said[k]
 * recall     right[k] / true[k]
 * f1         2 right[k] / (said[k] + true[k])
 * </pre>
 *
 * <p>Each is 0 where it would divide by 0. The value is their mean: of classes over those that
 * occur, in targets or in what the network said; of labels over all, each being the class of what
 * holds. With one label that is the metric of the positive class. An output that is not a number
 * says nothing.
 */
final class Confusion implements Measure {
  /** The number of one class. */
  private interface Rate {
    double of(long right, long said, long wanted);
  }

  private final Answer answer;
  private final Rate rate;
  private final long[] right;
  private final long[] said;
  private final long[] wanted;

  private Confusion(Answer answer, Rate rate) {
    this.answer = answer;
    this.rate = rate;
    this.right = new long[answer.width()];
    this.said = new long[answer.width()];
    this.wanted = new long[answer.width()];
  }

  static Confusion precision(Answer answer) {
    return new Confusion(answer, (right, said, wanted) -> share(right, said));
  }

  static Confusion recall(Answer answer) {
    return new Confusion(answer, (right, said, wanted) -> share(right, wanted));
  }

  static Confusion f1(Answer answer) {
    return new Confusion(answer, (right, said, wanted) -> share(2 * right, said + wanted));
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  @Override
  public void add(float[] outputs, float[] targets, int size) {
    int width = answer.width();
    if (answer.form() == Answer.Form.LABELS) {
      for (int i = 0; i < size; i++) {
        count(i % width, answer.holds(outputs[i]), targets[i] > 0.5f);
      }
      return;
    }
    for (int position = 0; position < size / width; position++) {
      int found = answer.largest(outputs, position * width);
      int target = answer.wanted(targets, position);
      count(target, found == target, true);
      if (found >= 0 && found != target) count(found, true, false);
    }
  }

  private void count(int k, boolean isSaid, boolean isTrue) {
    said[k] += isSaid ? 1 : 0;
    wanted[k] += isTrue ? 1 : 0;
    right[k] += isSaid && isTrue ? 1 : 0;
  }

  @Override
  public double value() {
    double sum = 0;
    int counted = 0;
    for (int k = 0; k < right.length; k++) {
      if (answer.form() == Answer.Form.LABELS || said[k] + wanted[k] > 0) {
        sum += rate.of(right[k], said[k], wanted[k]);
        counted++;
      }
    }
    return sum / counted;
  }
}
