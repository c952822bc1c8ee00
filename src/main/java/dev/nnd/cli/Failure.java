package dev.nnd.cli;

/** Ends a command with one line to the user. */
final class Failure extends RuntimeException {
  /** The command did what it was asked to. */
  static final int DONE = 0;

  /** The work failed: a mistake in a program, a file that is missing or broken. */
  static final int FAILED = 1;

  /** The command was called in a wrong way. */
  static final int WRONG_USE = 2;

  private final int exitCode;

  private Failure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The work cannot be done. */
  static Failure of(String message) {
    return new Failure(FAILED, message);
  }

  /** The command was called in a wrong way. */
  static Failure use(String message) {
    return new Failure(WRONG_USE, message);
  }

  int exitCode() {
    return exitCode;
  }
}
