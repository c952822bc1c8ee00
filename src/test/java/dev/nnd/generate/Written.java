package dev.nnd.generate;

import java.util.function.Function;

/**
 * Something written, and what it is wherever it is read.
 *
 * @param text words of a program
 * @param meaning by the names that can be seen
 */
record Written<T>(String text, Function<Scope, T> meaning) {
  static <T> Written<T> of(String text, T value) {
    return new Written<>(text, scope -> value);
  }

  T at(Scope scope) {
    return meaning.apply(scope);
  }

  /** The text as a part of a larger expression. */
  String inner() {
    return text.matches("\\w+") ? text : "(" + text + ")";
  }
}
