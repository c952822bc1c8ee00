package dev.nnd.bench.runner;

import dev.nnd.bench.common.Workload;
import java.util.Locale;

/** How figures are written. */
final class Figures {
  private Figures() {}

  /** Time a call, or images a second, with the ends of the spread. */
  static String cell(Workload workload, Spread nanos) {
    if (workload.kind() == Workload.Kind.TRAIN) {
      double images = workload.batch() * 1e9;
      return range(images / nanos.median(), images / nanos.max(), images / nanos.min());
    }
    double unit = unitNanos(workload);
    return range(nanos.median() / unit, nanos.min() / unit, nanos.max() / unit);
  }

  static String unit(Workload workload) {
    if (workload.kind() == Workload.Kind.TRAIN) return "images/s";
    return unitNanos(workload) == 1e3 ? "us" : "ms";
  }

  private static double unitNanos(Workload workload) {
    if (workload.kind().isStart()) return 1e6;
    return workload.batch() * workload.network().size() >= 1 << 16 ? 1e6 : 1e3;
  }

  static String range(double middle, double low, double high) {
    return number(middle) + " (" + number(low) + "–" + number(high) + ")";
  }

  static String ratio(double ratio) {
    return String.format(Locale.ROOT, ratio < 10 ? "%.2f" : "%.0f", ratio);
  }

  /** Three digits that mean something. */
  static String number(double value) {
    int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
