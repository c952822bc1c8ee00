package dev.nnd.tune;

import dev.nnd.program.Drawn;
import dev.nnd.search.Trial;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Something that happened in a search: a line of its journal, all but the first. {@code at} is the
 * time in milliseconds since 1970, which no result depends on. Epochs count from 1.
 */
public sealed interface Entry {
  /** When it happened. */
  long at();

  /** A process took the search up. */
  record Session(long at) implements Entry {}

  /**
   * A trial was given to a worker.
   *
   * @param attempt from 1; each worker that a trial is given to has one of its own
   * @param drawn its configuration: values by name, in the order of the plan
   */
  record Begin(int trial, int attempt, Map<String, Drawn> drawn, String worker, long at)
      implements Entry {
    public Begin {
      drawn = Collections.unmodifiableMap(new LinkedHashMap<>(drawn));
    }
  }

  /**
   * An epoch of a trial is finished, and the trial can go on from it.
   *
   * @param metrics by name; NaN where nothing could be measured
   */
  record Epoch(int trial, int epoch, Map<String, Double> metrics, long at) implements Entry {
    public Epoch {
      metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }
  }

  /**
   * A trial has ended.
   *
   * @param metrics of the weights that count, by name; may be empty
   * @param reason why, if it failed; else empty
   */
  record Ended(
      int trial,
      Trial.End end,
      OptionalDouble objective,
      Map<String, Double> metrics,
      String reason,
      long at)
      implements Entry {
    public Ended {
      metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }
  }

  /** A person wants a trial to end. */
  record Stop(int trial, long at) implements Entry {}

  /** A person wants a trial that was ended early to go on. */
  record Revive(int trial, long at) implements Entry {}

  /** The time of the search is over: no further trial begins. */
  record Over(long at) implements Entry {}
}
