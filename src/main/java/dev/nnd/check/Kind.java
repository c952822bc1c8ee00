package dev.nnd.check;

import dev.nnd.syntax.Expression;
import java.util.List;
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

  /** The words that a program may write for it; none if it is no choice of words. */
  default List<String> words() {
    return List.of();
  }

  /** What {@code reader} reads, for which a program may write {@code words}. */
  static <T> Kind<T> worded(List<String> words, Kind<T> reader) {
    return new Worded<>(List.copyOf(words), reader);
  }

  /** A kind and its words. */
  record Worded<T>(List<String> words, Kind<T> reader) implements Kind<T> {
    @Override
    public Optional<T> read(Expression value, Evaluator in, String what) {
      return reader.read(value, in, what);
    }
  }
}
