package dev.nnd.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.nnd.runtime.Network;
import dev.nnd.runtime.Safetensors;
import dev.nnd.runtime.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class TrainerTest {
  private static final int BATCH = 11;

  /** More than an evaluation takes at a time. */
  private static final int COUNT = 100;

  private static final float[][] COLUMNS = {
    Samples.random(1, COUNT * 100), Samples.labels(2, COUNT, 3)
  };

  private static Trainer trainer(Options options) {
    return Samples.compiler().with(options).trainer();
  }

  /** Some steps, of smaller batches at the end; the last have fewer samples than shards. */
  private static Map<String, Tensor> trained(Options options) {
    try (Trainer trainer = trainer(options)) {
      for (int i = 0; i < 3; i++) trainer.step(COLUMNS, BATCH);
      trainer.step(COLUMNS, 6, 0.002);
      trainer.step(COLUMNS, 2);
      trainer.step(COLUMNS, 1);
      return trainer.weights();
    }
  }

  @ParameterizedTest
  @CsvSource({"AUTO, 1", "AUTO, 2", "AUTO, 3", "PORTABLE, 1", "PORTABLE, 2"})
  void trainsToTheSameBits(Options.Target target, int threads) {
    assertEquals(
        Samples.bits(trained(Options.usual())),
        Samples.bits(trained(new Options(target, threads, 1))));
  }

  @Test
  void startsAsTheCompilerSays() {
    try (Trainer trainer = trainer(Options.usual())) {
      Map<String, Tensor> start =
          new HashMap<>(Samples.compiler().startWeights("Small", Map.of(), 3).tensors());
      start.keySet().removeIf(path -> path.endsWith("conv2d.bias"));
      assertEquals(start, trainer.weights());
    }
  }

  @Test
  void learns() {
    try (Trainer trainer = trainer(Options.usual())) {
      double first = trainer.step(COLUMNS, BATCH);
      for (int i = 0; i < 60; i++) trainer.step(COLUMNS, BATCH);
      double last = trainer.step(COLUMNS, BATCH);
      assertTrue(last < first / 4, () -> first + " to " + last);
      assertEquals(62, trainer.steps());
    }
  }

  @Test
  void aTrainedNetworkPredictsWhatTheTrainerDoes() {
    try (Trainer trainer = trainer(Options.usual())) {
      trainer.step(COLUMNS, BATCH);
      float[][] outputs = {new float[COUNT * 3]};
      double loss = trainer.evaluate(COLUMNS, COUNT, outputs);
      float[] predicted = new float[COUNT * 3];
      Safetensors weights = new Safetensors(trainer.weights(), trainer.metadata());
      try (Network network = Samples.compiler().network(weights)) {
        network.predict(COLUMNS[0], predicted, COUNT);
      }
      assertArrayEquals(predicted, outputs[0]);
      assertEquals(crossEntropy(predicted), loss, 1e-6);
    }
  }

  private static double crossEntropy(float[] probabilities) {
    double sum = 0;
    for (int i = 0; i < COUNT; i++) sum -= Math.log(probabilities[3 * i + (int) COLUMNS[1][i]]);
    return sum / COUNT;
  }

  /** Its loss reads the output, and so the output is written last. */
  @Test
  void anEvaluationOfNumbersTellsTheLossFromTheOutput() {
    String program =
        Samples.PROGRAM
            .replace("column(100) -> classes(3)", "columns(100 .. 102)")
            .replace("-> softmax", "")
            .replace("cross_entropy", "mse");
    float[][] columns = {COLUMNS[0], Samples.random(3, COUNT * 3)};
    float[][] outputs = {new float[COUNT * 3]};
    try (Trainer trainer = Compiler.ofText("numbers.nnd", program).trainer()) {
      double loss = trainer.evaluate(columns, COUNT, outputs);
      double sum = 0;
      for (int i = 0; i < COUNT * 3; i++) sum += Math.pow(outputs[0][i] - columns[1][i], 2);
      assertEquals(sum / (COUNT * 3), loss, 1e-6 * loss);
    }
  }

  @Test
  void anEvaluationSeesTheLatestWeightsAndChangesNothing() {
    float[][] outputs = {new float[COUNT * 3]};
    try (Trainer trainer = trainer(Options.usual())) {
      double before = trainer.evaluate(COLUMNS, COUNT, outputs);
      trainer.step(COLUMNS, BATCH);
      assertNotEquals(before, trainer.evaluate(COLUMNS, COUNT, outputs));
      Map<String, Tensor> weights = trainer.weights();
      assertEquals(
          trainer.evaluate(COLUMNS, COUNT, outputs), trainer.evaluate(COLUMNS, COUNT, outputs));
      assertEquals(Samples.bits(weights), Samples.bits(trainer.weights()));
    }
  }

  @Test
  void settingsReachTheModelAndTravelWithTheWeights() {
    try (Trainer trainer = Samples.compiler().trainer("Fit", Map.of("width", "7"))) {
      assertEquals(7, trainer.weights().get("label.conv2d.weight").shape().get(0));
      Safetensors weights = new Safetensors(trainer.weights(), trainer.metadata());
      float[] label = new float[3];
      try (Network network = Samples.compiler().network(weights)) {
        network.predict(COLUMNS[0], label);
      }
      assertEquals(1, label[0] + label[1] + label[2], 1e-5);
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "2"})
  void aSteadyStateAllocatesNothing(int threads) {
    Options options = Options.usual().withTarget(Options.Target.PORTABLE).withThreads(threads);
    try (Trainer trainer = trainer(options)) {
      Allocation.assertNone(() -> trainer.step(COLUMNS, BATCH));
    }
  }

  @Test
  void goesOnFromAStateToTheSameBits() {
    try (Trainer whole = trainer(Options.usual());
        Trainer second = trainer(Options.usual())) {
      Map<String, Tensor> start = whole.state();
      whole.step(COLUMNS, BATCH);
      Map<String, Tensor> state = whole.state();
      whole.step(COLUMNS, BATCH);
      second.restore(state, 1);
      second.step(COLUMNS, BATCH);
      assertEquals(2, second.steps());
      assertEquals(Samples.bits(whole.state()), Samples.bits(second.state()));
      second.restore(start, 0);
      second.step(COLUMNS, BATCH);
      assertEquals(Samples.bits(state), Samples.bits(second.state()));
    }
  }

  @Test
  void notesWhatItDrops() {
    try (Trainer trainer = trainer(Options.usual())) {
      assertEquals(
          List.of("small.nnd:16:29", "small.nnd:10:21"),
          trainer.notes().stream().map(note -> note.span().toString()).toList());
    }
  }

  @Test
  void refusesBatchesThatItHasNoRoomFor() {
    try (Trainer trainer = trainer(Options.usual())) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> trainer.step(COLUMNS, 12))
              .getMessage();
      assertEquals("a batch of 12, but the declaration says `batch: 11`", message);
      assertThrows(IllegalArgumentException.class, () -> trainer.step(COLUMNS, 0));
      assertThrows(
          IllegalArgumentException.class, () -> trainer.step(new float[][] {COLUMNS[0]}, BATCH));
    }
  }

  static Stream<Map<String, Object>> networks() throws IOException {
    try (InputStream file =
            TrainerTest.class.getResourceAsStream("/golden-pytorch/networks.json.gz");
        InputStream text = new GZIPInputStream(file)) {
      return JSON.std.listFrom(text).stream().map(TrainerTest::object);
    }
  }

  /** From the program to the weights after four steps, through bytecode. */
  @ParameterizedTest
  @MethodSource("networks")
  void trainsAsPytorchDoes(Map<String, Object> example) {
    float[][] batch = {numbers(example.get("input")), numbers(example.get("target"))};
    Map<String, Tensor> start = new HashMap<>();
    object(example.get("start")).forEach((path, array) -> start.put(path, tensor(array)));
    Compiler compiler = Compiler.ofText("pytorch.nnd", example.get("program").toString());
    for (Options.Target target : List.of(Options.Target.AUTO, Options.Target.PORTABLE)) {
      try (Trainer trainer = compiler.with(new Options(target, 2, 32)).trainer()) {
        trainer.load(start);
        List<?> losses = (List<?>) example.get("losses");
        for (int i = 0; i < losses.size(); i++) {
          double loss = trainer.step(batch, batch[1].length);
          assertEquals(((Number) losses.get(i)).doubleValue(), loss, 1e-4, "loss " + i);
          Map<String, Tensor> weights = trainer.weights();
          object(((List<?>) example.get("weights_after")).get(i))
              .forEach((path, after) -> assertClose(path, tensor(after), weights.get(path)));
        }
      }
    }
  }

  private static void assertClose(String path, Tensor expected, Tensor actual) {
    assertEquals(expected.shape(), actual.shape(), path);
    float largest = 1e-3f;
    for (float value : expected.data()) largest = Math.max(largest, Math.abs(value));
    assertArrayEquals(expected.data(), actual.data(), 1e-4f * largest, path);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Object json) {
    return (Map<String, Object>) json;
  }

  private static Tensor tensor(Object json) {
    List<?> shape = (List<?>) object(json).get("shape");
    List<Integer> lengths = shape.stream().map(n -> ((Number) n).intValue()).toList();
    return new Tensor(lengths, numbers(json));
  }

  private static float[] numbers(Object json) {
    List<?> data = (List<?>) object(json).get("data");
    float[] numbers = new float[data.size()];
    for (int i = 0; i < numbers.length; i++) numbers[i] = ((Number) data.get(i)).floatValue();
    return numbers;
  }
}
