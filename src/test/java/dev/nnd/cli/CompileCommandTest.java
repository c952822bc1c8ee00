package dev.nnd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code nnd compile}; what is in a jar and how it runs is tested where jars are made. */
final class CompileCommandTest {
  private static final String IRIS = "examples/iris.nnd";

  @TempDir private Path folder;

  private Called compile(String... line) {
    String[] all = new String[line.length + 1];
    all[0] = "compile";
    for (int i = 0; i < line.length; i++) all[i + 1] = line[i].replace("DIR", folder.toString());
    return Called.with(all);
  }

  private static String text(Path jar, String entry) throws IOException {
    try (ZipFile file = new ZipFile(jar.toFile())) {
      return new String(
          file.getInputStream(file.getEntry(entry)).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aRunBecomesAJarThatKnowsItsClasses() throws IOException {
    Path run = folder.resolve("run");
    Path jar = folder.resolve("iris.jar");
    Called.with("train", IRIS, "--epochs", "2", "--out", run.toString());
    Called called = compile(run.toString(), "-o", "DIR/iris.jar");
    assertEquals(0, called.exitCode(), called::toString);
    assertEquals("", called.out());
    assertTrue(called.err().endsWith("its class is nnd.IrisNet\n"), called::err);
    String description = text(jar, "nnd/IrisNet.json");
    assertTrue(
        description.contains("[\"setosa\", \"versicolor\", \"virginica\"]"), () -> description);

    byte[] before = Files.readAllBytes(jar);
    assertEquals(
        new Called(1, "", "nnd: " + jar + " exists already; --force overwrites it\n"),
        compile(run.toString(), "-o", "DIR/iris.jar"));
    Called forced =
        compile(run.toString(), "-o", "DIR/iris.jar", "--force", "--target", "portable");
    assertEquals(0, forced.exitCode(), forced::toString);
    assertTrue(Files.size(jar) < before.length);
  }

  @Test
  void withoutWeightsItHasThoseOfTheStart() {
    Called called = compile(IRIS, "--set", "width=7", "-o", "DIR/start.jar");
    assertEquals(0, called.exitCode(), called::toString);
    assertTrue(called.err().startsWith("no --weights: IrisNet has the weights"), called::err);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2 | IRIS                                        | Missing required option: '--output=JAR'
          2 | IRIS -o DIR/iris.zip                        | must end in .jar
          2 | IRIS -o DIR/iris.jar --target gpu           | '--target'
          1 | IRIS -o DIR/iris.jar --model None           | None
          1 | IRIS -o DIR/iris.jar --set depth=3          | depth
          1 | IRIS -o DIR/none/iris.jar                   | DIR/none
          1 | IRIS -o DIR/iris.jar --weights DIR/none     | there is no such file
          1 | DIR/none.nnd -o DIR/iris.jar                | there is no such file
          1 | DIR -o DIR/iris.jar                         | not the folder of a run
          """)
  void wrongUseEndsInAMessage(int exitCode, String line, String message) {
    Called called = compile(line.replace("IRIS", IRIS).split(" "));
    assertEquals(exitCode, called.exitCode(), called::toString);
    String shown = called.err().replace(folder.toString(), "DIR");
    assertTrue(shown.contains(message), shown);
    assertFalse(shown.contains("\tat "), shown);
    assertFalse(Files.exists(folder.resolve("iris.jar")));
  }
}
