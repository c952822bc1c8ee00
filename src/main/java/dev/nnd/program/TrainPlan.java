package dev.nnd.program;

import dev.nnd.source.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code train} declaration, settled for one configuration.
 *
 * @param name its name
 * @param settings its parameters' values as text, in order, for the run's record
 * @param model the name of the model
 * @param data the data
 * @param batch examples a step; at least 1
 * @param epochs passes over the train part; at least 1
 * @param metrics what is measured beside the loss
 * @param seed of start values, shuffling and dropout
 * @param origin the declaration
 */
public record TrainPlan(
    String name,
    Map<String, String> settings,
    String model,
    DataPlan data,
    Loss loss,
    Optimizer optimizer,
    Schedule schedule,
    int batch,
    int epochs,
    List<Metric> metrics,
    long seed,
    Clip clip,
    Optional<Patience> stop,
    Optional<Watched> checkpoint,
    Span origin) {
  public TrainPlan {
    metrics = List.copyOf(metrics);
  }

  /** What training makes small. */
  public sealed interface Loss {
    /** For classes; the output ends in softmax. */
    record CrossEntropy(double smoothing) implements Loss {}

    /** The mean of squared differences. */
    record MeanSquaredError() implements Loss {}
  }

  /** What is measured on a part after each epoch. */
  public enum Metric {
    /** The share of positions whose largest output is that of the target's class. */
    ACCURACY,
    /** The mean of squared differences. */
    MSE,
    /** The mean of absolute differences. */
    MAE
  }

  /** Bounds on gradients before the optimizer sees them. */
  public sealed interface Clip {
    /** As they are. */
    record None() implements Clip {}

    /** All of them scaled so that their common Euclidean norm is at most {@code limit}. */
    record Norm(double limit) implements Clip {}

    /** Each element moved into {@code [-limit, limit]}. */
    record ByValue(double limit) implements Clip {}
  }

  /**
   * A measured number, such as {@code validation.loss}. Losses and errors are better when small,
   * all others when large.
   */
  public record Watched(DataPlan.Part part, String metric) {}

  /** Ends training when a number has not improved for some epochs. */
  public record Patience(Watched watched, int epochs) {}
}
