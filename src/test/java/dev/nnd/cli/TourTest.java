package dev.nnd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnd.Golden;
import dev.nnd.api.Compiler;
import dev.nnd.source.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Networks as a person writes them who knows PyTorch or Keras and not yet this language. What they
 * are told is a golden file, and every mistake comes with a way to go on.
 */
final class TourTest {
  private static final Path PROGRAMS = Path.of("src", "test", "resources", "tour");

  static Stream<String> programs() throws IOException {
    try (Stream<Path> files = Files.list(PROGRAMS)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void tellsHowToGoOn(String program) throws IOException {
    Path file = PROGRAMS.resolve(program);
    Called called = Called.with("check", file.toString());
    assertEquals(1, called.exitCode());
    String folder = PROGRAMS.toString().replace('\\', '/') + "/";
    String told = called.err().replace(PROGRAMS + "/", "").replace(folder, "");
    Golden.assertMatches("tour/" + program.replace(".nnd", ".txt"), told);
    List<Diagnostic> alone =
        Compiler.of(file).diagnostics().stream().filter(d -> d.helps().isEmpty()).toList();
    assertEquals(List.of(), alone, "without help");
  }
}
