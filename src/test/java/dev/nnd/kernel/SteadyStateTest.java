package dev.nnd.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.nnd.JavaProcess;
import dev.nnd.bytecode.ClassFile;
import dev.nnd.graph.Graph;
import dev.nnd.graph.RandomGraphs;
import dev.nnd.interpret.Feed;
import dev.nnd.loop.LoopProgram;
import dev.nnd.lower.OptimizerSettings;
import dev.nnd.program.Optimizer;
import dev.nnd.program.TrainPlan;
import dev.nnd.runtime.Team;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What HotSpot's limits ask of whole steps: no allocation, no method it never compiles. */
final class SteadyStateTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Optimizer ADAM = new Optimizer.Adam(1e-3, 0.9, 0.999, 1e-8, 0);
  private static final TrainPlan.Loss LOSS = new TrainPlan.Loss.CrossEntropy(0, false);

  private static final Map<String, Double> SETTINGS =
      Map.of(
          OptimizerSettings.RATE,
          1e-3,
          OptimizerSettings.CORRECTION_1,
          10.0,
          OptimizerSettings.CORRECTION_2,
          31.6);

  private static final Path MLP = Path.of("examples/mlp.nnd");
  private static final Path LENET = Path.of("examples/fashion_mnist.nnd");
  private static final Path RESNET = Path.of("src/test/resources/networks/resnet20.nnd");

  private static final int BATCH = 2;

  /** C2 has compiled every kernel long before; until then vectors are objects. */
  private static final int MOST_STEPS = 60_000;

  /** So many steps in a row without an allocation are a steady state. */
  private static final int STEADY = 20;

  /**
   * In a process of its own: where vectors of several lengths have run before, as in other tests,
   * C2 no longer knows which one a method is called with, and makes objects of them.
   */
  @ParameterizedTest(name = "{0} lanes")
  @ValueSource(ints = {16, 1})
  void stepsAllocateNothing(int lanes, @TempDir Path folder) throws Exception {
    JavaProcess.run(folder, SteadyStateTest.class, Integer.toString(lanes));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Predicts and trains until steps allocate nothing; fails if they never do. */
  public static void main(String[] arguments) {
    Target target = new Target(Integer.parseInt(arguments[0]));
    for (Path program : List.of(MLP, LENET, RESNET)) {
      // With random numbers, which no network of the benchmark has.
      String text = read(program).replace("-> flatten", "-> flatten -> dropout(0.25)");
      Graph network = TrainingStep.network(text, LOSS);
      assertSteady(program + " predicts", network, TrainingStep.prediction(text), target, 1);
      // C2 takes half a minute for the vectors of all kernels that train ResNet-20.
      if (target.isPortable() || program != RESNET)
        assertSteady(program + " trains", network, training(text), target, 2);
    }
  }

  private static Graph training(String program) {
    return TrainingStep.withTiles(TrainingStep.of(TrainingStep.network(program, LOSS), ADAM));
  }

  private static void assertSteady(
      String what, Graph network, Graph graph, Target target, int shards) {
    Map<String, double[]> inputs = RandomGraphs.inputs(network, BATCH, 1);
    Feed feed = Feed.of(BATCH, inputs, RandomGraphs.parameters(graph, 1)).withSettings(SETTINGS, 1);
    Compiled compiled = new Compiled(graph, target, BATCH, shards);
    for (int threads = 1; threads <= 2; threads++) {
      try (Team team = new Team(threads)) {
        Runnable step = compiled.steps(feed, team, new LinkedHashMap<>());
        long[] all = threads();
        long bytes = Long.MAX_VALUE;
        for (int done = 0; bytes > 0 && done < MOST_STEPS; done += STEADY) {
          bytes = allocated(step, all);
        }
        assertEquals(0, bytes, what + " with " + threads + " threads: bytes of some steps");
      }
    }
  }

  /** The caller's thread and the workers of the team. */
  private static long[] threads() {
    return Stream.of(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
        .filter(
            thread ->
                thread.getThreadId() == Thread.currentThread().getId()
                    || thread.getThreadName().startsWith("nnd-worker"))
        .mapToLong(ThreadInfo::getThreadId)
        .toArray();
  }

  private static long allocated(Runnable step, long[] threads) {
    long before = allocated(threads);
    for (int i = 0; i < STEADY; i++) step.run();
    return allocated(threads) - before;
  }

  private static long allocated(long[] threads) {
    long bytes = 0;
    for (long thread : threads) bytes += THREADS.getThreadAllocatedBytes(thread);
    return bytes;
  }

  /**
   * Equal shapes share their routines: blocks that are repeated once more add none. {@link
   * ClassFile#emit} refuses a method over 8,000 bytes, so it is enough that it does not.
   */
  @ParameterizedTest(name = "{0} lanes")
  @ValueSource(ints = {16, 8, 4, 1})
  void aDeepNetworkIsFewSmallMethods(int lanes) {
    String deep = read(RESNET);
    String deeper = deep.replaceAll("-> (Residual\\(\\d+\\)) -> Residual", "-> $1 $0");
    assertNotEquals(deep, deeper);
    Target target = new Target(lanes);
    assertFewMethods(training(deep), training(deeper), new Options(target, 64, 4, "Deep", "d.nnd"));
    assertFewMethods(
        TrainingStep.prediction(deep),
        TrainingStep.prediction(deeper),
        new Options(target, 64, 1, "Deep", "d.nnd"));
  }

  private static void assertFewMethods(Graph deep, Graph deeper, Options options) {
    LoopProgram program = Kernels.plan(deep, options).program();
    LoopProgram longer = Kernels.plan(deeper, options).program();
    assertTrue(calls(longer) > calls(program));
    assertEquals(program.routines().size(), longer.routines().size());
    byte[] bytes = ClassFile.emit(program);
    assertTrue(bytes.length < 1 << 20, bytes.length + " bytes");
  }

  private static int calls(LoopProgram program) {
    return program.phases().stream().mapToInt(phase -> phase.calls().size()).sum();
  }
}
