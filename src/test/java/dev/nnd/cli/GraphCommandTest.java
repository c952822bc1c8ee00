package dev.nnd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code nnd graph}; what is in a picture is tested where pictures are drawn. */
final class GraphCommandTest {
  private static final String DIGITS = "examples/digits.nnd";

  @TempDir private Path folder;

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @CsvSource({"net.svg, <?xml", "net.html, <!DOCTYPE html>", "NET.DOT, digraph"})
  void theEndingSaysTheKind(String name, String beginning) throws IOException {
    Path file = folder.resolve(name);
    Called called = Called.with("graph", DIGITS, "-o", file.toString());
    assertEquals(new Called(0, "", "wrote " + file + "\n"), called);
    assertTrue(Files.readString(file).startsWith(beginning));
    assertEquals(List.of(name), files());
  }

  @Test
  void aPictureThatIsThereStays() throws IOException {
    Path file = folder.resolve("net.svg");
    Files.writeString(file, "mine");
    Called called = Called.with("graph", DIGITS, "-o", file.toString());
    String exists = "nnd: " + file + " exists already; --force overwrites it\n";
    assertEquals(new Called(1, "", exists), called);
    assertEquals("mine", Files.readString(file));
    Called forced = Called.with("graph", DIGITS, "-o", file.toString(), "--force");
    assertEquals(0, forced.exitCode(), forced::toString);
    assertTrue(Files.readString(file).startsWith("<?xml"));
  }

  @Test
  void dashPrints() {
    Called called = Called.with("graph", DIGITS, "-o", "-");
    assertEquals(0, called.exitCode(), called::toString);
    assertTrue(called.out().startsWith("<?xml") && called.out().endsWith("</svg>\n"));
    assertEquals("", called.err());
  }

  /** A train stands for its model, with the settings it gives it; a name chooses. */
  @Test
  void namesAndSettings() {
    Called train = Called.with("graph", DIGITS, "Baseline", "--set", "width=8", "-o", "-");
    assertTrue(train.out().contains("width: 8, depth: 2, drop: 0.1"), train::toString);
    Called model = Called.with("graph", DIGITS, "DigitNet", "--set", "depth=1", "-o", "-");
    assertTrue(model.out().contains("width: 16, depth: 1, drop: 0.1"), model::toString);
    assertTrue(model.out().length() < train.out().length());
    Called nothing = Called.with("graph", DIGITS, "Nothing", "-o", "-");
    assertEquals(1, nothing.exitCode());
    assertTrue(nothing.err().contains("Nothing"), nothing::err);
  }

  @Test
  void mistakesLeaveNothing() throws IOException {
    Called ending = Called.with("graph", DIGITS, "-o", folder.resolve("net.png").toString());
    assertEquals(2, ending.exitCode(), ending::toString);
    Path wrong = folder.resolve("wrong.nnd");
    Files.writeString(wrong, "model M {\n    input x: float[3]\n    output y = x -> dnese(3)\n}\n");
    Called program =
        Called.with("graph", wrong.toString(), "-o", folder.resolve("a.svg").toString());
    assertEquals(1, program.exitCode(), program::toString);
    assertFalse(program.err().isEmpty());
    Called nowhere = Called.with("graph", DIGITS, "-o", folder.resolve("no/a.svg").toString());
    assertEquals(1, nowhere.exitCode(), nowhere::toString);
    assertEquals(List.of("wrong.nnd"), files());
  }
}
