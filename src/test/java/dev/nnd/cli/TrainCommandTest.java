package dev.nnd.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Training, evaluation and prediction from program to files. */
final class TrainCommandTest {
  private static final String IRIS = "examples/iris.nnd";

  @TempDir private Path folder;

  private Path run(String name) {
    return folder.resolve(name);
  }

  private Called train(Path out, String... more) {
    List<String> line =
        Stream.concat(Stream.of("train", IRIS, "--out", out.toString()), Stream.of(more)).toList();
    return Called.with(line.toArray(String[]::new));
  }

  @Test
  void aRunLeavesAllThatEvaluationAndPredictionNeed() throws IOException {
    Path run = run("iris");
    Called trained = train(run, "--json", "--threads", "2");
    assertEquals(0, trained.exitCode(), trained::toString);
    assertEquals(Files.readString(run.resolve("result.json")), trained.out());
    assertEquals(40, Files.readAllLines(run.resolve("metrics.jsonl")).size());
    assertEquals(Files.readString(Path.of(IRIS)), Files.readString(run.resolve("program.nnd")));
    assertTrue(Files.exists(run.resolve("best.safetensors")));

    Called evaluated = Called.with("eval", run.toString(), "--json");
    String testPart = trained.out().substring(trained.out().indexOf("\"test.loss\""));
    assertEquals("{" + testPart, evaluated.out());

    Path output = run("species.csv");
    String[] predict = {
      "predict", run.toString(), "--input", "examples/iris.csv", "--output", output.toString()
    };
    assertEquals(
        new Called(0, "", "wrote 150 predictions to " + output + "\n"), Called.with(predict));
    List<String> lines = Files.readAllLines(output);
    assertEquals("species.setosa,species.versicolor,species.virginica", lines.get(0));
    assertTrue(Float.parseFloat(lines.get(1).split(",")[0]) > 0.9, () -> lines.get(1));

    Called again = Called.with(predict);
    assertEquals(
        new Called(1, "", "nnd: " + output + " exists already; --force overwrites it\n"), again);
  }

  @Test
  void threadsAndTargetsChangeNoByte() throws IOException {
    train(run("one"), "--epochs", "2", "--threads", "1");
    train(run("two"), "--epochs", "2", "--threads", "2");
    train(run("plain"), "--epochs", "2", "--target", "portable");
    byte[] one = Files.readAllBytes(run("one").resolve("final.safetensors"));
    assertArrayEquals(one, Files.readAllBytes(run("two").resolve("final.safetensors")));
    assertArrayEquals(one, Files.readAllBytes(run("plain").resolve("final.safetensors")));
  }

  /** As a process that is killed leaves a run: after its second epoch, with a torn third line. */
  private void kill(Path run) throws IOException {
    Path metrics = run.resolve("metrics.jsonl");
    Files.writeString(metrics, Files.readString(metrics) + "{\"epoch\":3,\"tr");
    Files.delete(run.resolve("result.json"));
    Files.delete(run.resolve("final.safetensors"));
    Path settings = run.resolve("settings.json");
    Files.writeString(settings, Files.readString(settings).replace("\"epochs\":2", "\"epochs\":5"));
  }

  @Test
  void aRunThatWasKilledGoesOnToTheSameBits() throws IOException {
    Path whole = run("whole");
    Path killed = run("killed");
    train(whole, "--epochs", "5");
    train(killed, "--epochs", "2");
    kill(killed);
    Called resumed = Called.with("train", "--resume", killed.toString());
    assertEquals(0, resumed.exitCode(), resumed::toString);
    for (String name : List.of("final.safetensors", "best.safetensors", "result.json")) {
      assertArrayEquals(
          Files.readAllBytes(whole.resolve(name)), Files.readAllBytes(killed.resolve(name)), name);
    }
    assertEquals(
        withoutTimes(whole.resolve("metrics.jsonl")),
        withoutTimes(killed.resolve("metrics.jsonl")));
    assertEquals(
        new Called(1, "", "nnd: " + killed + " has come to its end already\n"),
        Called.with("train", "--resume", killed.toString()));
  }

  @Test
  void aRunThatWasKilledInItsFirstEpochBeginsAgain() throws IOException {
    Path whole = run("whole");
    Path killed = run("killed");
    train(whole, "--epochs", "2");
    train(killed, "--epochs", "2");
    for (String name :
        List.of("state.safetensors", "best.safetensors", "final.safetensors", "result.json")) {
      Files.delete(killed.resolve(name));
    }
    assertEquals(0, Called.with("train", IRIS, "--resume", killed.toString()).exitCode());
    assertArrayEquals(
        Files.readAllBytes(whole.resolve("final.safetensors")),
        Files.readAllBytes(killed.resolve("final.safetensors")));
  }

  private static String withoutTimes(Path metrics) throws IOException {
    return Files.readString(metrics).replaceAll("\"seconds\":[0-9.E-]+", "");
  }

  @Test
  void aRunGoesOnWithItsOwnProgramAndSettings() throws IOException {
    Path run = run("run");
    train(run, "--epochs", "2");
    kill(run);
    Called settings = Called.with("train", "--resume", run.toString(), "--epochs", "9");
    assertEquals(2, settings.exitCode(), settings::toString);
    Called other = Called.with("train", "examples/digits.nnd", "--resume", run.toString());
    assertEquals(
        new Called(1, "", "nnd: examples/digits.nnd is not the program that the run began with\n"),
        other);
    assertEquals(
        new Called(1, "", "nnd: " + folder + ": not the folder of a run\n"),
        Called.with("train", "--resume", folder.toString()));
  }

  @Test
  void goesOnFromWeights() {
    Path first = run("first");
    train(first, "--epochs", "5");
    String weights = first.resolve("final.safetensors").toString();
    Called second = train(run("second"), "--epochs", "1", "--weights", weights);
    double loss = Double.parseDouble(second.out().replaceAll("(?s).*train.loss +(\\S+).*", "$1"));
    assertTrue(loss < 0.4, second::toString);
  }

  @Test
  void aRunIsNeverOverwritten() throws IOException {
    Path taken = Files.createDirectory(run("taken"));
    Called called = train(taken);
    assertEquals(
        new Called(1, "", "nnd: " + taken + " exists already; choose another folder for the run\n"),
        called);
    assertEquals(0, taken.toFile().list().length);
  }

  @Test
  void aTrainingThatDivergesSaysSo() throws IOException {
    String program = Files.readString(Path.of(IRIS)).replace("adam(0.01)", "sgd(1e30)");
    Path file = Files.writeString(run("wild.nnd"), program.replace("tanh", "relu"));
    Files.copy(Path.of("examples/iris.csv"), run("iris.csv"));
    Called called = Called.with("train", file.toString(), "--out", run("wild").toString());
    assertEquals(1, called.exitCode());
    assertTrue(called.err().contains("training diverged in epoch 1"), called::err);
    assertFalse(Files.exists(run("wild").resolve("result.json")));
  }

  static Stream<Arguments> badData() {
    return Stream.of(
        Arguments.of("missing", "", "iris.csv", "none.csv"),
        Arguments.of("no-number", "5.1,3.5,1.4,0.2,setosa", "", "5.1,3.5,red,0.2,setosa"),
        Arguments.of("short-row", "5.1,3.5,1.4,0.2,setosa", "", "5.1,3.5,1.4"),
        Arguments.of("wrong-header", "sepal_length,", "", "length,"),
        Arguments.of("fourth-class", "5.1,3.5,1.4,0.2,setosa", "", "5.1,3.5,1.4,0.2,rose"),
        Arguments.of("class-count", "", "classes(3)", "classes(4)"));
  }

  /**
   * Bad data ends in one message and leaves nothing behind.
   *
   * @param row text of the data that is replaced; empty to replace in the program
   * @param words text of the program that is replaced
   */
  @ParameterizedTest
  @MethodSource("badData")
  void badDataEndsInOneMessage(String name, String row, String words, String with)
      throws IOException {
    String data = Files.readString(Path.of("examples/iris.csv"));
    String program = Files.readString(Path.of(IRIS));
    Files.writeString(run("iris.csv"), row.isEmpty() ? data : replaceFirst(data, row, with));
    Path file =
        Files.writeString(
            run("bad.nnd"), words.isEmpty() ? program : replaceFirst(program, words, with));
    Path out = run("run");
    Called called = Called.with("train", file.toString(), "--out", out.toString());
    assertFalse(Files.exists(out));
    Golden.assertMatches(
        "cli/bad-data-" + name + ".txt", called.toString().replace(folder.toString(), "DIR"));
  }

  private static String replaceFirst(String text, String old, String with) {
    int at = text.indexOf(old);
    return text.substring(0, at) + with + text.substring(at + old.length());
  }

  @Test
  void weightsOfAnotherNetworkAreRefused() {
    train(run("iris"), "--epochs", "1");
    String weights = run("iris").resolve("final.safetensors").toString();
    Called called =
        Called.with(
            "predict",
            IRIS,
            "--weights",
            weights,
            "--set",
            "width=4",
            "--input",
            "examples/iris.csv",
            "--output",
            run("y.npy").toString());
    Golden.assertMatches("cli/other-weights.txt", called.toString());
    assertFalse(Files.exists(run("y.npy")));
  }

  @Test
  void filesThatAreNoWeightsAreRefused() throws IOException {
    Path text = Files.writeString(run("text.safetensors"), "these are no weights at all");
    Called called = Called.with("eval", IRIS, "--weights", text.toString());
    assertEquals(1, called.exitCode());
    assertTrue(called.err().startsWith("nnd: " + text + ": "), called::err);
    assertEquals(1, called.err().lines().count(), called::err);
  }

  @Test
  void partsThatAreNotThereAreNamed() throws IOException {
    Path run = run("iris");
    train(run, "--epochs", "1");
    Path program = run.resolve("program.nnd");
    String text = Files.readString(program);
    Files.writeString(program, text.replace("validation: 0.1, ", ""));
    assertEquals(
        new Called(1, "", "nnd: `Iris` has no validation part\n"),
        Called.with("eval", run.toString(), "--on", "validation"));
  }
}
