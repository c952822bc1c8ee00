package dev.nnd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Java virtual machine of a test's own, of the version that runs the tests. One that does not end
 * by itself is ended, and what it has printed until then is in the message.
 */
public final class JavaProcess {
  /** A loaded machine may be ten times slower than a quiet one. */
  private static final int MOST_MINUTES = 10;

  private JavaProcess() {}

  /**
   * Runs {@code java} with these arguments, and gives what it printed to either stream.
   *
   * @param folder where its output may be kept
   */
  public static String printed(Path folder, int exitCode, String... arguments)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(arguments));
    line.add(0, ProcessHandle.current().info().command().orElseThrow());
    Path output = Files.createTempFile(folder, "output", ".txt");
    Process process =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    boolean ended = process.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
    if (!ended) process.destroyForcibly().waitFor();
    String text = Files.readString(output).replace(System.lineSeparator(), "\n");
    if (!ended) fail("no end after " + MOST_MINUTES + " minutes; it printed:\n" + text);
    assertEquals(exitCode, process.exitValue(), text);
    return text;
  }

  /** Runs the {@code main} of a test, with vectors, and fails if it fails. */
  public static void run(Path folder, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("--add-modules", "jdk.incubator.vector"));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    line.addAll(List.of(arguments));
    printed(folder, 0, line.toArray(String[]::new));
  }
}
