package dev.nnd.search;

import dev.nnd.program.Distribution.Scale;

/**
 * The coordinates of numbers on the axis of a scale. Uses {@link StrictMath}, so that the bits are
 * the same on every machine.
 */
final class Scaling {
  private Scaling() {}

  /** Where {@code x} lies on the axis. Grows with {@code x}. */
  static double coordinate(Scale scale, double x) {
    return switch (scale) {
      case LINEAR -> x;
      case LOG -> StrictMath.log(x);
      case ONE_MINUS_LOG -> -StrictMath.log1p(-x);
    };
  }

  /** What lies at a coordinate. */
  static double number(Scale scale, double coordinate) {
    return switch (scale) {
      case LINEAR -> coordinate;
      case LOG -> StrictMath.exp(coordinate);
      case ONE_MINUS_LOG -> -StrictMath.expm1(-coordinate);
    };
  }
}
