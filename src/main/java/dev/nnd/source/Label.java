package dev.nnd.source;

import java.util.Objects;

/** A remark on one place of the source that a diagnostic shows. */
public record Label(Span span, String text) {
  public Label {
    Objects.requireNonNull(span);
    Objects.requireNonNull(text);
  }
}
