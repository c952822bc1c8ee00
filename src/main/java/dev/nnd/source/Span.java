package dev.nnd.source;

import java.util.Objects;

/**
 * A stretch of a file. An empty span marks a place between two characters.
 *
 * @param start offset of the first character, in UTF-16 units
 * @param end offset after the last character; at least {@code start}
 */
public record Span(SourceFile file, int start, int end) {
  private static final Span NOWHERE = new Span(new SourceFile("<code>", ""), 0, 0);

  public Span {
    Objects.requireNonNull(file);
    if (start < 0 || end < start || end > file.text().length()) {
      throw new IllegalArgumentException(
          "span " + start + ".." + end + " is not within " + file.name());
    }
  }

  /**
   * The span of what no file asked for, such as a graph built in code. Its file is empty and called
   * {@code <code>}.
   */
  public static Span nowhere() {
    return NOWHERE;
  }

  /** Whether this is {@link #nowhere}. */
  public boolean isNowhere() {
    return equals(NOWHERE);
  }

  /** The line of the start, from 1. */
  public int line() {
    return file.lineOf(start);
  }

  /** The column of the start, in UTF-16 units from 1. */
  public int column() {
    return file.columnOf(start);
  }

  /** The text of this stretch. */
  public String text() {
    return file.text().substring(start, end);
  }

  /**
   * The stretch from the start of this to the end of {@code other}, which must not end before this
   * starts.
   */
  public Span to(Span other) {
    return new Span(file, start, other.end);
  }

  /** Whether {@code other} lies within this stretch of the same file. */
  public boolean contains(Span other) {
    return file == other.file && start <= other.start && other.end <= end;
  }

  /** {@code file:line:column}, as messages and stack traces name a place. */
  @Override
  public String toString() {
    return isNowhere() ? file.name() : file.name() + ":" + line() + ":" + column();
  }
}
