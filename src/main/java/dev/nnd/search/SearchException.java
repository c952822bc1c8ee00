package dev.nnd.search;

import dev.nnd.source.Span;

/** A search cannot go on for a reason that its author can mend. The message is for that person. */
public final class SearchException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Span origin;

  SearchException(String message, Span origin) {
    super(message);
    this.origin = origin;
  }

  /** The words of the program that are to be mended. */
  public Span origin() {
    return origin;
  }
}
