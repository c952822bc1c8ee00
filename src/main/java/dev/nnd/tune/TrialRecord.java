package dev.nnd.tune;

import dev.nnd.program.Drawn;
import dev.nnd.search.Trial;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is known of a trial.
 *
 * @param number from 0
 * @param drawn its configuration: values by name, in the order of the plan
 * @param end how it ended; empty while it is under way
 * @param objective what it achieved; there if it completed, or was ended early after an epoch
 * @param epochs what was measured after each epoch, by name; NaN where nothing could be
 * @param metrics of the weights that count, by name, once it has ended; may be empty
 * @param reason why it failed; empty if it did not
 * @param attempts how many workers it was given to
 * @param revived whether it went on after it had been ended early
 * @param worker the last it was given to
 * @param began when it was first given to a worker, in milliseconds since 1970
 * @param ended when it ended; 0 while it is under way
 */
public record TrialRecord(
    int number,
    Map<String, Drawn> drawn,
    Optional<Trial.End> end,
    OptionalDouble objective,
    List<Map<String, Double>> epochs,
    Map<String, Double> metrics,
    String reason,
    int attempts,
    boolean revived,
    String worker,
    long began,
    long ended) {
  public TrialRecord {
    drawn = Collections.unmodifiableMap(new LinkedHashMap<>(drawn));
    epochs = List.copyOf(epochs);
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  /** What a metric was after each epoch; NaN where it was not measured. */
  public double[] curve(String metric) {
    return epochs.stream().mapToDouble(m -> m.getOrDefault(metric, Double.NaN)).toArray();
  }
}
