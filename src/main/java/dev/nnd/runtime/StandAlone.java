package dev.nnd.runtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@code java -jar} does with a network's jar: without arguments it describes the network;
 * with the name of a text file, or {@code -} for standard input, it predicts one line for each
 * line.
 */
public final class StandAlone {
  private static final String USAGE =
      """
      To predict:  java -jar JAR FILE  (or - for standard input)
      A line of the file holds the numbers of a sample as they enter the model, input by input, with
      commas between; a line of the result holds what comes out, output by output.
      """;

  private final Network network;
  private final PrintStream out;
  private final float[][] inputs;
  private final float[][] outputs;

  private StandAlone(Network network, PrintStream out) {
    this.network = network;
    this.out = out;
    this.inputs = arrays(network.inputs());
    this.outputs = arrays(network.outputs());
  }

  private static float[][] arrays(List<Port> ports) {
    float[][] arrays = new float[ports.size()][];
    for (int i = 0; i < arrays.length; i++) arrays[i] = new float[ports.get(i).size()];
    return arrays;
  }

  /** Ends the process: with 0 if all went well, 1 if the work failed, 2 if the call was wrong. */
  public static void main(Shipped shipped, String[] arguments) {
    System.exit(run(Shipment.load(shipped, 1), arguments, System.in, System.out, System.err));
  }

  /** Does what {@link #main} does and returns the exit code. */
  static int run(
      Network network, String[] arguments, InputStream in, PrintStream out, PrintStream err) {
    StandAlone alone = new StandAlone(network, out);
    if (arguments.length == 0) {
      alone.describe();
      return 0;
    }
    if (arguments.length > 1) {
      err.print(USAGE);
      return 2;
    }
    try (BufferedReader lines = lines(arguments[0], in)) {
      alone.predict(lines);
      return 0;
    } catch (NoSuchFileException e) {
      err.println(arguments[0] + ": there is no such file");
    } catch (IOException e) {
      err.println(arguments[0] + ": " + e.getMessage());
    }
    return 1;
  }

  private static BufferedReader lines(String file, InputStream in) throws IOException {
    return file.equals("-")
        ? new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
        : Files.newBufferedReader(Path.of(file));
  }

  private void describe() {
    out.println(network.name());
    network.inputs().forEach(port -> out.println("input   " + port));
    network.outputs().forEach(port -> out.println("output  " + port));
    if (!network.classes().isEmpty()) {
      out.println("classes " + String.join(", ", network.classes()));
    }
    out.println(
        Vectors.arePossible()
            ? "Vectors can be used."
            : "For vectors, which are faster: java --add-modules jdk.incubator.vector -jar JAR");
    out.print(USAGE);
  }

  private void predict(BufferedReader lines) throws IOException {
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      read(line, ++number);
      network.predict(inputs, outputs, 1);
      StringBuilder text = new StringBuilder();
      for (float[] output : outputs) {
        for (float value : output) text.append(text.isEmpty() ? "" : ",").append(value);
      }
      out.println(text);
    }
  }

  private void read(String line, int number) throws IOException {
    String[] words = line.split(",", -1);
    int needed = 0;
    for (float[] input : inputs) needed += input.length;
    if (words.length != needed) {
      throw new IOException(
          "line " + number + " has " + words.length + " numbers, but a sample has " + needed);
    }
    int next = 0;
    for (float[] input : inputs) {
      for (int i = 0; i < input.length; i++) input[i] = number(words[next++], number);
    }
  }

  private static float number(String word, int line) throws IOException {
    try {
      return Float.parseFloat(word);
    } catch (NumberFormatException e) {
      throw new IOException("line " + line + ": `" + word.strip() + "` is no number", e);
    }
  }
}
