package dev.nnd.graph;

import java.util.Locale;

/**
 * How a parameter starts. Everything is settled here, fan-in and fan-out included.
 *
 * @param distribution the kind
 * @param first mean of a normal, low end of a uniform, or the constant
 * @param second standard deviation of a normal, high end of a uniform, or 0
 */
public record Init(Distribution distribution, double first, double second) {
  /** The kinds of start values. */
  public enum Distribution {
    CONSTANT,
    NORMAL,
    UNIFORM
  }

  /** All elements the same. */
  public static Init constant(double value) {
    return new Init(Distribution.CONSTANT, value, 0);
  }

  /** Normally distributed. */
  public static Init normal(double mean, double deviation) {
    return new Init(Distribution.NORMAL, mean, deviation);
  }

  /** Uniform in {@code [low, high)}. */
  public static Init uniform(double low, double high) {
    return new Init(Distribution.UNIFORM, low, high);
  }

  @Override
  public String toString() {
    return distribution.name().toLowerCase(Locale.ROOT) + "(" + first + ", " + second + ")";
  }
}
