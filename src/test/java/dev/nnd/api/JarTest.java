package dev.nnd.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.JavaProcess;
import dev.nnd.runtime.Network;
import dev.nnd.runtime.Safetensors;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class JarTest {
  private static final List<String> CLASSES = List.of("cat", "dog", "\"Größe\"");

  private static final String RESNET_20 =
      """
      block Residual(channels: int, stride: int = 1) {
          input x: [c, h, w]
          let main = x
              -> conv2d(channels, kernel: 3, stride: stride, padding: 1) -> batch_norm -> relu
              -> conv2d(channels, kernel: 3, padding: 1) -> batch_norm
          let skip = x -> when c == channels { identity } else {
              conv2d(channels, kernel: 1, stride: stride) -> batch_norm }
          output y = main + skip -> relu
      }

      model ResNet20 {
          input image: float[3, 32, 32]
          output label = image
              -> conv2d(16, kernel: 3, padding: same) -> batch_norm -> relu
              -> repeat 3 { Residual(16) }
              -> Residual(32, stride: 2) -> repeat 2 { Residual(32) }
              -> Residual(64, stride: 2) -> repeat 2 { Residual(64) }
              -> global_avg_pool -> dense(10) -> softmax
      }
      """;

  @TempDir private Path folder;

  private static Jar jar(Options.Target target) {
    return Samples.compiler()
        .with(Options.usual().withTarget(target))
        .jar(Optional.empty(), Map.of(), Samples.weights(), CLASSES);
  }

  private Path written(Jar jar, String name) throws IOException {
    Path file = folder.resolve(name);
    jar.write(file);
    return file;
  }

  /** A loader that sees the jar and the JDK. */
  private static URLClassLoader alone(Path jar) throws IOException {
    return new URLClassLoader(
        new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
  }

  @ParameterizedTest
  @EnumSource
  void aJarAloneGivesTheBitsOfTheCompiler(Options.Target target) throws Exception {
    float[] images = Samples.random(1, 70 * 100);
    float[] expected = new float[70 * 3];
    try (Network network = Samples.compiler().network(Samples.weights())) {
      network.predict(images, expected, 70);
    }
    float[] actual = new float[70 * 3];
    try (URLClassLoader loader = alone(written(jar(target), "small.jar"))) {
      Object network = loader.loadClass("nnd.Small").getMethod("load", int.class).invoke(null, 2);
      assertEquals(CLASSES, network.getClass().getMethod("classes").invoke(network));
      network
          .getClass()
          .getMethod("predict", float[].class, float[].class, int.class)
          .invoke(network, images, actual, 70);
      network.getClass().getMethod("close").invoke(network);
    }
    assertArrayEquals(expected, actual);
  }

  @Test
  void theSameNetworkGivesTheSameBytes() throws IOException {
    byte[] one = Files.readAllBytes(written(jar(Options.Target.AUTO), "one.jar"));
    byte[] two = Files.readAllBytes(written(jar(Options.Target.AUTO), "two.jar"));
    assertArrayEquals(one, two);
  }

  @ParameterizedTest
  @CsvSource({
    "AUTO, Portable Vectors16 Vectors4 Vectors8",
    "VECTOR, Vectors16 Vectors4 Vectors8",
    "PORTABLE, Portable"
  })
  void onlyTheCodeThatWasAskedForIsThere(Options.Target target, String kinds) {
    List<String> expected = new ArrayList<>();
    for (String kind : kinds.split(" ")) expected.add("nnd/Small$" + kind + ".class");
    List<String> actual = new ArrayList<>(jar(target).files().keySet());
    actual.removeIf(name -> !name.contains("$") || !name.startsWith("nnd/"));
    assertEquals(expected, actual);
  }

  @Test
  void nothingButTheNetworkAndItsRuntimeIsThere() {
    for (String name : jar(Options.Target.AUTO).files().keySet()) {
      assertTrue(name.startsWith("nnd/Small") || name.startsWith("dev/nnd/runtime/"), name);
    }
  }

  @Test
  void evenADeepNetworkIsSmallWithoutItsWeights() throws IOException {
    Compiler compiler = Compiler.ofText("resnet20.nnd", RESNET_20);
    Safetensors weights = compiler.startWeights("ResNet20", Map.of(), 1);
    Jar jar = compiler.jar(Optional.empty(), Map.of(), weights, List.of());
    long bytes = Files.size(written(jar, "resnet20.jar"));
    long besides = bytes - jar.files().get("nnd/ResNet20.weights").length;
    assertTrue(besides < 150_000, besides + " bytes besides the weights");
  }

  @Test
  void javaRunsTheJar() throws Exception {
    Path jar = written(jar(Options.Target.AUTO), "small.jar");
    assertEquals(
        """
        Small
        input   image: float[1, 10, 10]
        output  label: float[3]
        classes cat, dog, "Größe"
        For vectors, which are faster: java --add-modules jdk.incubator.vector -jar JAR
        To predict:  java -jar JAR FILE  (or - for standard input)
        A line of the file holds the numbers of a sample as they enter the model, input by input, with
        commas between; a line of the result holds what comes out, output by output.
        """,
        printed(0, "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-jar", jar.toString()));
    float[] image = Samples.random(1, 100);
    float[] label = new float[3];
    try (Network network = Samples.compiler().network(Samples.weights())) {
      network.predict(image, label);
    }
    Path samples = Files.writeString(folder.resolve("x.csv"), line(image) + line(image));
    assertEquals(line(label) + line(label), printed(0, "-jar", jar.toString(), samples.toString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1,2,3     | line 1 has 3 numbers, but a sample has 100
          one       | line 1 has 1 numbers, but a sample has 100
          """)
  void aFileThatDoesNotFitEndsInOneMessage(String text, String message) throws Exception {
    Path jar = written(jar(Options.Target.PORTABLE), "small.jar");
    Path file = Files.writeString(folder.resolve("x.csv"), text);
    assertEquals(file + ": " + message + "\n", printed(1, "-jar", jar.toString(), file.toString()));
  }

  @Test
  void vectorsThatAreNotThereAreAskedFor() throws Exception {
    Path jar = written(jar(Options.Target.VECTOR), "small.jar");
    String message = printed(1, "-jar", jar.toString());
    assertTrue(message.contains("--add-modules jdk.incubator.vector"), message);
  }

  private static String line(float[] values) {
    List<String> words = new ArrayList<>();
    for (float value : values) words.add(Float.toString(value));
    return String.join(",", words) + "\n";
  }

  /** What Java prints when it is called like this, in a process of its own. */
  private String printed(int exitCode, String... arguments) throws Exception {
    return JavaProcess.printed(folder, exitCode, arguments);
  }
}
