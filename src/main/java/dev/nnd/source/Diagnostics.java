package dev.nnd.source;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects what the phases have to say. The one mutable thing that travels along the phases; not
 * for several threads.
 */
public final class Diagnostics {
  private static final Comparator<Diagnostic> ORDER =
      Comparator.comparing((Diagnostic d) -> d.span().file().name())
          .thenComparing(d -> d.span().start())
          .thenComparing(d -> d.severity())
          .thenComparing(d -> d.code())
          .thenComparing(d -> d.message());

  // A block that is used twice is checked twice, and its mistakes must still be shown once.
  private final Set<Diagnostic> reported = new LinkedHashSet<>();

  /** Keeps {@code diagnostic}, unless an equal one was reported before. */
  public void report(Diagnostic diagnostic) {
    reported.add(diagnostic);
  }

  /** Reports {@code code} at {@code span}. {@code args} fill the blanks of the code's template. */
  public void report(Code code, Span span, Object... args) {
    report(Diagnostic.of(code, span, args));
  }

  public boolean hasErrors() {
    return reported.stream().anyMatch(d -> d.severity() == Severity.ERROR);
  }

  public boolean isEmpty() {
    return reported.isEmpty();
  }

  /** Everything reported so far, by file name and then by place. */
  public List<Diagnostic> sorted() {
    return reported.stream().sorted(ORDER).toList();
  }
}
