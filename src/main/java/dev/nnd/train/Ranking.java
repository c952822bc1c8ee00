package dev.nnd.train;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The area under the ROC curve: the probability that an example of a class scores higher than one
 * of another, where equal scores count as half (Mann and Whitney 1947).
 *
 * <p>Two classes have one such number; of more it is the mean over the classes, each against the
 * rest, by softmax probabilities; of labels the mean over the labels. Classes without an example,
 * or without a counter-example, have none and are left out; if that is all of them, or a score is
 * not a number, the value is not a number.
 *
 * <p>Order cannot be had from sums, so all scores are kept: four bytes for each output.
 */
final class Ranking implements Measure {
  private final Answer answer;
  private final int columns;
  private float[] scores = new float[1024];
  private final BitSet positive = new BitSet();
  private int count;

  Ranking(Answer answer) {
    this.answer = answer;
    // Of two classes the second has the first's curve.
    boolean pair = answer.form() != Answer.Form.LABELS && answer.width() == 2;
    this.columns = pair ? 1 : answer.width();
  }

  @Override
  public void add(float[] outputs, float[] targets, int size) {
    int width = answer.width();
    boolean labels = answer.form() == Answer.Form.LABELS;
    double[] probabilities = new double[width];
    for (int at = 0, position = 0; at < size; at += width, position++) {
      if (!labels) probabilities(outputs, at, probabilities);
      for (int column = 0; column < columns; column++) {
        int k = width - columns + column;
        boolean holds = labels ? targets[at + k] > 0.5f : answer.wanted(targets, position) == k;
        keep(labels ? outputs[at + k] : (float) probabilities[k], holds);
      }
    }
  }

  /** Logits of different positions cannot be compared before softmax. */
  private void probabilities(float[] outputs, int at, double[] into) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < into.length; k++) {
      into[k] = outputs[at + k];
      largest = Math.max(largest, into[k]);
    }
    if (!answer.logits()) return;
    double sum = 0;
    for (int k = 0; k < into.length; k++) {
      into[k] = Math.exp(into[k] - largest);
      sum += into[k];
    }
    for (int k = 0; k < into.length; k++) into[k] /= sum;
  }

  private void keep(float score, boolean holds) {
    if (count == scores.length) scores = Arrays.copyOf(scores, Math.multiplyExact(2, count));
    positive.set(count, holds);
    scores[count++] = score;
  }

  @Override
  public double value() {
    double sum = 0;
    int counted = 0;
    for (int column = 0; column < columns; column++) {
      double area = area(column);
      if (!Double.isNaN(area)) {
        sum += area;
        counted++;
      }
    }
    for (int i = 0; i < count; i++) {
      if (Float.isNaN(scores[i])) return Double.NaN;
    }
    return sum / counted;
  }

  /** Sums the ranks of the positives; the ranks of equal scores are their mean. */
  private double area(int column) {
    int rows = count / columns;
    long[] sorted = new long[rows];
    for (int row = 0; row < rows; row++) {
      int at = row * columns + column;
      sorted[row] = (long) ordered(scores[at]) << 1 | (positive.get(at) ? 1 : 0);
    }
    Arrays.sort(sorted);
    double ranks = 0;
    long positives = 0;
    for (int start = 0, end; start < rows; start = end) {
      long among = 0;
      for (end = start; end < rows && sorted[end] >> 1 == sorted[start] >> 1; end++) {
        among += sorted[end] & 1;
      }
      ranks += among * (start + 1 + end) / 2.0; // Ranks count from 1.
      positives += among;
    }
    double pairs = (double) positives * (rows - positives);
    return (ranks - positives * (positives + 1) / 2.0) / pairs;
  }

  /** An int in the order of the floats; both zeros are one. */
  private static int ordered(float score) {
    int bits = Float.floatToIntBits(score + 0f);
    return bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
  }
}
