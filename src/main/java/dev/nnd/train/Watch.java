package dev.nnd.train;

import java.util.Map;

/** Watches one number from epoch to epoch. */
final class Watch {
  private final String name;
  private final boolean smallerIsBetter;
  private double best = Double.NaN;
  private int since;

  /** Watches the number of this name, such as {@code validation.loss}. */
  Watch(String name) {
    this.name = name;
    this.smallerIsBetter = Metrics.smallerIsBetter(name.substring(name.indexOf('.') + 1));
  }

  /** A number of an epoch's line; one that is missing or none is NaN. */
  static double number(Map<String, Object> line, String name) {
    return line.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  /** Looks at one more epoch; says whether it is the best so far. What is no number never is. */
  boolean improves(Map<String, Object> line) {
    double value = number(line, name);
    boolean better = smallerIsBetter ? !(value >= best) : !(value <= best);
    if (Double.isNaN(value) || !better) {
      since++;
      return false;
    }
    best = value;
    since = 0;
    return true;
  }

  /** How many epochs have passed since the best. */
  int since() {
    return since;
  }
}
