package dev.nnd.train;

import dev.nnd.program.TrainPlan.Metric;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is measured on a part, gathered batch by batch in double. Sums are in the order in which
 * examples come.
 *
 * <pre>
 * loss      sum of rows * loss of the batch, over all rows
 * accuracy  the share of positions whose largest output (the first of equals) is that of the target's class
 * mse       mean of (output - target)^2
 * mae       mean of |output - target|
 * </pre>
 */
public final class Metrics {
  private final int classes;
  private final Map<Metric, Double> sums = new EnumMap<>(Metric.class);
  private double lossSum;
  private long rows;
  private long positions;
  private long elements;

  /**
   * Nothing gathered yet.
   *
   * @param metrics beside the loss
   * @param classes the outputs' last axis, over which classes lie
   */
  public Metrics(List<Metric> metrics, int classes) {
    this.classes = classes;
    metrics.forEach(metric -> sums.put(metric, 0.0));
  }

  /** Gathers the loss alone. */
  public void add(double loss, int rows) {
    lossSum += loss * rows;
    this.rows += rows;
  }

  /**
   * Gathers a batch.
   *
   * @param loss the mean over the batch
   * @param outputs {@code size} values; the classes of a position lie next to each other
   * @param targets one class a position or one value an output, in the same order
   * @param size how many outputs the batch has
   * @param targetSize how many targets it has
   * @param rows how many examples it has
   * @throws IllegalArgumentException if a metric cannot compare so many targets with the outputs
   */
  public void add(
      double loss, float[] outputs, float[] targets, int size, int targetSize, int rows) {
    add(loss, rows);
    sums.replaceAll((metric, sum) -> sum + sum(metric, outputs, targets, size, targetSize));
    positions += size / classes;
    elements += size;
  }

  private double sum(Metric metric, float[] outputs, float[] targets, int size, int targetSize) {
    boolean sameSize = size == targetSize;
    if (!sameSize && (metric != Metric.ACCURACY || size / classes != targetSize)) {
      throw new IllegalArgumentException(
          name(metric) + " of " + size + " outputs and " + targetSize + " targets");
    }
    return switch (metric) {
      case ACCURACY -> hits(outputs, targets, size, sameSize && classes > 1);
      case MSE -> squares(outputs, targets, size);
      case MAE -> distances(outputs, targets, size);
    };
  }

  private double hits(float[] outputs, float[] targets, int size, boolean oneHot) {
    int hits = 0;
    for (int at = 0, position = 0; at < size; at += classes, position++) {
      int wanted = oneHot ? largest(targets, at) : (int) targets[position];
      hits += largest(outputs, at) == wanted ? 1 : 0;
    }
    return hits;
  }

  /** The index of the largest of one position; none where a value is not a number. */
  private int largest(float[] values, int at) {
    int best = 0;
    for (int i = 0; i < classes; i++) {
      if (Float.isNaN(values[at + i])) {
        return -1;
      }
      best = values[at + i] > values[at + best] ? i : best;
    }
    return best;
  }

  private static double squares(float[] outputs, float[] targets, int size) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      double difference = (double) outputs[i] - targets[i];
      sum += difference * difference;
    }
    return sum;
  }

  private static double distances(float[] outputs, float[] targets, int size) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += Math.abs((double) outputs[i] - targets[i]);
    }
    return sum;
  }

  /** The mean loss of what was gathered so far; not a number if that is nothing. */
  public double loss() {
    return lossSum / rows;
  }

  /** All that was measured by name, the loss first. Not a number if nothing was gathered. */
  public Map<String, Double> values() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("loss", loss());
    sums.forEach(
        (metric, sum) ->
            values.put(name(metric), sum / (metric == Metric.ACCURACY ? positions : elements)));
    return values;
  }

  /** The name that programs and files use, such as {@code accuracy}. */
  public static String name(Metric metric) {
    return metric.name().toLowerCase(Locale.ROOT);
  }

  /** Whether a smaller value of what is called {@code name} is better. */
  public static boolean smallerIsBetter(String name) {
    return name.equals("loss") || name.equals("mse") || name.equals("mae");
  }
}
