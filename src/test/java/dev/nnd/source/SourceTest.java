package dev.nnd.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SourceTest {
  @Test
  void linesEndInThreeWays() {
    SourceFile file = new SourceFile("a.nnd", "one\ntwo\r\n\rfour\n");
    assertEquals(5, file.lineCount());
    assertEquals(List.of("one", "two", "", "four", ""), lines(file));
    assertEquals(1, file.lineOf(3));
    assertEquals(2, file.lineOf(4));
    assertEquals(2, file.lineOf(8), "a line end belongs to the line it ends");
    assertEquals(5, file.lineOf(file.text().length()));
  }

  private static List<String> lines(SourceFile file) {
    return IntStream.rangeClosed(1, file.lineCount()).mapToObj(file::line).toList();
  }

  @Test
  void theEmptyFileHasOneLine() {
    SourceFile file = new SourceFile("a.nnd", "");
    assertEquals(1, file.lineCount());
    assertEquals("", file.line(1));
    assertEquals("a.nnd:1:1", new Span(file, 0, 0).toString());
  }

  @Test
  void columnsCountUtf16Units() {
    SourceFile file = new SourceFile("a.nnd", "\n\uD83D\uDE00x");
    assertEquals(3, new Span(file, 3, 4).column());
    assertEquals("x", new Span(file, 3, 4).text());
  }

  @Test
  void aSpanStaysInItsFile() {
    SourceFile file = new SourceFile("a.nnd", "abc");
    assertThrows(IllegalArgumentException.class, () -> new Span(file, 0, 4));
    assertThrows(IllegalArgumentException.class, () -> new Span(file, 2, 1));
    assertThrows(IllegalArgumentException.class, () -> new Span(file, -1, 1));
    assertTrue(new Span(file, 0, 3).contains(new Span(file, 1, 3)));
    assertFalse(new Span(file, 0, 2).contains(new Span(file, 1, 3)));
    assertFalse(new Span(file, 0, 3).contains(new Span(new SourceFile("a.nnd", "abc"), 1, 2)));
    assertTrue(Span.nowhere().isNowhere());
    assertFalse(new Span(file, 0, 0).isNowhere());
  }

  @Test
  void diagnosticsAreSortedAndToldOnce() {
    SourceFile file = new SourceFile("a.nnd", "abc");
    Diagnostics out = new Diagnostics();
    assertTrue(out.isEmpty());
    assertFalse(out.hasErrors());
    out.report(Code.SHAPES_DIFFER, new Span(file, 2, 3), "+");
    out.report(Code.OPEN_STRING, new Span(file, 0, 1));
    out.report(Code.SHAPES_DIFFER, new Span(file, 2, 3), "+");
    assertTrue(out.hasErrors());
    assertEquals(
        List.of(Code.OPEN_STRING, Code.SHAPES_DIFFER),
        out.sorted().stream().map(Diagnostic::code).toList());
  }

  @Test
  void codesAreWellFormedAndTheirOwn() {
    Set<String> ids = new HashSet<>();
    for (Code code : Code.values()) {
      assertTrue(code.id().matches("[EWN]0[1-9][0-9]{2}"), code.id());
      assertTrue(ids.add(code.id()), code.id() + " is used twice");
    }
  }

  @Test
  void theNearestNameIsSuggested() {
    List<String> names =
        List.of("relu", "relu6", "conv2d", "conv1d", "batch_norm", "Residual", "x");
    assertEquals(Optional.of("relu"), Nearest.to("rleu", names));
    assertEquals(Optional.of("batch_norm"), Nearest.to("batchnorm", names));
    assertEquals(Optional.of("batch_norm"), Nearest.to("BatchNorm", names));
    assertEquals(Optional.of("conv1d"), Nearest.to("convd", names), "first in the alphabet");
    assertEquals(Optional.of("Residual"), Nearest.to("residual", names));
    assertEquals(Optional.empty(), Nearest.to("softmax", names));
    assertEquals(Optional.empty(), Nearest.to("y", names), "nothing of one letter is near");
    assertEquals(Optional.empty(), Nearest.to("", names));
    assertEquals(Optional.empty(), Nearest.to("relu", List.of()));
  }
}
