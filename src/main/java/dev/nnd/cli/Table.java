package dev.nnd.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells in columns that line up, indented by two blanks. */
final class Table {
  private final List<List<String>> rows = new ArrayList<>();
  private final String alignment;

  /**
   * A table without rows.
   *
   * @param alignment a letter for each column: {@code l} for text, {@code r} for numbers
   */
  Table(String alignment) {
    this.alignment = alignment;
  }

  void row(Object... cells) {
    if (cells.length != alignment.length()) {
      throw new IllegalArgumentException(cells.length + " cells for columns " + alignment);
    }
    rows.add(List.of(cells).stream().map(Object::toString).toList());
  }

  /** All rows, each ending with a line end. */
  @Override
  public String toString() {
    int[] widths = new int[alignment.length()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) widths[i] = Math.max(widths[i], row.get(i).length());
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String blanks = " ".repeat(widths[i] - row.get(i).length());
        line.append("  ")
            .append(alignment.charAt(i) == 'r' ? blanks + row.get(i) : row.get(i) + blanks);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
