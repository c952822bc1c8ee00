package dev.nnd.bytecode;

import dev.nnd.loop.Routine;

/** The arguments that every method of a compiled step hands on, in one order everywhere. */
final class Signature {
  /** Weights, arena, scratch, caller, settings and keys. */
  static final String ARRAYS = "[F[F[[F[[F[F[I";

  /** How many arrays there are. */
  static final int ARRAY_COUNT = 6;

  private Signature() {}

  /**
   * The descriptor of a routine's method: the arrays, batch, first, from, to, the arrays it is
   * given, its own integers.
   */
  static String of(Routine routine) {
    return "("
        + ARRAYS
        + "IIII"
        + "[F".repeat(routine.given())
        + "I".repeat(routine.parameters().size())
        + ")V";
  }

  /** The descriptor of a method that takes the arrays and so many integers. */
  static String descriptor(int integers) {
    return "(" + ARRAYS + "I".repeat(integers) + ")V";
  }
}
