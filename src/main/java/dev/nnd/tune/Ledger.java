package dev.nnd.tune;

import dev.nnd.search.Past;
import dev.nnd.search.Trial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The state of a search: its header and its entries, one applied after the other. Not for several
 * threads at once.
 */
final class Ledger {
  private final Header header;
  private final List<TrialState> trials = new ArrayList<>();
  private final NavigableSet<Integer> underWay = new TreeSet<>();
  private final List<Integer> endings = new ArrayList<>();

  /** What strategies and pruners read: as it ended first, each trial that counts. */
  private final List<Trial> past = new ArrayList<>();

  private final int[] counts = new int[Trial.End.values().length];
  private Optional<TrialState> best = Optional.empty();
  private boolean over;
  private long earlierMillis;
  private long sessionBegan;
  private long lastAt;

  Ledger(Header header) {
    this.header = header;
  }

  Header header() {
    return header;
  }

  /**
   * Takes over what happened.
   *
   * @throws IllegalArgumentException if that cannot have happened; the message says why, as a
   *     clause
   */
  void apply(Entry entry) {
    if (entry instanceof Entry.Session session) session(session);
    else if (entry instanceof Entry.Begin begin) begin(begin);
    else if (entry instanceof Entry.Epoch epoch) epoch(epoch);
    else if (entry instanceof Entry.Ended ended) ended(ended);
    else if (entry instanceof Entry.Stop stop) underWay(stop.trial()).stop();
    else if (entry instanceof Entry.Revive revive) revive(revive);
    else over = true;
    lastAt = Math.max(lastAt, entry.at());
  }

  private void session(Entry.Session session) {
    earlierMillis += lastAt == 0 ? 0 : Math.max(0, lastAt - sessionBegan);
    sessionBegan = session.at();
    lastAt = session.at();
  }

  private void begin(Entry.Begin begin) {
    int number = begin.trial();
    if (number < trials.size()) {
      TrialState trial = underWay(number);
      require(begin.attempt() == trial.attempt() + 1, "trial %d begins out of turn", number);
      require(begin.drawn().equals(trial.begin().drawn()), "trial %d has changed", number);
      trial.beginAgain(begin);
      return;
    }
    require(number == trials.size(), "trial %d begins before the one before it", number);
    require(number < header.trials(), "there are no more than %d trials", header.trials());
    require(begin.attempt() == 1, "trial %d begins out of turn", number);
    trials.add(new TrialState(begin));
    underWay.add(number);
  }

  private void epoch(Entry.Epoch epoch) {
    TrialState trial = underWay(epoch.trial());
    require(epoch.epoch() == trial.epochs() + 1, "epoch %d comes out of turn", epoch.epoch());
    trial.add(epoch.metrics());
  }

  private void ended(Entry.Ended entry) {
    TrialState trial = underWay(entry.trial());
    boolean first = trial.end(entry, header.objective());
    underWay.remove(entry.trial());
    endings.add(entry.trial());
    counts[entry.end().ordinal()]++;
    if (first) extendPast(trial);
    if (isBetter(trial)) best = Optional.of(trial);
  }

  private void extendPast(TrialState ended) {
    if (header.freeRunning()) {
      past.add(ended.first());
      return;
    }
    while (past.size() < trials.size() && trials.get(past.size()).hasEnded()) {
      past.add(trials.get(past.size()).first());
    }
  }

  private void revive(Entry.Revive revive) {
    TrialState trial = trial(revive.trial());
    require(trial.canBeRevived(), "trial %d was not ended early", revive.trial());
    counts[trial.ended().orElseThrow().end().ordinal()]--;
    trial.revive();
    underWay.add(revive.trial());
    if (best.filter(b -> b == trial).isPresent()) best = bestOfAll();
  }

  private Optional<TrialState> bestOfAll() {
    best = Optional.empty();
    for (TrialState trial : trials) {
      if (isBetter(trial)) best = Optional.of(trial);
    }
    return best;
  }

  /** Whether a trial is better than the best so far; of equals, the first is. */
  private boolean isBetter(TrialState trial) {
    Optional<Entry.Ended> ended = trial.ended().filter(e -> e.objective().isPresent());
    if (ended.isEmpty()) return false;
    if (best.isEmpty()) return true;
    double value = ended.get().objective().getAsDouble();
    double known = best.get().ended().orElseThrow().objective().getAsDouble();
    return header.isBetter(value, known) || value == known && trial.number() < best.get().number();
  }

  private TrialState underWay(int number) {
    TrialState trial = trial(number);
    require(trial.isUnderWay(), "trial %d has ended", number);
    return trial;
  }

  /** The trial of a number, which has begun. */
  TrialState trial(int number) {
    require(number >= 0 && number < trials.size(), "there is no trial %d", number);
    return trials.get(number);
  }

  private static void require(boolean holds, String problem, int number) {
    if (!holds) throw new IllegalArgumentException(String.format(Locale.ROOT, problem, number));
  }

  /** How many trials have begun. */
  int begun() {
    return trials.size();
  }

  /** The numbers of the trials that have not ended. */
  NavigableSet<Integer> underWay() {
    return Collections.unmodifiableNavigableSet(underWay);
  }

  /** The numbers of the trials that have ended, in the order in which they did. */
  List<Integer> endings() {
    return Collections.unmodifiableList(endings);
  }

  /** How many trials have ended so. */
  int count(Trial.End end) {
    return counts[end.ordinal()];
  }

  /** How many have ended in any way. */
  int ended() {
    return Arrays.stream(counts).sum();
  }

  /** The trial with the best objective; of equals, the first. */
  Optional<TrialState> best() {
    return best;
  }

  /** Whether no further trial begins, whatever the strategy says. */
  boolean isOver() {
    return over;
  }

  /** How long the search has been at work, in all sessions together. */
  long elapsedMillis(long now) {
    return earlierMillis + Math.max(0, now - sessionBegan);
  }

  /** How many trials others may read. */
  int readable() {
    return past.size();
  }

  /** The first {@code count} of them, and no others. */
  Past past(int count) {
    return new Past() {
      @Override
      public int count() {
        return count;
      }

      @Override
      public Trial trial(int number) {
        if (number < 0 || number >= count) {
          throw new IndexOutOfBoundsException("tune: trial " + number + " of the first " + count);
        }
        return past.get(number);
      }
    };
  }

  /** All trials that have begun, by number. */
  List<TrialRecord> records() {
    return trials.stream().map(TrialState::record).toList();
  }
}
