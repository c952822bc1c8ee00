package dev.nnd.syntax;

import dev.nnd.source.Diagnostic;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.Span;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Hands errors on and remembers where they were, so that one mistake is told once and marks what it
 * damaged.
 */
final class SyntaxErrors {
  /** The most characters of the program that a message quotes. */
  private static final int LONGEST = 40;

  private final Diagnostics out;
  private final NavigableSet<Integer> offsets = new TreeSet<>();

  SyntaxErrors(Diagnostics out) {
    this.out = out;
  }

  void report(Diagnostic diagnostic) {
    offsets.add(diagnostic.span().start());
    out.report(diagnostic);
  }

  /** Whether an error was reported from {@code start} on and before {@code end}. */
  boolean within(int start, int end) {
    Integer first = offsets.ceiling(start);
    return first != null && first < end;
  }

  /** Whether an error was reported within {@code span}. */
  boolean within(Span span) {
    return within(span.start(), span.end());
  }

  /** The start of {@code text}, short enough for a message. */
  static String excerpt(String text) {
    String line = text.lines().findFirst().orElse("");
    int shown =
        line.offsetByCodePoints(0, Math.min(LONGEST, line.codePointCount(0, line.length())));
    return shown == text.length() ? text : line.substring(0, shown) + "...";
  }
}
