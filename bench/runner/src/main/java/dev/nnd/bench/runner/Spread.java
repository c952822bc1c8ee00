package dev.nnd.bench.runner;

import java.util.List;

/** The middle of some figures, and their ends. */
record Spread(double median, double min, double max) {
  /**
   * That of figures, of which there is at least one. Of an even number it is the higher of the two
   * in the middle.
   */
  static Spread of(List<Double> figures) {
    List<Double> sorted = figures.stream().sorted().toList();
    int last = sorted.size() - 1;
    return new Spread(sorted.get(sorted.size() / 2), sorted.get(0), sorted.get(last));
  }
}
