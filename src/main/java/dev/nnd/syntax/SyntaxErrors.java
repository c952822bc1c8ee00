package dev.nnd.syntax;

import dev.nnd.source.Diagnostic;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Collects errors and remembers where they were, so that one mistake is told once and marks what it
 * damaged. Of each statement, and of each line, only the first is told: the others may follow from
 * it.
 */
final class SyntaxErrors {
  /** The most characters of the program that a message quotes. */
  private static final int LONGEST = 40;

  private final List<Diagnostic> reported = new ArrayList<>();
  private final NavigableSet<Integer> offsets = new TreeSet<>();
  private final NavigableSet<Integer> starts = new TreeSet<>();

  /** Reports a mistake that leaves no sense in the words around it. */
  void report(Diagnostic diagnostic) {
    offsets.add(diagnostic.span().start());
    reported.add(diagnostic);
  }

  /** Reports a mistake that was read as what it must mean, so that it damages nothing. */
  void reportMended(Diagnostic diagnostic) {
    reported.add(diagnostic);
  }

  /** Says that a statement, an entry, a parameter or a declaration starts here. */
  void start(int offset) {
    starts.add(offset);
  }

  /** Hands on the first error of each statement and line. */
  void tell(Diagnostics out) {
    Diagnostics sorted = new Diagnostics();
    reported.forEach(sorted::report);
    Set<Integer> statements = new HashSet<>();
    Set<Integer> lines = new HashSet<>();
    for (Diagnostic diagnostic : sorted.sorted()) {
      Integer start = starts.floor(diagnostic.span().start());
      boolean statement = statements.add(start == null ? -1 : start);
      boolean line = lines.add(diagnostic.span().line());
      if (statement && line) {
        out.report(diagnostic);
      }
    }
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
