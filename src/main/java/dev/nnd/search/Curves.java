package dev.nnd.search;

import dev.nnd.program.SearchPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How good past trials were after each epoch, by the best that they had reached until then. Small
 * is good here; values are negated if the search maximizes.
 *
 * <p>Remembers the trials that it has read, so that a question costs a pass over plain numbers.
 */
final class Curves {
  /** For the epochs from 1 on, the bests of the trials that came so far, in order. */
  private final List<Column> columns = new ArrayList<>();

  private final boolean maximize;
  private int read;

  Curves(SearchPlan plan) {
    this.maximize = plan.objective().maximize();
  }

  /** Reads up to {@code count} trials of the past. */
  void read(int count, Past past) {
    for (; read < count; read++) {
      List<Double> curve = past.trial(read).curve();
      double best = Double.POSITIVE_INFINITY;
      for (int epoch = 1; epoch <= curve.size(); epoch++) {
        best = Math.min(best, cost(curve.get(epoch - 1)));
        column(epoch).add(read, best);
      }
    }
  }

  private double cost(double value) {
    if (Double.isNaN(value)) {
      return Double.POSITIVE_INFINITY;
    }
    return maximize ? -value : value;
  }

  /** The best of a curve; infinite if nothing could be measured. */
  double best(double[] curve) {
    double best = Double.POSITIVE_INFINITY;
    for (double value : curve) {
      best = Math.min(best, cost(value));
    }
    return best;
  }

  /** How many of the first {@code count} trials came as far as {@code epoch}, counted from 1. */
  int reached(int epoch, int count) {
    return column(epoch).size(count);
  }

  /** How many of them were then better than {@code best}. */
  int better(int epoch, int count, double best) {
    Column column = column(epoch);
    int better = 0;
    for (int i = 0; i < column.size(count); i++) {
      if (column.bests[i] < best) {
        better++;
      }
    }
    return better;
  }

  private Column column(int epoch) {
    while (columns.size() < epoch) {
      columns.add(new Column());
    }
    return columns.get(epoch - 1);
  }

  /** The trials that came as far as an epoch. */
  private static final class Column {
    private int[] trials = new int[8];
    private double[] bests = new double[8];
    private int size;

    void add(int trial, double best) {
      if (size == trials.length) {
        trials = Arrays.copyOf(trials, 2 * size);
        bests = Arrays.copyOf(bests, 2 * size);
      }
      trials[size] = trial;
      bests[size] = best;
      size++;
    }

    /** How many of them are among the first {@code count} trials. */
    int size(int count) {
      int place = Arrays.binarySearch(trials, 0, size, count);
      return place >= 0 ? place : -1 - place;
    }
  }
}
