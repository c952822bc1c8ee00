package dev.nnd.kernel;

/**
 * Units of work along one axis, each of which makes its own stretch of the results.
 *
 * @param axis of a kernel's domain, or of a buffer
 * @param length positions of the axis in a unit
 * @param units how many, which together are the whole axis
 */
record Division(int axis, int length, int units) {
  Division {
    if (axis < 0 || length < 1 || units < 1)
      throw new IllegalArgumentException(
          "%d units of %d along axis %d".formatted(units, length, axis));
  }

  /** How long the axis is. */
  int extent() {
    return length * units;
  }

  /** The same along another axis. */
  Division along(int other) {
    return new Division(other, length, units);
  }
}
