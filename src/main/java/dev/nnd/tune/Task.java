package dev.nnd.tune;

import dev.nnd.program.Drawn;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a worker is told to do. */
public sealed interface Task {
  /**
   * Train a trial.
   *
   * @param drawn its configuration: values by name, in the order of the plan
   * @param epochs how many finished epochs were reported before; a worker that has their state goes
   *     on from there, another begins anew, to the same bits
   */
  record Work(Lease lease, Map<String, Drawn> drawn, int epochs) implements Task {
    public Work {
      drawn = Collections.unmodifiableMap(new LinkedHashMap<>(drawn));
    }

    /** The configuration as settings of a training: texts by name. */
    public Map<String, String> settings() {
      Map<String, String> settings = new LinkedHashMap<>();
      drawn.forEach((name, value) -> settings.put(name, value.text()));
      return settings;
    }
  }

  /** Nothing can be done until another worker has ended something; ask again. */
  record Wait() implements Task {}

  /** Nothing is left to do. */
  record Done() implements Task {}
}
