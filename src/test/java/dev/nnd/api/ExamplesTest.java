package dev.nnd.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.runtime.Port;
import dev.nnd.runtime.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example trains. */
final class ExamplesTest {
  private static final int BATCH = 6;

  static List<Path> programs() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("examples"))) {
      return files.filter(file -> file.toString().endsWith(".nnd")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void trainsTwoSteps(Path program) throws IOException {
    Options portable = Options.usual().withTarget(Options.Target.PORTABLE);
    Compiler compiler = Compiler.of(program).with(portable);
    assertTrue(!compiler.trains().isEmpty());
    for (String train : compiler.trains()) {
      try (Trainer trainer = compiler.trainer(train, Map.of())) {
        float[][] batch = batch(trainer);
        float[][] outputs = {new float[BATCH * trainer.outputs().get(0).size()]};
        double loss = trainer.evaluate(batch, BATCH, outputs);
        for (int step = 0; step < 2; step++) {
          assertTrue(Double.isFinite(trainer.step(batch, BATCH, 1e-3)));
        }
        assertNotEquals(loss, trainer.evaluate(batch, BATCH, outputs));
        for (Map.Entry<String, Tensor> weight : trainer.weights().entrySet()) {
          for (float number : weight.getValue().data()) {
            assertTrue(Float.isFinite(number), weight.getKey());
          }
        }
        assertEquals(2, trainer.steps());
      }
    }
  }

  /** Zeros and ones: codes, classes and numbers are all of them. */
  private static float[][] batch(Trainer trainer) {
    List<Port> ports = new ArrayList<>(trainer.inputs());
    ports.add(trainer.target());
    float[][] columns = new float[ports.size()][];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = Samples.labels(i, BATCH * ports.get(i).size(), 2);
    }
    return columns;
  }
}
