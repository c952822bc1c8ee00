package dev.nnd.source;

import java.util.Arrays;
import java.util.Objects;

/**
 * A named text and its division into lines.
 *
 * <p>A line ends at {@code \n}, {@code \r\n} or {@code \r}. Two files are equal only when they are
 * the same object: a place in one is never a place in the other, even if they read alike.
 */
public final class SourceFile {
  private final String name;
  private final String text;
  private final int[] lineStarts;

  /**
   * A file of the given text.
   *
   * @param name how messages call the file, usually its path as the user wrote it
   */
  public SourceFile(String name, String text) {
    this.name = Objects.requireNonNull(name);
    this.text = Objects.requireNonNull(text);
    this.lineStarts = lineStarts(text);
  }

  private static int[] lineStarts(String text) {
    int[] starts = new int[16];
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean ends =
          c == '\n' || c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n');
      if (ends) {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, 2 * count);
        }
        starts[count++] = i + 1;
      }
    }
    return Arrays.copyOf(starts, count);
  }

  /** How messages call the file. */
  public String name() {
    return name;
  }

  /** The whole text. */
  public String text() {
    return text;
  }

  /** The number of lines; at least 1, and one more than the number of line ends. */
  public int lineCount() {
    return lineStarts.length;
  }

  /** The line that holds {@code offset}, from 1. The end of the text belongs to the last line. */
  public int lineOf(int offset) {
    Objects.checkIndex(offset, text.length() + 1);
    int found = Arrays.binarySearch(lineStarts, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** The column of {@code offset} in its line, in UTF-16 units from 1. */
  public int columnOf(int offset) {
    return offset - lineStart(lineOf(offset)) + 1;
  }

  /** The offset at which line {@code number} (from 1) starts. */
  public int lineStart(int number) {
    return lineStarts[number - 1];
  }

  /** The offset at which line {@code number} (from 1) ends, before its line end. */
  public int lineEnd(int number) {
    int end = number == lineStarts.length ? text.length() : lineStarts[number];
    int start = lineStart(number);
    while (end > start && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return end;
  }

  /** The text of line {@code number} (from 1), without its line end. */
  public String line(int number) {
    return text.substring(lineStart(number), lineEnd(number));
  }

  @Override
  public String toString() {
    return name;
  }
}
