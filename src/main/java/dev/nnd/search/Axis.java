package dev.nnd.search;

import dev.nnd.program.Distribution;
import dev.nnd.program.Drawn;
import java.util.List;
import java.util.OptionalLong;

/**
 * The values of a parameter along the unit interval, in which lengths are probabilities: a uniform
 * position gives a draw of its distribution. Numbers grow along it, on their own scale.
 */
public sealed interface Axis permits RealAxis, NormalAxis, StepAxis, ChoiceAxis {
  /** The axis of a distribution. */
  static Axis of(Distribution distribution) {
    return distribution.accept(new AxisOf());
  }

  /**
   * The value at a position.
   *
   * @param unit in [0, 1]
   */
  Drawn at(double unit);

  /**
   * The position of a value; of one of several values, the middle of the positions that give it.
   *
   * @param value one that {@link #at} gives
   */
  double unit(Drawn value);

  /** How many values there are; empty for real numbers. */
  OptionalLong count();

  /**
   * Where the positions of a value begin, and those of the value before end.
   *
   * @param index from 0 to {@link #count}, which must be there
   */
  double edge(long index);

  /** The index of the value at a position, from 0; {@link #count} must be there. */
  long index(double unit);

  /** Whether near positions give values that are alike. */
  boolean ordered();

  /**
   * Values evenly spaced on the scale, the ends among them; all of a choice. They are fewer where
   * there are not as many.
   *
   * @param points at least 1
   */
  List<Drawn> spread(int points);
}
