package dev.nnd.search;

import dev.nnd.program.Drawn;
import java.util.Map;

/**
 * Chooses the configurations of a search. A choice depends on the plan, the number of the trial and
 * the trials that it reads, and on nothing else.
 */
public interface Strategy {
  /** How many trials there are. */
  int trials();

  /**
   * How many of the first trials the choice of a trial reads; they must have ended before.
   *
   * @param number of the trial, from 0
   * @return from 0 to {@code number}, and never less for a larger number
   */
  int reads(int number);

  /**
   * The configuration of a trial: values by name, in the order of the plan, of the parameters whose
   * conditions hold.
   *
   * @param past the first {@link #reads} trials, or more, which are then not looked at
   */
  Map<String, Drawn> choose(int number, Past past);
}
