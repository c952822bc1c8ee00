package dev.nnd.cli;

import dev.nnd.source.Diagnostic;
import java.util.Optional;

/** Ends a command with one line to the user, or a diagnostic. */
final class Failure extends RuntimeException {
  /** The command did what it was asked to. */
  static final int DONE = 0;

  /** The work failed: a mistake in a program, a file that is missing or broken. */
  static final int FAILED = 1;

  /** The command was called in a wrong way. */
  static final int WRONG_USE = 2;

  private final int exitCode;
  private final transient Optional<Diagnostic> diagnostic;

  private Failure(int exitCode, String message, Optional<Diagnostic> diagnostic) {
    super(message);
    this.exitCode = exitCode;
    this.diagnostic = diagnostic;
  }

  /** The work cannot be done. */
  static Failure of(String message) {
    return new Failure(FAILED, message, Optional.empty());
  }

  /** The work cannot be done. */
  static Failure of(Diagnostic diagnostic) {
    return new Failure(FAILED, diagnostic.message(), Optional.of(diagnostic));
  }

  /** The command was called in a wrong way. */
  static Failure use(String message) {
    return new Failure(WRONG_USE, message, Optional.empty());
  }

  /** The command was called in a wrong way. */
  static Failure use(Diagnostic diagnostic) {
    return new Failure(WRONG_USE, diagnostic.message(), Optional.of(diagnostic));
  }

  /** What there is to show in place of the message. */
  Optional<Diagnostic> diagnostic() {
    return diagnostic;
  }

  int exitCode() {
    return exitCode;
  }
}
