package dev.nnd.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnd.Golden;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ParserTest {
  private static final Path PROGRAMS = Path.of("src", "test", "resources", "programs");

  @Test
  void theProgramOfTheLanguagePage() throws IOException {
    Diagnostics out = new Diagnostics();
    String text = Files.readString(PROGRAMS.resolve("digits.nnd"));
    Tree.File tree = Parser.parse(new SourceFile("digits.nnd", text), out);
    assertEquals(List.of(), out.sorted());
    Golden.assertMatches("syntax/digits.txt", TreeText.of(tree));
  }
}
