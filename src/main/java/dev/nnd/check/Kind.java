package dev.nnd.check;

import dev.nnd.syntax.Expression;
import java.util.Optional;

/** What a setting can be; {@link Kinds} has the common ones, {@link Forms} those with words. */
@FunctionalInterface
interface Kind<T> {
  /**
   * Reads a value. Empty if it is unknown or wrong, which is then reported.
   *
   * @param in evaluates in the scope that the value stands in
   * @param what the setting, for messages, such as {@code `units` of `dense`}
   */
  Optional<T> read(Expression value, Evaluator in, String what);
}
