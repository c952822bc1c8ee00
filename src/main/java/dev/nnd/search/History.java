package dev.nnd.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The first trials of a search as points, and in order of merit. It remembers what it has read, so
 * that a trial more costs little; what it gives is a function of the past alone.
 */
final class History {
  private final Space space;
  private final List<double[]> points = new ArrayList<>();

  private final List<Merit> byNumber = new ArrayList<>();

  /** From the best on. */
  private final List<Merit> merits = new ArrayList<>();

  History(Space space) {
    this.space = space;
  }

  /** Makes it the first {@code count} trials of the past. */
  void read(int count, Past past) {
    if (count < points.size()) {
      points.clear();
      byNumber.clear();
      merits.clear();
    }
    boolean maximize = space.plan().objective().maximize();
    for (int i = points.size(); i < count; i++) {
      Trial trial = past.trial(i);
      points.add(space.point(trial.drawn()));
      Merit merit = Merit.of(i, trial, maximize);
      byNumber.add(merit);
      int place = Collections.binarySearch(merits, merit);
      merits.add(-1 - place, merit);
    }
  }

  /** How many trials there are. */
  int count() {
    return points.size();
  }

  /** How many of them achieved something. */
  int measured() {
    int from = 0;
    int to = merits.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (merits.get(middle).kind() == Merit.NOTHING) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return from;
  }

  /** The point of a trial; NaN where a parameter was not drawn. */
  double[] point(int number) {
    return points.get(number);
  }

  /** The trial that is better than all but {@code rank} others. */
  int ranked(int rank) {
    return merits.get(rank).number();
  }

  /** Whether a trial is better than another. */
  boolean isBetter(int number, int other) {
    return byNumber.get(number).compareTo(byNumber.get(other)) < 0;
  }

  /**
   * Trials that completed come first, by their objectives; then those that were ended early, the
   * later the better; then those that achieved nothing.
   *
   * @param cost the objective, or what is small when it is large
   */
  record Merit(int kind, int epochs, double cost, int number) implements Comparable<Merit> {
    private static final int COMPLETE = 0;
    private static final int ENDED = 1;
    private static final int NOTHING = 2;

    static Merit of(int number, Trial trial, boolean maximize) {
      double objective = trial.objective().orElse(Double.NaN);
      if (Double.isNaN(objective)) {
        return new Merit(NOTHING, 0, 0, number);
      }
      double cost = maximize ? -objective : objective;
      return switch (trial.end()) {
        case COMPLETE -> new Merit(COMPLETE, 0, cost, number);
        case PRUNED, STOPPED -> new Merit(ENDED, trial.curve().size(), cost, number);
        case DIVERGED, FAILED -> new Merit(NOTHING, 0, 0, number);
      };
    }

    @Override
    public int compareTo(Merit other) {
      int order = Integer.compare(kind, other.kind);
      order = order != 0 ? order : Integer.compare(other.epochs, epochs);
      order = order != 0 ? order : Double.compare(cost, other.cost);
      return order != 0 ? order : Integer.compare(number, other.number);
    }
  }
}
