package dev.nnd.runtime;

import java.io.IOException;
import java.nio.file.Path;

/** A file that exists and can be read, but does not hold what it should. */
public final class BadFileException extends IOException {
  /**
   * The message of the exception is {@code file: problem}; {@code problem} is a clause that a user
   * understands.
   */
  public BadFileException(Path file, String problem) {
    super(file + ": " + problem);
  }

  /** As above, for a problem found through another exception. */
  public BadFileException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }
}
