package dev.nnd.search;

import java.util.function.IntFunction;

/** Where a strategy would like a trial to be, before requirements and repetitions are looked at. */
interface Proposer {
  /** As {@link Strategy#reads}. */
  int reads(int number);

  /**
   * The points for a trial in the order of preference: of attempt 0, 1, and so on without end. What
   * is there for a parameter that is not drawn has no meaning.
   *
   * @param past as {@link Strategy#choose} has it
   */
  IntFunction<double[]> propose(int number, Past past);
}
