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
}
