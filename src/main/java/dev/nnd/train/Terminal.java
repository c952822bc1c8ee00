package dev.nnd.train;

import java.util.Map;
import java.util.Optional;

/**
 * What the standard error stream can show.
 *
 * @param moves whether the cursor can go back, so that a line can change in place
 * @param colours whether colours are welcome
 * @param columns characters a line
 */
public record Terminal(boolean moves, boolean colours, int columns) {
  private static final int USUAL_COLUMNS = 80;

  /** A file or a pipe. */
  public static Terminal none() {
    return new Terminal(false, false, USUAL_COLUMNS);
  }

  /**
   * The terminal of this process. Java cannot tell whether the stream is one, so the launcher does,
   * with the properties {@code nnd.terminal} and {@code nnd.columns}.
   */
  public static Terminal ofProcess() {
    return of(
        Boolean.getBoolean("nnd.terminal"),
        Optional.ofNullable(System.getProperty("nnd.columns")),
        System.getenv());
  }

  /**
   * A terminal by its environment: {@code TERM=dumb} has nothing but lines; {@code NO_COLOR}, if
   * not empty, asks for no colours (no-color.org).
   */
  static Terminal of(boolean isTerminal, Optional<String> columns, Map<String, String> variables) {
    if (!isTerminal || variables.getOrDefault("TERM", "").equals("dumb")) {
      return none();
    }
    int wide =
        columns
            .filter(text -> text.matches("[1-9][0-9]{0,3}"))
            .map(Integer::parseInt)
            .orElse(USUAL_COLUMNS);
    return new Terminal(true, variables.getOrDefault("NO_COLOR", "").isEmpty(), wide);
  }
}
