package dev.nnd.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Diagnostics as people read them: the message, the lines it is about with the places underlined,
 * and what to do.
 *
 * <pre>
 * error[E0204]: the two sides of `+` have different shapes
 *   --&gt; residual.nnd:6:16
 *    |
 *  6 |     output y = main + skip -&gt; relu
 *    |                ^^^^   ^^^^ float[16, 8, 8]
 *    |                |
 *    |                float[32, 8, 8]
 *    = help: give the skip path 32 channels: `conv2d(32, kernel: 1)`
 * </pre>
 *
 * <p>Labels within the place to blame are underlined with {@code ^} in its stead, others with
 * {@code -}.
 */
public final class DiagnosticText {
  private final Diagnostic diagnostic;
  private final Paint paint;
  private final StringBuilder out = new StringBuilder();
  private final Map<SourceFile, List<Mark>> marks;
  private final String margin;

  private DiagnosticText(Diagnostic diagnostic, Paint paint) {
    this.diagnostic = diagnostic;
    this.paint = paint;
    this.marks = marks(diagnostic);
    int lastLine =
        marks.values().stream().flatMap(List::stream).mapToInt(Mark::lastLine).max().orElse(0);
    this.margin = " ".repeat(Integer.toString(lastLine).length() + 1);
  }

  /** The text of {@code diagnostic} without colours, ending with a line end. */
  public static String render(Diagnostic diagnostic) {
    return render(diagnostic, false);
  }

  /** The text of {@code diagnostic}, with ANSI colours if asked for, ending with a line end. */
  public static String render(Diagnostic diagnostic, boolean colours) {
    return new DiagnosticText(diagnostic, colours ? Paint.ANSI : Paint.NONE).render();
  }

  /** The texts of all {@code diagnostics} with empty lines between them. */
  public static String renderAll(List<Diagnostic> diagnostics, boolean colours) {
    return diagnostics.stream()
        .map(diagnostic -> render(diagnostic, colours))
        .collect(Collectors.joining("\n"));
  }

  /** The places to underline by file, the file to blame first. */
  private static Map<SourceFile, List<Mark>> marks(Diagnostic diagnostic) {
    Map<SourceFile, List<Mark>> marks = new LinkedHashMap<>();
    Span blamed = diagnostic.span();
    boolean stoodInFor = diagnostic.labels().stream().anyMatch(l -> blamed.contains(l.span()));
    if (!blamed.isNowhere()) {
      List<Mark> first = marks.computeIfAbsent(blamed.file(), file -> new ArrayList<>());
      if (!stoodInFor) {
        first.add(new Mark(blamed, "", true));
      }
    }
    for (Label label : diagnostic.labels()) {
      if (!label.span().isNowhere()) {
        marks
            .computeIfAbsent(label.span().file(), file -> new ArrayList<>())
            .add(new Mark(label.span(), label.text(), blamed.contains(label.span())));
      }
    }
    return marks;
  }

  private String render() {
    Severity severity = diagnostic.severity();
    String head = severity.word() + "[" + diagnostic.code().id() + "]";
    out.append(paint.severity(severity, head));
    out.append(paint.strong(": " + Line.harmless(diagnostic.message()))).append('\n');
    String arrow = "--> ";
    for (Map.Entry<SourceFile, List<Mark>> entry : marks.entrySet()) {
      Span place = arrow.equals("--> ") ? diagnostic.span() : entry.getValue().get(0).span();
      out.append(margin).append(paint.frame(arrow)).append(Line.harmless(place.toString()));
      out.append('\n');
      row("", "|", "");
      lines(entry.getKey(), entry.getValue());
      arrow = "::: ";
    }
    for (String help : diagnostic.helps()) {
      String indented = Line.harmless(help).replace("\n", "\n" + margin + "         ");
      row("", "=", paint.strong("help") + ": " + indented);
    }
    return out.toString();
  }

  private void lines(SourceFile file, List<Mark> marks) {
    TreeSet<Integer> numbers = new TreeSet<>();
    for (Mark mark : marks) {
      numbers.add(mark.firstLine());
      numbers.add(mark.lastLine());
    }
    int before = numbers.first();
    for (int number : numbers) {
      if (number == before + 2) {
        line(file, before + 1, List.of());
      } else if (number > before + 2) {
        out.append(paint.frame("...")).append('\n');
      }
      line(file, number, marks);
      before = number;
    }
  }

  private void line(SourceFile file, int number, List<Mark> marks) {
    Underlines underlines = Underlines.of(file, number, marks);
    row(Integer.toString(number), "|", underlines.line());
    underlines.rows().forEach(row -> row("", "|", row.render(paint, diagnostic.severity())));
  }

  private void row(String left, String frame, String right) {
    String number = " ".repeat(margin.length() - left.length()) + left;
    String blank = right.isEmpty() ? "" : " ";
    out.append(paint.frame(number + " " + frame)).append(blank).append(right).append('\n');
  }

  /** A place to underline. */
  record Mark(Span span, String text, boolean blamed) {
    int firstLine() {
      return span.line();
    }

    /** The line of the last character, since the line end before a line is no part of it. */
    int lastLine() {
      return span.end() == span.start() ? span.line() : span.file().lineOf(span.end() - 1);
    }
  }
}
