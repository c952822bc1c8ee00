package dev.nnd.train;

import dev.nnd.program.TrainPlan.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is measured on a part, gathered batch by batch in double. Sums are in the order in which
 * examples come.
 *
 * <pre>
 * loss              sum of rows * loss of the batch, over all rows
 * accuracy, top_k   {@link Hits}
 * precision, recall, f1  {@link Confusion}
 * auc               {@link Ranking}
 * mse, mae          {@link Errors}
 * r2                {@link Determination}
 * </pre>
 */
final class Metrics {
  private final Answer answer;
  private final Map<String, Measure> measures = new LinkedHashMap<>();
  private double lossSum;
  private long rows;

  /**
   * Nothing gathered yet.
   *
   * @param metrics beside the loss
   */
  Metrics(List<Metric> metrics, Answer answer) {
    this.answer = answer;
    metrics.forEach(metric -> measures.put(metric.name(), measure(metric, answer)));
  }

  /** Of the loss alone. */
  static Metrics ofLoss() {
    return new Metrics(List.of(), new Answer(Answer.Form.NUMBERS, 1, false));
  }

  private static Measure measure(Metric metric, Answer answer) {
    return switch (metric.kind()) {
      case ACCURACY -> new Hits(answer, 1);
      case TOP_K -> new Hits(answer, metric.count());
      case PRECISION -> Confusion.precision(answer);
      case RECALL -> Confusion.recall(answer);
      case F1 -> Confusion.f1(answer);
      case AUC -> new Ranking(answer);
      case MAE -> Errors.absolute(answer);
      case MSE -> Errors.squared(answer);
      case R2 -> new Determination(answer);
    };
  }

  /** Gathers the loss alone. */
  void add(double loss, int rows) {
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
   * @throws IllegalArgumentException if so many targets do not go with the outputs
   */
  void add(double loss, float[] outputs, float[] targets, int size, int targetSize, int rows) {
    if (targetSize != answer.targets(size)) {
      throw new IllegalArgumentException(size + " outputs and " + targetSize + " targets");
    }
    add(loss, rows);
    measures.values().forEach(measure -> measure.add(outputs, targets, size));
  }

  /** The mean loss of what was gathered so far; not a number if that is nothing. */
  double loss() {
    return lossSum / rows;
  }

  /** All that was measured by name, the loss first. Not a number if nothing was gathered. */
  Map<String, Double> values() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("loss", loss());
    measures.forEach((name, measure) -> values.put(name, measure.value()));
    return values;
  }

  /** Whether a smaller value of what is called {@code name} is better. */
  static boolean smallerIsBetter(String name) {
    return name.equals("loss") || name.equals("mse") || name.equals("mae");
  }
}
