package dev.nnd.search;

import dev.nnd.program.Drawn;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A trial that has ended.
 *
 * @param number from 0
 * @param drawn its configuration: values by name, in the order of the plan; a parameter whose
 *     condition does not hold is missing
 * @param end how it ended
 * @param objective what it achieved; there if it completed, or was pruned after an epoch
 * @param curve the objective after each epoch; NaN where it could not be measured
 */
public record Trial(
    int number, Map<String, Drawn> drawn, End end, OptionalDouble objective, List<Double> curve) {
  public Trial {
    drawn = Collections.unmodifiableMap(new LinkedHashMap<>(drawn));
    curve = List.copyOf(curve);
  }

  /** How a trial ended. */
  public enum End {
    /** It trained all its epochs, or its own {@code stop} ended it. */
    COMPLETE,
    /** The search ended it early. */
    PRUNED,
    /** Its loss was no number any more. */
    DIVERGED,
    /** It could not be compiled or run. */
    FAILED,
    /** A person ended it. */
    STOPPED
  }
}
