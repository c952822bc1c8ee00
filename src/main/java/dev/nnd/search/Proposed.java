package dev.nnd.search;

import dev.nnd.program.Drawn;
import dev.nnd.program.SearchPlan.Condition;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * Tries what a {@link Proposer} proposes first among the configurations that meet the requirements
 * and were not tried before. If it finds none that is new, it repeats one.
 *
 * <p>What earlier trials tried, it remembers, reads from the past or, where these trials have not
 * ended, chooses again: so it never depends on how far they are.
 */
final class Proposed implements Strategy {
  /** Attempts to meet the requirements. */
  private static final int ATTEMPTS = 10_000;

  /** Attempts to find a configuration that is new. */
  private static final int ATTEMPTS_FOR_NEW = 1_000;

  private final Space space;
  private final int trials;
  private final Proposer proposer;

  /** What the trials tried, by number; stays empty if the space has no repetitions. */
  private final TreeMap<Integer, Map<String, Drawn>> tried = new TreeMap<>();

  /** The values of {@link #tried} for trials below {@link #known}. */
  private final Set<Map<String, Drawn>> old = new HashSet<>();

  private int known;
  private int read;

  /** Whether a trial repeated another, so that looking for new configurations is a waste. */
  private boolean exhausted;

  Proposed(Space space, int trials, Proposer proposer) {
    this.space = space;
    this.trials = trials;
    this.proposer = proposer;
  }

  @Override
  public int trials() {
    return trials;
  }

  @Override
  public int reads(int number) {
    return proposer.reads(number);
  }

  @Override
  public Map<String, Drawn> choose(int number, Past past) {
    if (!canRepeat()) {
      return select(number, past);
    }
    for (; read < past.count(); read++) {
      Trial trial = past.trial(read);
      tried.putIfAbsent(trial.number(), trial.drawn());
    }
    for (; known <= number; known++) {
      if (!tried.containsKey(known)) {
        tried.put(known, select(known, past));
      }
      exhausted |= !old.add(tried.get(known));
    }
    return tried.get(number);
  }

  /** Whether some configurations consist of few values alone. */
  private boolean canRepeat() {
    for (int i = 0; i < space.size(); i++) {
      if (space.axis(i).count().isEmpty() && space.when(i).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private Map<String, Drawn> select(int number, Past past) {
    IntFunction<double[]> points = proposer.propose(number, past);
    Optional<Map<String, Drawn>> first = Optional.empty();
    Optional<Condition> broken = Optional.empty();
    for (int i = 0; i < (first.isEmpty() ? ATTEMPTS : ATTEMPTS_FOR_NEW); i++) {
      Map<String, Drawn> drawn = space.at(points.apply(i));
      broken = space.broken(drawn);
      if (broken.isEmpty()) {
        if (exhausted || !old.contains(drawn)) {
          return drawn;
        }
        first = first.or(() -> Optional.of(drawn));
      }
    }
    if (first.isEmpty()) {
      throw new SearchException(
          "none of " + ATTEMPTS + " draws met every requirement", broken.get().origin());
    }
    return first.get();
  }
}
