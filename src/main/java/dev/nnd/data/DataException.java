package dev.nnd.data;

import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Span;
import java.util.Optional;

/**
 * A mistake in a data file, or between it and the program that reads it. Reading stops at the
 * first, as what follows it in a file is seldom worth a second message.
 */
public final class DataException extends RuntimeException {
  private final Diagnostic diagnostic;

  /**
   * The mistake that {@code diagnostic} describes. Its span is {@link Span#nowhere} where no
   * program asked for the data.
   */
  public DataException(Diagnostic diagnostic) {
    super(diagnostic.message());
    this.diagnostic = diagnostic;
  }

  static DataException of(Code code, Span span, Object... args) {
    return new DataException(Diagnostic.of(code, span, args));
  }

  /** What to tell the user. */
  public Diagnostic diagnostic() {
    return diagnostic;
  }

  DataException withHelp(String help) {
    return new DataException(diagnostic.withHelp(help));
  }

  DataException withHelp(Optional<String> help) {
    return help.map(this::withHelp).orElse(this);
  }
}
