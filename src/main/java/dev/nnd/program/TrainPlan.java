package dev.nnd.program;

import dev.nnd.source.Span;
import java.util.List;
import java.util.Locale;
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
    /**
     * For classes, of which each position has one.
     *
     * @param smoothing share of the target that is spread evenly over the classes; in [0, 1)
     * @param logits whether the output is what softmax would take; else it ends in softmax
     */
    record CrossEntropy(double smoothing, boolean logits) implements Loss {}

    /**
     * For numbers from 0 to 1, each by itself: two classes, or labels that may hold together.
     *
     * @param smoothing share of the target that is moved to 1/2; in [0, 1)
     * @param logits whether the output is what sigmoid would take; else it ends in sigmoid
     */
    record BinaryCrossEntropy(double smoothing, boolean logits) implements Loss {}

    /** The mean of squared differences. */
    record MeanSquaredError() implements Loss {}

    /** The mean of absolute differences. */
    record MeanAbsoluteError() implements Loss {}

    /**
     * The mean of half the squared differences where they are small, and of what goes on straight
     * from there where they are large.
     *
     * @param delta where small ends; positive
     */
    record Huber(double delta) implements Loss {}
  }

  /**
   * What is measured on a part after each epoch.
   *
   * @param count how many largest outputs count for {@code top_k}; 0 for all others
   */
  public record Metric(Kind kind, int count) {
    /** The metrics there are; package {@code train} has their formulas. */
    public enum Kind {
      ACCURACY,
      TOP_K,
      PRECISION,
      RECALL,
      F1,
      AUC,
      MAE,
      MSE,
      R2
    }

    /** A metric without a setting. */
    public static Metric of(Kind kind) {
      return new Metric(kind, 0);
    }

    /** The name that programs and files use, such as {@code accuracy} or {@code top_5}. */
    public String name() {
      return kind == Kind.TOP_K ? "top_" + count : kind.name().toLowerCase(Locale.ROOT);
    }
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
