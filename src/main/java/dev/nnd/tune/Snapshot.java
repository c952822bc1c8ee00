package dev.nnd.tune;

import dev.nnd.search.Trial;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far a search is.
 *
 * @param header what it is
 * @param ended how many trials have ended, by how
 * @param underWay the trials that have begun and not ended, by number
 * @param best the trial with the best objective, of equals the first
 * @param over whether its time is over
 * @param elapsedMillis how long it has been at work, in all processes together
 */
public record Snapshot(
    Header header,
    Map<Trial.End, Integer> ended,
    List<TrialRecord> underWay,
    Optional<TrialRecord> best,
    boolean over,
    long elapsedMillis) {
  public Snapshot {
    ended = Map.copyOf(ended);
    underWay = List.copyOf(underWay);
  }

  /** How many trials have ended in any way. */
  public int endedInAll() {
    return ended.values().stream().mapToInt(Integer::intValue).sum();
  }
}
