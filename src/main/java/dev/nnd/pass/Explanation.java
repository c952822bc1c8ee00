package dev.nnd.pass;

import dev.nnd.source.Span;
import java.util.Locale;

/**
 * What a pass did to one layer, or why it left it alone.
 *
 * @param pass the pass's name
 * @param verdict whether it did anything
 * @param span the user's words that asked for the layer
 * @param text what and why, in the user's terms, without a full stop
 */
public record Explanation(String pass, Verdict verdict, Span span, String text) {
  /** Whether a pass did anything. */
  public enum Verdict {
    DONE,
    REFUSED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public String toString() {
    return span + ": " + pass + ": " + verdict + ": " + text;
  }
}
