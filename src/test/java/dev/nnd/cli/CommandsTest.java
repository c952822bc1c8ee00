package dev.nnd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CommandsTest {
  private static final String BROKEN =
      """
      model Broken {
          input x: float[4]
          output y = x -> dens(3) -> batch_norm
          output z = x -> dense(2.5)
      }
      """;

  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** The output with the test's folder called DIR. */
  private String shown(Called called) {
    return called.toString().replace(folder.toString(), "DIR");
  }

  @Test
  void saysHowItIsUsed() {
    Golden.assertMatches("cli/usage.txt", Called.with().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "paint",
    "check",
    "check --paint x",
    "train",
    "fmt",
    "train a.nnd --epochs zero",
    "predict a.nnd",
    "explain a.nnd b c",
    "train a.nnd --target gpu",
    "train a.nnd --set width"
  })
  void wrongUseEndsWith2(String line) {
    Called called = Called.with(line.isEmpty() ? new String[0] : line.split(" "));
    assertEquals(2, called.exitCode(), called::toString);
    assertEquals("", called.out());
    assertFalse(called.err().contains("\tat "), called::err);
  }

  @Test
  void checksTheExamples() {
    Called called =
        Called.with(
            "check",
            "examples/digits.nnd",
            "examples/iris.nnd",
            "examples/mlp.nnd",
            "examples/fashion_mnist.nnd");
    assertEquals(new Called(0, "", "no errors\n"), called);
  }

  @Test
  void showsAllThatIsWrong() throws IOException {
    Path broken = file("broken.nnd", BROKEN);
    Golden.assertMatches(
        "cli/check.txt",
        shown(Called.with("check", broken.toString(), folder.resolve("none.nnd").toString())));
    Golden.assertMatches(
        "cli/check-json.txt", shown(Called.with("check", "--json", broken.toString())));
  }

  @Test
  void refusesWhatIsNoText() throws IOException {
    Path bytes = folder.resolve("bytes.nnd");
    Files.write(bytes, new byte[] {(byte) 0xff, 0, 1});
    for (String command : new String[] {"check", "fmt", "train", "explain"}) {
      Called called = Called.with(command, bytes.toString());
      assertEquals(new Called(1, "", "nnd: " + bytes + ": not UTF-8 text\n"), withoutCount(called));
    }
  }

  private static Called withoutCount(Called called) {
    return new Called(called.exitCode(), called.out(), called.err().replace("no errors\n", ""));
  }

  @Test
  void formatsInPlaceAndFromInputToOutput() throws IOException {
    String loose = "const A=1\nconst   B = A+1\n";
    String set = "const A = 1\nconst B = A + 1\n";
    assertEquals(new Called(0, set, ""), Called.fed(loose, "fmt", "-"));
    Path file = file("loose.nnd", loose);
    assertEquals(new Called(1, file + "\n", ""), Called.with("fmt", "--check", file.toString()));
    assertEquals(loose, Files.readString(file));
    assertEquals(new Called(0, "", ""), Called.with("fmt", file.toString()));
    assertEquals(set, Files.readString(file));
    assertEquals(new Called(0, "", ""), Called.with("fmt", "--check", file.toString()));
  }

  @Test
  void formattingLeavesBrokenProgramsAlone() throws IOException {
    Path file = file("open.nnd", "model M {");
    Called called = Called.with("fmt", file.toString());
    assertEquals(1, called.exitCode());
    assertTrue(called.err().contains("error[E01"), called::err);
    assertEquals("model M {", Files.readString(file));
  }

  @Test
  void doctorFindsThisMachineWell() {
    Called called = Called.with("doctor");
    assertEquals(0, called.exitCode(), called::toString);
    assertTrue(called.out().contains("self-test       passed"), called::out);
    assertTrue(Called.with("doctor", "--json").out().startsWith("{\"java\":"));
  }

  @Test
  void explainsTrainingAndPrediction() throws IOException {
    Path program =
        file(
            "small.nnd",
            """
            data Points {
                source: csv("points.csv")
                point:  columns("a" .. "b")
                kind:   column("kind") -> classes(2)
                split:  parts(train: 0.8, validation: 0.2)
            }

            model Small(width: int = 3) {
                input point: float[2]
                output kind = point -> dense(width) -> batch_norm -> relu -> dense(2) -> softmax
            }

            train Fit {
                model:     Small()
                data:      Points
                loss:      cross_entropy
                optimizer: sgd(0.1)
            }
            """);
    Path dump = folder.resolve("dump");
    String[] explain = {"explain", program.toString()};
    Called training = Called.with(explain);
    Golden.assertMatches("cli/explain-training.txt", network(training));
    Golden.assertMatches("cli/explain-memory.txt", memory(training));
    Called inference =
        Called.with(
            "explain", program.toString(), "Small", "--set", "width=4", "--dump", dump.toString());
    Golden.assertMatches("cli/explain-prediction.txt", network(inference));
    assertTrue(Files.readString(dump.resolve("00-check.txt")).contains("batch_norm"));
    assertTrue(Files.readString(dump.resolve("loops.txt")).contains("routine"));
    assertTrue(Files.size(dump.resolve("Small.class")) > 100);
  }

  /** What is said of the network itself: kernels differ from machine to machine. */
  private String network(Called explained) {
    assertEquals(0, explained.exitCode(), explained::toString);
    int kernels = explained.out().indexOf("\nkernels: ");
    return explained.out().substring(0, kernels).replace(folder.toString(), "DIR");
  }

  /** What is said of the arena: the same on every machine, unlike the class file's size. */
  private static String memory(Called explained) {
    String memory = explained.out().substring(explained.out().indexOf("\nmemory\n") + 1);
    return memory.replaceAll("class file .*", "class file");
  }
}
