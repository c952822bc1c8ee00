package dev.nnd.cli;

import dev.nnd.api.Compiler;
import dev.nnd.api.Machine;
import dev.nnd.api.Options;
import dev.nnd.runtime.CounterRandom;
import dev.nnd.runtime.Network;
import dev.nnd.runtime.Safetensors;
import java.util.Arrays;
import java.util.Map;

/** Compiles a small network for every target of this machine and compares what comes out. */
final class SelfTest {
  private static final String MODEL = "Probe";
  private static final String PROGRAM =
      """
      model Probe {
          input image: float[3, 9, 9]
          output y = image -> conv2d(20, kernel: 3, padding: same) -> batch_norm -> gelu
              -> max_pool2d(2) -> flatten -> dense(17) -> softmax
      }
      """;
  private static final int BATCH = 5;

  private SelfTest() {}

  /** The outcome, in words. */
  record Result(boolean passed, String text) {}

  /** Runs the test; it takes a fraction of a second. */
  static Result run() {
    float[] portable = predict(Options.Target.PORTABLE);
    for (int i = 0; i < BATCH; i++) {
      double sum = 0;
      for (int k = 0; k < 17; k++) sum += portable[17 * i + k];
      if (!(Math.abs(sum - 1) < 1e-5)) {
        return new Result(false, "failed: probabilities that sum to " + sum);
      }
    }
    if (!Machine.hasVectors()) return new Result(true, "passed with portable code");
    return Arrays.equals(portable, predict(Options.Target.VECTOR))
        ? new Result(true, "passed: vector and portable code give the same bits")
        : new Result(false, "failed: vector and portable code differ");
  }

  private static float[] predict(Options.Target target) {
    Compiler compiler =
        Compiler.ofText("self-test.nnd", PROGRAM).with(Options.usual().withTarget(target));
    Safetensors weights = compiler.startWeights(MODEL, Map.of(), 1);
    float[] images = new float[BATCH * 3 * 9 * 9];
    for (int i = 0; i < images.length; i++) images[i] = CounterRandom.uniform(1, i);
    float[] output = new float[BATCH * 17];
    try (Network network = compiler.network(weights)) {
      network.predict(images, output, BATCH);
    }
    return output;
  }
}
