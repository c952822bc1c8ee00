package dev.nnd.source;

import dev.nnd.source.DiagnosticText.Mark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One line of a file and the rows below it: underlines with the text of the rightmost beside it,
 * then the other texts from right to left, each hanging from its underline.
 */
record Underlines(String line, List<Row> rows) {
  /** What of a mark lies on this line, in columns. */
  private record Piece(int start, int end, String text, boolean blamed) {}

  static Underlines of(SourceFile file, int number, List<Mark> marks) {
    List<Mark> touching =
        marks.stream()
            .filter(mark -> mark.firstLine() == number || mark.lastLine() == number)
            .toList();
    String raw = file.line(number);
    int lineStart = file.lineStart(number);
    int focus = touching.stream().mapToInt(mark -> mark.span().start() - lineStart).min().orElse(0);
    Line line = new Line(raw, Math.max(0, Math.min(raw.length(), focus)));
    List<Piece> pieces =
        touching.stream()
            .map(mark -> piece(mark, number, raw, lineStart, line))
            .sorted(Comparator.comparingInt(Piece::start).thenComparingInt(Piece::end))
            .toList();
    return new Underlines(line.text(), pieces.isEmpty() ? List.of() : rows(pieces));
  }

  private static Piece piece(Mark mark, int number, String raw, int lineStart, Line line) {
    boolean starts = mark.firstLine() == number;
    boolean ends = mark.lastLine() == number;
    int indent = raw.length() - raw.stripLeading().length();
    int from = starts ? mark.span().start() - lineStart : indent;
    int to = ends ? mark.span().end() - lineStart : raw.stripTrailing().length();
    int start = line.column(Math.min(from, raw.length()));
    int end = line.column(Math.max(0, Math.min(to, raw.length())));
    // A mark of several lines tells its text where it ends.
    return new Piece(start, Math.max(start + 1, end), ends ? mark.text() : "", mark.blamed());
  }

  private static List<Row> rows(List<Piece> pieces) {
    List<Row> rows = new ArrayList<>();
    Row underline = new Row();
    // Places to blame last, so that nothing covers them.
    pieces.stream().filter(piece -> !piece.blamed).forEach(piece -> underline(piece, underline));
    pieces.stream().filter(piece -> piece.blamed).forEach(piece -> underline(piece, underline));
    rows.add(underline);
    List<Piece> hanging = new ArrayList<>(pieces.stream().filter(p -> !p.text.isEmpty()).toList());
    Piece last = pieces.get(pieces.size() - 1);
    if (!last.text.isEmpty() && pieces.stream().allMatch(piece -> piece.end <= last.end)) {
      underline.put(last.end + 1, Line.harmless(last.text), last.blamed);
      hanging.remove(last);
    }
    if (!hanging.isEmpty()) {
      rows.add(stems(hanging, hanging.size()));
    }
    for (int i = hanging.size() - 1; i >= 0; i--) {
      Piece piece = hanging.get(i);
      Row row = stems(hanging, i);
      row.put(piece.start, Line.harmless(piece.text), piece.blamed);
      rows.add(row);
    }
    return rows;
  }

  private static void underline(Piece piece, Row row) {
    row.put(piece.start, (piece.blamed ? "^" : "-").repeat(piece.end - piece.start), piece.blamed);
  }

  /** The lines from the first {@code count} underlines down to their texts. */
  private static Row stems(List<Piece> hanging, int count) {
    Row row = new Row();
    hanging.subList(0, count).forEach(piece -> row.put(piece.start, "|", piece.blamed));
    return row;
  }

  /** Characters in columns, each of the colour of the place to blame or of the frame. */
  static final class Row {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder colours = new StringBuilder();

    void put(int column, String piece, boolean blamed) {
      while (text.length() < column + piece.length()) {
        text.append(' ');
        colours.append(' ');
      }
      text.replace(column, column + piece.length(), piece);
      colours.replace(column, column + piece.length(), (blamed ? "b" : "f").repeat(piece.length()));
    }

    String render(Paint paint, Severity severity) {
      StringBuilder out = new StringBuilder();
      int start = 0;
      for (int i = 1; i <= text.length(); i++) {
        if (i == text.length() || colours.charAt(i) != colours.charAt(start)) {
          String run = text.substring(start, i);
          out.append(
              switch (colours.charAt(start)) {
                case 'b' -> paint.severity(severity, run);
                case 'f' -> paint.frame(run);
                default -> run;
              });
          start = i;
        }
      }
      return out.toString();
    }
  }
}
