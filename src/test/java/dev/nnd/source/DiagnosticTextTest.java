package dev.nnd.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.Golden;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DiagnosticTextTest {
  private static final String RESIDUAL =
      """
      block Residual(channels: int) {
          input x: [c, h, w]
          let main = x -> conv2d(channels, kernel: 3, padding: same) -> batch_norm
                       -> relu
          let skip = x -> conv2d(16, kernel: 1)
          output y = main + skip -> relu
      }
      """;

  @Test
  void theMessageOfTheLanguagePage() {
    SourceFile file = new SourceFile("residual.nnd", RESIDUAL);
    Span main = find(file, "main +").within(0, 4);
    Span skip = find(file, "skip ->").within(0, 4);
    Diagnostic diagnostic =
        Diagnostic.of(Code.SHAPES_DIFFER, main.to(skip), "+")
            .withLabel(main, "float[32, 8, 8]")
            .withLabel(skip, "float[16, 8, 8]")
            .withHelp("give the skip path 32 channels: `conv2d(32, kernel: 1)`");
    assertEquals(
        """
        error[E0204]: the two sides of `+` have different shapes
          --> residual.nnd:6:16
           |
         6 |     output y = main + skip -> relu
           |                ^^^^   ^^^^ float[16, 8, 8]
           |                |
           |                float[32, 8, 8]
           = help: give the skip path 32 channels: `conv2d(32, kernel: 1)`
        """,
        DiagnosticText.render(diagnostic));
  }

  @Test
  void everyKindOfPlace() {
    SourceFile file = new SourceFile("residual.nnd", RESIDUAL);
    SourceFile other = new SourceFile("other.nnd", "use \"residual.nnd\"\nconst A = 1");
    SourceFile odd =
        new SourceFile(
            "odd.nnd",
            "const A = \"\uD83D\uDE00\uD83D\uDE00\" + b\r\n\tconst\tB = \"\u6C34\u6C34\" + c\r"
                + "const C = \"e\u0301\" + d \u202E\u001b[31m\n");
    List<Diagnostic> all = new ArrayList<>();
    all.add(of(find(file, "Residual").span()));
    all.add(of(find(file, "main +").within(0, 4)).withLabel(find(file, "main =").span(), "a let"));
    all.add(of(find(file, "main =").span()).withLabel(find(file, "skip = x").span(), "far away"));
    all.add(
        of(find(file, "x: [").span()).withLabel(find(other, "A = 1").span(), "in another file"));
    all.add(
        of(find(file, "main + skip -> relu").span())
            .withLabel(find(file, "main +").within(0, 4), "first")
            .withLabel(find(file, "+ skip").within(0, 1), "second")
            .withLabel(find(file, "skip ->").within(0, 4), "third"));
    all.add(
        of(find(file, "main + skip -> relu").span())
            .withLabel(find(file, "main + skip").span(), "the sum")
            .withLabel(find(file, "main +").within(0, 4), "a summand")
            .withLabel(find(file, "main + skip -> relu").span(), "all of it"));
    all.add(of(find(file, "x -> conv2d(channels").span().to(find(file, "-> relu\n").within(0, 7))));
    all.add(
        of(find(file, "let main").span().to(find(file, "kernel: 1)").span()))
            .withLabel(find(file, "let main").span().to(find(file, "kernel: 1)").span()), "lines"));
    all.add(of(new Span(file, file.text().length(), file.text().length())));
    all.add(of(new Span(other, other.text().length(), other.text().length())));
    all.add(of(new Span(new SourceFile("empty.nnd", ""), 0, 0)));
    all.add(of(find(odd, "b\r").within(0, 1)));
    all.add(of(find(odd, "c\r").within(0, 1)).withLabel(find(odd, "B").span(), "after a tab"));
    all.add(of(find(odd, "d \u202E").within(0, 1)));
    all.add(of(Span.nowhere()).withHelp("no place at all"));
    all.add(of(find(file, "Residual").span()).withHelp("two\nlines").withHelp("and one more"));
    Golden.assertMatches("source/places.txt", DiagnosticText.renderAll(all, false));
  }

  @Test
  void longLinesAreCutAroundThePlace() {
    String line =
        "const A = [" + "1_000, ".repeat(100) + "wrong, " + "2_000, ".repeat(100) + "3]\n";
    SourceFile file = new SourceFile("long.nnd", line);
    List<Diagnostic> all = new ArrayList<>();
    all.add(of(find(file, "wrong").span()));
    all.add(of(find(file, "A").span()));
    all.add(of(find(file, "3]").span()));
    all.add(of(find(file, "A =").span()).withLabel(find(file, "wrong").span(), "out of sight"));
    all.add(of(new Span(file, 6, line.length())));
    Golden.assertMatches("source/long-lines.txt", DiagnosticText.renderAll(all, false));
  }

  @Test
  void coloursAreOnlyAdded() {
    SourceFile file = new SourceFile("residual.nnd", RESIDUAL);
    Diagnostic diagnostic =
        of(find(file, "main +").within(0, 4))
            .withLabel(find(file, "main =").span(), "a let")
            .withHelp("rest");
    String coloured = DiagnosticText.render(diagnostic, true);
    assertTrue(coloured.startsWith("\u001b[1;31merror[E0101]\u001b[0m"));
    assertEquals(DiagnosticText.render(diagnostic), coloured.replaceAll("\u001b\\[[0-9;]*m", ""));
  }

  @Test
  void anyPlaceOfAnyTextCanBeShown() {
    long seed = 20260101;
    Random random = new Random(seed);
    String alphabet = "ab \t\r\n\uD83D\uDE00\u6C34\u0301\u0007";
    for (int round = 0; round < 3000; round++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(round % 10 == 0 ? 400 : 30);
      for (int i = 0; i < length; i++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      SourceFile file = new SourceFile("random.nnd", text.toString());
      Diagnostic diagnostic =
          of(randomSpan(file, random))
              .withLabel(randomSpan(file, random), "label")
              .withLabel(randomSpan(file, random), "another");
      String shown = DiagnosticText.render(diagnostic);
      String where = "seed " + seed + ", round " + round;
      assertTrue(shown.contains("label") && shown.contains("another"), where);
      assertTrue(shown.contains("^") || shown.contains("-"), where);
      assertFalse(shown.contains("\u0007") || shown.contains("\r"), where);
    }
  }

  private static Span randomSpan(SourceFile file, Random random) {
    int a = random.nextInt(file.text().length() + 1);
    int b = random.nextInt(file.text().length() + 1);
    return new Span(file, Math.min(a, b), Math.max(a, b));
  }

  private static Diagnostic of(Span span) {
    return Diagnostic.of(Code.UNEXPECTED, span, "this", "that");
  }

  private static Found find(SourceFile file, String text) {
    int start = file.text().indexOf(text);
    assertTrue(start >= 0, text);
    return new Found(new Span(file, start, start + text.length()));
  }

  private record Found(Span span) {
    Span within(int from, int to) {
      return new Span(span.file(), span.start() + from, span.start() + to);
    }
  }
}
