package dev.nnd.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nnd.check.Checker;
import dev.nnd.check.Declarations;
import dev.nnd.check.Model;
import dev.nnd.graph.Graph;
import dev.nnd.graph.Result;
import dev.nnd.interpret.Feed;
import dev.nnd.interpret.Interpreter;
import dev.nnd.lower.LowerLayers;
import dev.nnd.lower.Mode;
import dev.nnd.runtime.Network;
import dev.nnd.runtime.Safetensors;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.SourceFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NetworkTest {
  private static final int COUNT = 70;
  private static final float[] IMAGES = Samples.random(1, COUNT * 100);

  private static float[] predict(Options options, int batch) {
    float[] output = new float[batch * 3];
    try (Network network = Samples.compiler().with(options).network(Samples.weights())) {
      network.predict(IMAGES, output, batch);
    }
    return output;
  }

  @Test
  void predictsWhatTheInterpreterDoesWithoutAnyPass() {
    double[] expected = interpreted(Samples.weights());
    float[] actual = predict(Options.usual(), COUNT);
    for (int i = 0; i < actual.length; i++) assertEquals(expected[i], actual[i], 1e-5);
  }

  private static double[] interpreted(Safetensors weights) {
    Diagnostics out = new Diagnostics();
    SourceFile file = new SourceFile("small.nnd", Samples.PROGRAM);
    Declarations declarations = Checker.load(file, name -> Optional.empty(), out);
    Model model = Checker.model(declarations, "Small", Map.of(), out).orElseThrow();
    Graph graph = LowerLayers.toPrimitives(model.graph(), Mode.INFERENCE);
    Map<String, double[]> parameters = new HashMap<>();
    weights.tensors().forEach((path, tensor) -> parameters.put(path, widened(tensor.data())));
    Feed feed = Feed.of(COUNT, Map.of("image", widened(IMAGES)), parameters);
    return Interpreter.run(graph, feed).get(Result.Kind.OUTPUT, "label").data();
  }

  private static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) wide[i] = values[i];
    return wide;
  }

  @ParameterizedTest
  @CsvSource({
    "VECTOR, 1, 1",
    "VECTOR, 1, 7",
    "AUTO, 1, 70",
    "AUTO, 1, 100",
    "VECTOR, 2, 8",
    "AUTO, 3, 32",
    "PORTABLE, 1, 32",
    "PORTABLE, 2, 7"
  })
  void bitsDependOnTheSampleAlone(Options.Target target, int threads, int chunk) {
    float[] expected = predict(Options.usual(), COUNT);
    assertArrayEquals(expected, predict(new Options(target, threads, chunk), COUNT));
  }

  @Test
  void aSampleAloneGivesTheSameBitsAsInABatch() {
    float[] all = predict(Options.usual(), COUNT);
    float[] image = new float[100];
    float[] label = new float[3];
    try (Network network = Samples.compiler().network(Samples.weights())) {
      for (int i = 0; i < COUNT; i++) {
        System.arraycopy(IMAGES, i * 100, image, 0, 100);
        network.predict(image, label);
        for (int k = 0; k < 3; k++) assertEquals(all[3 * i + k], label[k]);
      }
    }
  }

  @Test
  void anyNumberOfThreadsMayPredict() throws InterruptedException, ExecutionException {
    float[] expected = predict(Options.usual(), COUNT);
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try (Network network =
        Samples.compiler().with(Options.usual().withThreads(2)).network(Samples.weights())) {
      List<Future<?>> calls = new ArrayList<>();
      for (int caller = 0; caller < 4; caller++) {
        calls.add(
            callers.submit(
                () -> {
                  float[] output = new float[COUNT * 3];
                  for (int i = 0; i < 20; i++) {
                    network.predict(IMAGES, output, COUNT);
                    assertArrayEquals(expected, output);
                  }
                }));
      }
      for (Future<?> call : calls) call.get();
    } finally {
      callers.shutdown();
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 70", "2, 70"})
  void aSteadyStateAllocatesNothing(int threads, int batch) {
    float[] output = new float[batch * 3];
    Options options = Options.usual().withTarget(Options.Target.PORTABLE).withThreads(threads);
    try (Network network = Samples.compiler().with(options).network(Samples.weights())) {
      Allocation.assertNone(() -> network.predict(IMAGES, output, batch));
    }
  }

  @Test
  void refusesArraysThatDoNotFit() {
    try (Network network = Samples.compiler().network(Samples.weights())) {
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> network.predict(new float[199], new float[6], 2))
              .getMessage();
      assertEquals("199 floats for image: float[1, 10, 10], and a batch of 2 has 200", message);
      assertThrows(
          IllegalArgumentException.class, () -> network.predict(new float[100], new float[2]));
      assertThrows(
          IllegalArgumentException.class,
          () -> network.predict(new float[2][100], new float[1][3], 1));
      assertThrows(IllegalArgumentException.class, () -> network.predict(IMAGES, new float[3], -1));
      network.predict(IMAGES, new float[0], 0);
    }
  }

  @Test
  void aMistakeOfOneCallDoesNotSpoilTheNext() {
    float[] expected = predict(Options.usual(), 5);
    float[] output = new float[15];
    try (Network network = Samples.compiler().network(Samples.weights())) {
      for (int i = 0; i < 3; i++) {
        assertThrows(
            IllegalArgumentException.class, () -> network.predict(IMAGES, new float[0], 5));
        network.predict(IMAGES, output, 5);
        assertArrayEquals(expected, output);
      }
    }
  }

  /** Networks with little in them. The inputs are 1, -2, 3, 4 for two samples. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          input x: float[2] output y = x                                  | 1 -2 3 4
          input x: int[2] output y = x                                    | 1 -2 3 4
          input x: float[2] output y = x -> dropout(0.5)                  | 1 -2 3 4
          input x: float[2] output y = x + 1                              | 2 -1 4 5
          input x: float[2] output y = (x, x) -> concat                   | 1 -2 1 -2 3 4 3 4
          input x: float[2] let a = x -> relu output y = a output z = a   | 1 0 3 4
          input x: float[2] input u: float[2] output y = x -> relu        | 1 0 3 4
          input x: float[] output y = x * 2                               | 2 -4
          """)
  void smallNetworksWork(String body, String expected) {
    Compiler compiler = Compiler.ofText("small.nnd", "model M { " + body + " }");
    assertFalse(compiler.hasErrors());
    float[] wanted = new float[8];
    String[] words = expected.split(" ");
    for (int i = 0; i < words.length; i++) wanted[i] = Float.parseFloat(words[i]);
    try (Network network = compiler.network(compiler.startWeights("M", Map.of(), 0))) {
      float[][] inputs = new float[network.inputs().size()][];
      Arrays.fill(inputs, new float[] {1, -2, 3, 4});
      float[][] outputs = new float[network.outputs().size()][8];
      network.predict(inputs, outputs, 2);
      for (float[] output : outputs) assertArrayEquals(wanted, output);
    }
  }

  @Test
  void severalInputsAndOutputsGoByTheProgramsOrder() {
    String program =
        """
        model Two {
            input a: float[2]
            input b: float[2]
            output sum = a + b
            output difference = a - b
        }
        """;
    Compiler compiler = Compiler.ofText("two.nnd", program);
    try (Network network = compiler.network(compiler.startWeights("Two", Map.of(), 0))) {
      assertEquals("[a: float[2], b: float[2]]", network.inputs().toString());
      assertEquals("[sum: float[2], difference: float[2]]", network.outputs().toString());
      float[][] outputs = new float[2][4];
      network.predict(new float[][] {{1, 2, 3, 4}, {10, 20, 30, 40}}, outputs, 2);
      assertArrayEquals(new float[] {11, 22, 33, 44}, outputs[0]);
      assertArrayEquals(new float[] {-9, -18, -27, -36}, outputs[1]);
    }
  }
}
