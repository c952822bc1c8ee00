package dev.nnd.pass;

import dev.nnd.graph.Value;

/** What one step makes of a constant that an operand carries. */
sealed interface Spread {
  /**
   * The result carries a constant as well.
   *
   * @param constant what is added to every sample: the result's rank, with extent 1 at the batch
   *     axis and wherever it does not vary
   */
  record Carried(Value constant) implements Spread {}

  /**
   * The step subtracts it again.
   *
   * @param constant the constant in each channel, {@code [C]}
   */
  record Absorbed(Value constant) implements Spread {}

  /**
   * The constant shows in the result in another way.
   *
   * @param why the reason, in the user's terms
   */
  record Stopped(String why) implements Spread {}
}
