package dev.nnd.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches from program to files: their results, and what is left of them when they are killed. */
final class SearchCommandTest {
  @TempDir private Path folder;

  @BeforeEach
  void writeProgram() throws IOException {
    Files.copy(Path.of("examples/iris.csv"), folder.resolve("iris.csv"));
    Files.copy(Path.of("src/test/resources/tune/iris.nnd"), folder.resolve("iris.nnd"));
  }

  private String program() {
    return folder.resolve("iris.nnd").toString();
  }

  /** The program with some of its words replaced. */
  private String program(String... pairs) throws IOException {
    String text = Files.readString(folder.resolve("iris.nnd"));
    for (int i = 0; i < pairs.length; i += 2) {
      assertTrue(text.contains(pairs[i]), pairs[i]);
      text = text.replace(pairs[i], pairs[i + 1]);
    }
    return Files.writeString(folder.resolve("other.nnd"), text).toString();
  }

  private Called search(String program, String out, String... more) {
    List<String> line =
        Stream.concat(
                Stream.of("search", program, "--out", folder.resolve(out).toString()),
                Stream.of(more))
            .toList();
    return Called.with(line.toArray(String[]::new));
  }

  private String table(String run) throws IOException {
    return Files.readString(folder.resolve(run).resolve("trials.csv"));
  }

  /** Runs the command line in a process of its own, and kills it after so many lines. */
  private void killed(int lines, Path run, String... arguments)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(ProcessHandle.current().info().command().orElseThrow());
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    line.addAll(List.of(arguments));
    Path output = Files.createTempFile(folder, "output", ".txt");
    Process process =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    Path journal = run.resolve("journal.jsonl");
    while (process.isAlive() && count(journal) < lines) Thread.onSpinWait();
    process.destroyForcibly().waitFor();
    assertTrue(count(journal) >= lines, () -> "it ended by itself: " + output);
    assertFalse(Files.exists(run.resolve("trials.csv")), "it came to its end");
  }

  private static long count(Path journal) throws IOException {
    if (!Files.exists(journal)) return 0;
    return Files.readString(journal).chars().filter(c -> c == '\n').count();
  }

  @Test
  void theSameTableForAnyParallelAndForSearchesThatWereKilled()
      throws IOException, InterruptedException {
    assertEquals(0, search(program(), "one", "--parallel", "1", "--keep").exitCode());
    assertEquals(0, search(program(), "two", "--parallel", "2", "--keep").exitCode());
    String expected = table("one");
    assertEquals(expected, table("two"));
    assertTrue(expected.contains(",pruned,") && expected.contains(",complete,"), expected);

    Path run = folder.resolve("killed");
    killed(5, run, "search", program(), "--out", run.toString(), "--keep");
    killed(17, run, "search", "--resume", run.toString(), "--keep");
    killed(30, run, "search", "--resume", run.toString(), "--keep");
    Called last = Called.with("search", "--resume", run.toString(), "--keep");
    assertEquals(0, last.exitCode(), last::toString);
    assertEquals(expected, table("killed"));
    assertEquals(epochs(folder.resolve("one")), epochs(run), "an epoch was lost or run twice");
    for (int trial = 0; trial < 10; trial++) {
      String path = "trials/000" + trial + "/best.safetensors";
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("one").resolve(path)),
          Files.readAllBytes(run.resolve(path)),
          path);
    }
  }

  /** What the journal says of epochs, without times. */
  private static List<String> epochs(Path run) throws IOException {
    return Files.readAllLines(run.resolve("journal.jsonl")).stream()
        .filter(line -> line.contains("\"event\":\"epoch\""))
        .map(line -> line.replaceAll("\"at\":[0-9]+", ""))
        .sorted()
        .toList();
  }

  @Test
  void aTrialIsWhatTrainMakesOfItsConfiguration() throws IOException {
    Called searched = search(program(), "run");
    assertEquals(0, searched.exitCode(), searched::toString);
    String command =
        searched.out().lines().filter(line -> line.contains("nnd train")).findFirst().orElseThrow();
    List<String> words = new ArrayList<>(List.of(command.strip().split(" ")));
    words.remove(0);
    words.addAll(List.of("--out", folder.resolve("again").toString()));
    Called trained = Called.with(words.toArray(String[]::new));
    assertEquals(0, trained.exitCode(), trained::toString);
    String weights = searched.out().replaceAll("(?s).*its weights are in (\\S+).*", "$1");
    for (String name : List.of("final.safetensors", "best.safetensors", "result.json")) {
      assertArrayEquals(
          Files.readAllBytes(Path.of(weights).resolve(name)),
          Files.readAllBytes(folder.resolve("again").resolve(name)),
          name);
    }
    assertEquals(0, Called.with("eval", weights, "--json").exitCode());
  }

  @Test
  void theBestIsOneJsonObject() throws IOException {
    Called called = search(program(), "run", "--json");
    assertEquals(1, called.out().lines().count(), called::toString);
    assertTrue(
        called
            .out()
            .matches(
                "\\{\"trial\":\\d,\"objective\":0\\.\\d+,\"train.loss\".*\"set.rate\":0.*\\}\n"),
        called::out);
    // All is done: nothing runs again, and the result is the same.
    Called again = Called.with("search", "--resume", folder.resolve("run").toString(), "--json");
    assertEquals(called.out(), again.out());
    assertEquals(0, again.exitCode());
  }

  @Test
  void theDiskStaysBoundedUnlessAskedOtherwise() throws IOException {
    String never = program("prune:      median(warmup: 1)", "");
    search(never, "bounded");
    search(never, "all", "--keep");
    assertEquals(1, folder.resolve("bounded/trials").toFile().list().length);
    assertEquals(10, folder.resolve("all/trials").toFile().list().length);
  }

  @Test
  void aPrunedTrialGoesOnWhenItIsRevived() throws IOException {
    search(program(), "run");
    search(program("prune:      median(warmup: 1)", ""), "whole", "--keep");
    String pruned =
        table("run").lines().filter(line -> line.contains(",pruned,")).findFirst().orElseThrow();
    String number = pruned.substring(0, pruned.indexOf(','));
    Called called =
        Called.with("search", "--resume", folder.resolve("run").toString(), "--revive", number);
    assertEquals(0, called.exitCode(), called::toString);
    List<String> lines = table("run").lines().toList();
    int row = Integer.parseInt(number) + 1;
    assertEquals(table("whole").lines().toList().get(row), lines.get(row));
    Called again =
        Called.with("search", "--resume", folder.resolve("run").toString(), "--revive", number);
    assertEquals(new Called(1, "", "nnd: trial " + number + " was not ended early\n"), again);
  }

  @Test
  void trialsThatDivergeOrFailArePassedOver() throws IOException {
    String wild =
        program(
            "adam(rate, beta1: beta)",
            "sgd(rate)",
            "log_uniform(1e-4, 1e-1)",
            "choice(1e-2, 1e30)",
            "choice(tanh, relu)",
            "choice(relu)");
    Called called = search(wild, "run");
    assertEquals(0, called.exitCode(), called::toString);
    assertTrue(table("run").contains(",diverged,1.0E30,"), called::toString);
    Called none =
        search(
            program("adam(rate, beta1: beta)", "sgd(1e30)", "choice(tanh, relu)", "choice(relu)"),
            "none");
    assertEquals(1, none.exitCode());
    assertTrue(none.err().contains("none of 10 trials came to a result"), none::toString);
  }

  @Test
  void wrongUseAndMissingDataLeaveNothing() throws IOException {
    assertEquals(2, Called.with("search").exitCode());
    assertEquals(2, search(program(), "run", "--parallel", "0").exitCode());
    assertEquals(2, Called.with("search", program(), "--revive", "3").exitCode());
    Called missing = search(program("iris.csv", "none.csv"), "run");
    assertEquals(1, missing.exitCode());
    assertTrue(missing.err().contains("none.csv"), missing::toString);
    assertFalse(Files.exists(folder.resolve("run")));
    assertEquals(
        new Called(1, "", "nnd: " + folder + ": not the folder of a search\n"),
        Called.with("search", "--resume", folder.toString()));
    Path taken = Files.createDirectory(folder.resolve("taken"));
    assertEquals(1, search(program(), "taken").exitCode());
    assertEquals(0, taken.toFile().list().length);
  }

  @Test
  void aProgramThatWasChangedIsRefused() throws IOException {
    search(program(), "run");
    Path copy = folder.resolve("run/program.nnd");
    Files.writeString(copy, Files.readString(copy) + "\n");
    assertEquals(
        new Called(1, "", "nnd: " + copy + ": not the program that the search began with\n"),
        Called.with("search", "--resume", folder.resolve("run").toString()));
  }
}
