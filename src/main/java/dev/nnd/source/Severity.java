package dev.nnd.source;

import java.util.Locale;

/** How much a diagnostic weighs: an error stops the compilation, the others do not. */
public enum Severity {
  ERROR,
  WARNING,
  NOTE;

  /** The word that starts a message, such as {@code error}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
