package dev.nnd.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.nnd.JavaProcess;
import dev.nnd.runtime.Network;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that begin with portable code and go on with vectors. */
final class WarmUpTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int BATCH = 3;

  /** They take minutes; the network settles after some seconds. */
  private static final int MOST_STEPS = 20_000_000;

  /** So many steps in a row without an allocation are a steady state. */
  private static final int STEADY = 20;

  /** In a process of its own, where nothing is warm and vectors have one length. */
  @Test
  void everyPredictionHasTheSameBitsAndTheLastAllocateNothing(@TempDir Path folder)
      throws Exception {
    JavaProcess.run(folder, WarmUpTest.class);
  }

  /** Predicts until the network is settled and allocates nothing. */
  public static void main(String[] arguments) {
    float[] images = Samples.random(1, BATCH * 100);
    float[] expected = new float[BATCH * 3];
    Options portable = Options.usual().withTarget(Options.Target.PORTABLE);
    try (Network network = Samples.compiler().with(portable).network(Samples.weights())) {
      network.predict(images, expected, BATCH);
    }
    float[] actual = new float[BATCH * 3];
    try (Network network = Samples.compiler().network(Samples.weights())) {
      long bytes = 1;
      for (int done = 0; done < MOST_STEPS && (!network.isSettled() || bytes > 0); done += STEADY) {
        bytes = allocated(() -> network.predict(images, actual, BATCH));
        assertArrayEquals(expected, actual);
      }
      assertTrue(network.isSettled());
      assertEquals(0, bytes, "bytes of " + STEADY + " predictions");
    }
  }

  private static long allocated(Runnable step) {
    long thread = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    for (int i = 0; i < STEADY; i++) step.run();
    return THREADS.getThreadAllocatedBytes(thread) - before;
  }

  /** The change comes at some step or other, or not at all: no bit may tell. */
  @Test
  void aTrainingHasTheSameBitsWhateverCodeItsStepsRun() {
    assertEquals(trained(Options.Target.PORTABLE), trained(Options.Target.AUTO));
  }

  private static String trained(Options.Target target) {
    Options options = Options.usual().withTarget(target);
    try (Trainer trainer = Samples.compiler().with(options).trainer("Fit", Map.of())) {
      float[][] columns = {Samples.random(1, 11 * 100), Samples.labels(2, 11, 3)};
      for (int step = 0; step < 500; step++) trainer.step(columns, 11);
      return Samples.bits(trainer.weights());
    }
  }
}
