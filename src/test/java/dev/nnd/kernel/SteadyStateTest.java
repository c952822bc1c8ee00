package dev.nnd.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.nnd.bytecode.ClassFile;
import dev.nnd.graph.Graph;
import dev.nnd.graph.RandomGraphs;
import dev.nnd.interpret.Feed;
import dev.nnd.lower.OptimizerSettings;
import dev.nnd.program.Optimizer;
import dev.nnd.program.TrainPlan;
import dev.nnd.runtime.Team;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What HotSpot's limits ask of whole training steps: no allocation, no method it never compiles.
 */
final class SteadyStateTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Optimizer ADAM = new Optimizer.Adam(1e-3, 0.9, 0.999, 1e-8, 0);

  private static final Map<String, Double> SETTINGS =
      Map.of(
          OptimizerSettings.RATE,
          1e-3,
          OptimizerSettings.CORRECTION_1,
          10.0,
          OptimizerSettings.CORRECTION_2,
          31.6);

  /** Steps before C2 has compiled every kernel; until then vectors are objects. */
  private static final int MOST_STEPS = 60_000;

  /** So many steps in a row without an allocation are a steady state. */
  private static final int STEADY = 20;

  private static final String SMALL =
      """
      model Small {
          input x: float[1, 8, 8]
          output y = x -> conv2d(16, kernel: 3, padding: same) -> batch_norm -> relu
                       -> max_pool2d(2) -> flatten -> dropout(0.25) -> dense(10) -> softmax
      }
      """;

  private static final String DEEP =
      """
      block Residual(channels: int) {
          input x: [c, h, w]
          let main = x -> conv2d(channels, kernel: 3, padding: same) -> batch_norm -> relu
                       -> conv2d(channels, kernel: 3, padding: same) -> batch_norm
          let skip = x -> when c == channels { identity } else { conv2d(channels, kernel: 1) -> batch_norm }
          output y = main + skip -> relu
      }

      model Deep {
          input x: float[3, 32, 32]
          output y = x -> conv2d(16, kernel: 3, padding: same) -> batch_norm -> relu
                       -> repeat 3 as i {
                            Residual(16 * 2 ** i) -> Residual(16 * 2 ** i) -> Residual(16 * 2 ** i)
                            -> max_pool2d(2) }
                       -> global_avg_pool -> dense(10) -> softmax
      }
      """;

  /**
   * In a process of its own: where vectors of several lengths have run before, as in other tests,
   * C2 no longer knows which one a method is called with, and makes objects of them.
   */
  @ParameterizedTest(name = "{0} lanes")
  @ValueSource(ints = {16, 1})
  void stepsAllocateNothing(int lanes, @TempDir Path folder) throws Exception {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                SteadyStateTest.class.getName(),
                Integer.toString(lanes))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertEquals(0, process.waitFor(), () -> read(output));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Trains until steps allocate nothing; fails if they never do. */
  public static void main(String[] arguments) {
    Graph network = TrainingStep.network(SMALL, new TrainPlan.Loss.CrossEntropy(0));
    Graph graph = TrainingStep.of(network, ADAM);
    int batch = 2;
    Feed feed =
        Feed.of(batch, RandomGraphs.inputs(network, batch, 1), RandomGraphs.parameters(graph, 1))
            .withSettings(SETTINGS, 1);
    Compiled compiled = new Compiled(graph, new Target(Integer.parseInt(arguments[0])), batch, 2);
    try (Team team = new Team(1)) {
      Runnable step = compiled.steps(feed, team, new LinkedHashMap<>());
      long bytes = Long.MAX_VALUE;
      for (int done = 0; bytes > 0 && done < MOST_STEPS; done += STEADY) bytes = allocated(step);
      assertEquals(0, bytes, "bytes allocated by " + STEADY + " steps");
    }
  }

  private static long allocated(Runnable step) {
    long thread = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    for (int i = 0; i < STEADY; i++) step.run();
    return THREADS.getThreadAllocatedBytes(thread) - before;
  }

  /**
   * {@link ClassFile#emit} refuses a method that is too large, so it is enough that it does not;
   * the class grows with the kinds of kernels and not with the depth.
   */
  @ParameterizedTest(name = "{0} lanes")
  @ValueSource(ints = {16, 8, 4, 1})
  void aDeepNetworkIsManySmallMethods(int lanes) {
    Graph network = TrainingStep.network(DEEP, new TrainPlan.Loss.CrossEntropy(0));
    Graph graph = TrainingStep.of(network, ADAM);
    long start = System.nanoTime();
    Blueprint blueprint =
        Kernels.plan(graph, new Options(new Target(lanes), 64, 8, "Deep", "deep.nnd"));
    long planned = System.nanoTime();
    byte[] bytes = ClassFile.emit(blueprint.program());
    System.out.printf(
        "%d lanes: %d kernels, %d routines, %d bytes, planned in %d ms, written in %d ms%n",
        lanes,
        blueprint.kernels().size(),
        blueprint.program().routines().size(),
        bytes.length,
        (planned - start) / 1_000_000,
        (System.nanoTime() - planned) / 1_000_000);
    int calls = blueprint.program().phases().stream().mapToInt(p -> p.calls().size()).sum();
    int most = lanes == 1 ? calls : calls / 2; // plain loops have a part for each kind of row
    int routines = blueprint.program().routines().size();
    assertTrue(routines < most, routines + " routines for " + calls + " calls");
    assertTrue(bytes.length < 1 << 20, bytes.length + " bytes");
    assertTrue(blueprint.arenaLength() <= 1.3 * blueprint.arenaBound());
  }
}
