package dev.nnd.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnd.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Trainers that share code learn what each would learn alone. */
final class WorkshopTest {
  private static final int BATCH = 12;

  private static String program(String optimizer, String clip) {
    return """
        data Pictures {
            train:   npz("none.npz")
            picture: column("picture")
            label:   column("label") -> classes(4)
        }
        model Net(drop: float = 0.2, width: int = 6, slope: float = 0.1) {
            input picture: float[1, 6, 6]
            output label = picture
                -> conv2d(width, kernel: 3, padding: same) -> batch_norm -> leaky_relu(slope)
                -> max_pool2d(2) -> flatten -> dropout(drop) -> dense(9) -> tanh -> dense(4) -> softmax
        }
        train Fit(
            rate: float = 0.01, one: float = 0.9, two: float = 0.99, decay: float = 0.01,
            drop: float = 0.2, width: int = 6, slope: float = 0.1, smoothing: float = 0.1
        ) {
            model:     Net(drop: drop, width: width, slope: slope)
            data:      Pictures
            loss:      cross_entropy(smoothing: smoothing)
            optimizer: OPTIMIZER
            clip:      CLIP
            batch:     12
            seed:      3
        }
        """
        .replace("OPTIMIZER", optimizer)
        .replace("CLIP", clip);
  }

  static Stream<Arguments> programs() {
    return Stream.of(
        Arguments.of("sgd(rate, momentum: one, weight_decay: decay)", "none"),
        Arguments.of("sgd(rate, momentum: one, nesterov: true)", "norm(two)"),
        Arguments.of("rmsprop(rate, decay: two, momentum: one, weight_decay: decay)", "none"),
        Arguments.of("adam(rate, beta1: one, beta2: two, weight_decay: decay)", "value(two)"),
        Arguments.of("adamw(rate, beta1: one, beta2: two, weight_decay: decay)", "none"));
  }

  private static final List<Map<String, String>> SETTINGS =
      List.of(
          Map.of(),
          Map.of("rate", "0.003"),
          Map.of("one", "0.95"),
          Map.of("one", "0.5", "two", "0.9", "decay", "0.5"),
          Map.of("drop", "0.7", "slope", "0.3", "smoothing", "0.3"),
          Map.of("one", "0.8", "drop", "0.1", "decay", "0.125"),
          Map.of("width", "5"),
          Map.of());

  @ParameterizedTest(name = "{0}, clip: {1}, data of seed 7")
  @MethodSource("programs")
  void sharingChangesNoBit(String optimizer, String clip) {
    Compiler all = Compiler.ofText("net.nnd", program(optimizer, clip)).checked();
    for (Options.Target target : targets()) {
      Compiler compiler = all.with(Options.usual().withTarget(target));
      try (Workshop workshop = compiler.workshop()) {
        for (Map<String, String> settings : SETTINGS) {
          try (Trainer alone = compiler.trainer("Fit", settings);
              Trainer shared = workshop.trainer("Fit", settings)) {
            assertSame(learnt(alone), learnt(shared), settings + " " + target);
          }
        }
      }
    }
  }

  private static List<Options.Target> targets() {
    return Machine.hasVectors()
        ? List.of(Options.Target.PORTABLE, Options.Target.VECTOR)
        : List.of(Options.Target.PORTABLE);
  }

  /** All weights after some steps, and then what is predicted. */
  private static List<float[]> learnt(Trainer trainer) {
    Random random = new Random(7);
    float[][] columns = {new float[BATCH * 36], new float[BATCH]};
    for (int step = 0; step < 5; step++) {
      for (int i = 0; i < columns[0].length; i++) columns[0][i] = (float) random.nextGaussian();
      for (int i = 0; i < BATCH; i++) columns[1][i] = random.nextInt(4);
      trainer.step(columns, BATCH);
    }
    List<float[]> learnt = new ArrayList<>();
    for (Tensor tensor : trainer.state().values()) learnt.add(tensor.data());
    float[][] outputs = {new float[BATCH * 4]};
    learnt.add(new float[] {(float) trainer.evaluate(columns, BATCH, outputs)});
    learnt.add(outputs[0]);
    return learnt;
  }

  private static void assertSame(List<float[]> expected, List<float[]> actual, String message) {
    assertEquals(expected.size(), actual.size(), message);
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), actual.get(i), message); // Exactly, NaN and zeros too.
    }
  }

  @Test
  void trainingsThatDifferInNumbersShareTheirCode() {
    String text = program("adam(rate, beta1: one, weight_decay: decay)", "none");
    Compiler compiler = Compiler.ofText("net.nnd", text).checked();
    try (Workshop workshop =
        compiler.with(Options.usual().withTarget(Options.Target.PORTABLE)).workshop()) {
      learn(workshop, Map.of("one", "0.91"));
      assertEquals(2, workshop.compiled(), "a step and an evaluation");
      learn(workshop, Map.of("one", "0.92", "rate", "0.5"));
      assertEquals(3, workshop.compiled(), "beta1 has become a setting");
      for (int i = 1; i < 9; i++) {
        learn(workshop, Map.of("one", "0." + i + "37", "rate", "0.0" + i));
      }
      assertEquals(3, workshop.compiled(), "no number is new");
      learn(workshop, Map.of("one", "0.91", "width", "4"));
      assertEquals(5, workshop.compiled(), "another shape");
    }
  }

  private static void learn(Workshop workshop, Map<String, String> settings) {
    try (Trainer trainer = workshop.trainer("Fit", settings)) {
      learnt(trainer);
    }
  }
}
