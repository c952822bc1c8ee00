package dev.nnd.source;

/**
 * A line of a file as a terminal shows it, and the column at which each of its characters lands.
 *
 * <p>A tab is four blanks, a character of East Asia or an emoji is two columns wide, and what would
 * move the cursor or turn the text around is replaced. A very long line is cut to the part around
 * the place of interest.
 */
final class Line {
  private static final int LONGEST = 160;
  private static final int CUT_TO = 120;
  private static final int BEFORE_FOCUS = 40;
  private static final String CUT = "...";
  private static final int TAB = 4;

  /** Joins emoji to one; harmless. */
  private static final int JOINER = 0x200D;

  private final String text;
  private final int[] columns;
  private final int from;
  private final int to;

  /**
   * @param raw the line without its end
   * @param focus the offset in {@code raw} that must be seen
   */
  Line(String raw, int focus) {
    this.columns = new int[raw.length() + 1];
    StringBuilder shown = new StringBuilder();
    int[] starts = measure(raw, shown);
    int width = columns[raw.length()];
    if (width <= LONGEST) {
      this.from = 0;
      this.to = width;
      this.text = shown.toString().stripTrailing();
    } else {
      this.from = Math.max(0, Math.min(columns[focus] - BEFORE_FOCUS, width - CUT_TO));
      this.to = Math.min(width, from + CUT_TO);
      this.text = cut(raw, shown, starts);
    }
  }

  /**
   * Fills {@link #columns} and {@code shown}; gives where each character starts in {@code shown}.
   */
  private int[] measure(String raw, StringBuilder shown) {
    int[] starts = new int[raw.length() + 1];
    int column = 0;
    int i = 0;
    while (i < raw.length()) {
      int point = raw.codePointAt(i);
      int next = i + Character.charCount(point);
      for (int unit = i; unit < next; unit++) {
        columns[unit] = column;
        starts[unit] = shown.length();
      }
      if (point == '\t') {
        shown.append(" ".repeat(TAB));
        column += TAB;
      } else {
        shown.appendCodePoint(harmless(point));
        column += width(point);
      }
      i = next;
    }
    columns[raw.length()] = column;
    starts[raw.length()] = shown.length();
    return starts;
  }

  private String cut(String raw, StringBuilder shown, int[] starts) {
    int first = 0;
    while (columns[first] < from) {
      first++;
    }
    int last = raw.length();
    while (columns[last] > to) {
      last--;
    }
    String start = from == 0 ? "" : CUT + " ".repeat(columns[first] - from);
    String end = columns[last] == columns[raw.length()] ? "" : CUT;
    return start + shown.substring(starts[first], starts[last]) + end;
  }

  String text() {
    return text;
  }

  /**
   * The column, from 0, at which the character at {@code offset} of the raw line is shown, or would
   * be but for the cut.
   */
  int column(int offset) {
    int column = Math.max(from, Math.min(to, columns[offset])) - from;
    return from == 0 ? column : column + CUT.length();
  }

  private static int width(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> 0;
      case Character.FORMAT -> point == JOINER ? 0 : 1;
      default -> isWide(point) ? 2 : 1;
    };
  }

  private static boolean isWide(int point) {
    return point >= 0x1100
        && (point <= 0x115F
            || point >= 0x2E80 && point <= 0x303E
            || point >= 0x3041 && point <= 0xA4CF
            || point >= 0xAC00 && point <= 0xD7A3
            || point >= 0xF900 && point <= 0xFAFF
            || point >= 0xFE30 && point <= 0xFE6F
            || point >= 0xFF00 && point <= 0xFF60
            || point >= 0xFFE0 && point <= 0xFFE6
            || point >= 0x1F300 && point <= 0x1F64F
            || point >= 0x1F680 && point <= 0x1F6FF
            || point >= 0x1F900 && point <= 0x1F9FF
            || point >= 0x20000 && point <= 0x3FFFD);
  }

  /** {@code text} without what a terminal would obey; line ends stay. */
  static String harmless(String text) {
    StringBuilder harmless = new StringBuilder();
    text.codePoints().map(p -> p == '\n' ? p : harmless(p)).forEach(harmless::appendCodePoint);
    return harmless.toString();
  }

  private static int harmless(int point) {
    if (point == JOINER) {
      return point;
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          0xFFFD;
      default -> point;
    };
  }
}
