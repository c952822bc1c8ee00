package dev.nnd.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.Golden;
import dev.nnd.source.DiagnosticText;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FormatterTest {
  static List<SampleProgram> programs() {
    return SampleProgram.all();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "digits.nnd",
        "stages.nnd",
        "values.nnd",
        "data.nnd",
        "training.nnd",
        "keywords.nnd",
        "empty.nnd"
      })
  void changesNothingThatIsAsItShouldBe(String name) {
    SampleProgram program = SampleProgram.of(name);
    assertEquals(program.text(), format(program.text()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "comments.nnd",
        "layers.nnd",
        "one_line.nnd",
        "only_comment.nnd",
        "emoji.nnd",
        "long_lines.nnd"
      })
  void bringsIntoForm(String name) {
    Golden.assertMatches("syntax/formatted/" + name, format(SampleProgram.of(name).text()));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void changesOnlyBlanks(SampleProgram program) {
    checkFormatting(program.text(), program.name());
  }

  @Test
  void theExamplesAreAsTheyShouldBe() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("examples"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".nnd")).sorted().toList()) {
        String text = Files.readString(file);
        assertEquals(format(text), text, file::toString);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20, 200})
  void changesOnlyBlanksOfAnyProgram(int comments) {
    for (int seed = 0; seed < 400; seed++) {
      String text = RandomProgram.of(new Random(seed), comments);
      checkFormatting(text, "seed " + seed + ", " + comments + " comments");
    }
  }

  @Test
  void refusesWhatHasSyntaxErrors() {
    Diagnostics out = new Diagnostics();
    SourceFile file = new SourceFile("test.nnd", "const A =");
    assertEquals(Optional.empty(), Formatter.format(file, out));
    assertEquals(1, out.sorted().size());
  }

  /** Asserts what holds for the formatted form of every program. */
  static void checkFormatting(String text, String how) {
    String once = format(text);
    assertEquals(once, format(once), how);
    assertEquals(tree(text), tree(once), how);
    assertTrue(once.isEmpty() || once.endsWith("\n") && !once.endsWith("\n\n"), how);
    assertTrue(!once.contains("\n\n\n"), how);
  }

  static String format(String text) {
    Diagnostics out = new Diagnostics();
    Optional<String> formatted = Formatter.format(new SourceFile("test.nnd", text), out);
    return formatted.orElseThrow(
        () -> new AssertionError(DiagnosticText.renderAll(out.sorted(), false) + text));
  }

  private static String tree(String text) {
    String tree = TreeText.of(ParserTest.parse(text, new Diagnostics()));
    return tree.lines().map(String::strip).collect(Collectors.joining("\n"));
  }
}
