package dev.nnd.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnd.bytecode.ClassFile;
import dev.nnd.graph.Graph;
import dev.nnd.graph.RandomGraphs;
import dev.nnd.interpret.Feed;
import dev.nnd.loop.LoopProgram;
import dev.nnd.program.Optimizer;
import dev.nnd.program.TrainPlan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Layers over time: their bits do not depend on threads, targets or blocks, and their code does not
 * grow with the number of steps.
 */
final class SequencesTest {
  private static final int SHARDS = 4;

  private static String network(int time) {
    return """
        model Net {
            input codes: int[%d]
            let x = codes -> embedding(vocabulary: 5, size: 20)
            let both = x -> [gru(20), lstm(7, reverse: true)] -> concat(axis: 1)
            let seen = both -> dense(12) -> attention(3, causal: true)
            let back = x -> lstm(12, reverse: true)
            output y = seen + back -> gru(9, sequence: false) -> dense(3) -> softmax
        }
        """
        .formatted(time);
  }

  private static Graph step(int time) {
    Graph network = TrainingStep.network(network(time), new TrainPlan.Loss.CrossEntropy(0, false));
    return TrainingStep.of(network, new Optimizer.Sgd(0.1, 0.9, false, 0.01));
  }

  @ParameterizedTest(name = "batch {0}")
  @ValueSource(ints = {1, 5, 16})
  void bitsDoNotDependOnThreadsTargetsOrBlocks(int batch) {
    Map<String, float[]> expected = train(batch, new Target(16), 1, 0);
    Agreement.same("3 threads", expected, train(batch, new Target(16), 3, 0));
    Agreement.same("4 lanes, 2 threads", expected, train(batch, new Target(4), 2, 0));
    Agreement.same("portable, 3 threads", expected, train(batch, Target.portable(), 3, 0));
    Agreement.same("blocks of 1", expected, train(batch, new Target(16), 2, 1));
    Agreement.same("portable, blocks of 3", expected, train(batch, Target.portable(), 1, 3));
  }

  private static Map<String, float[]> train(int batch, Target target, int threads, int block) {
    Graph graph = step(6);
    Compiled compiled = new Compiled(graph, target, 16, SHARDS, block);
    Map<String, double[]> inputs = new HashMap<>(RandomGraphs.inputs(graph, batch, 1));
    inputs.put("t", new double[batch]);
    Feed feed = Feed.of(batch, inputs, RandomGraphs.parameters(graph, 1));
    return compiled.run(feed.withSettings(Map.of("rate", 0.1), 1), threads);
  }

  @Test
  void codeDoesNotGrowWithTime() {
    for (int lanes : List.of(16, 1)) {
      LoopProgram few = program(64, lanes);
      LoopProgram many = program(512, lanes);
      assertEquals(few.routines().size(), many.routines().size());
      int difference = ClassFile.emit(many).length - ClassFile.emit(few).length;
      // Larger numbers are longer.
      assertEquals(0, difference, 0.02 * ClassFile.emit(few).length, lanes + " lanes");
    }
  }

  /** Without attention, whose scores have an axis of time. Few steps would take smaller tiles. */
  private static LoopProgram program(int time, int lanes) {
    String text = network(time).replace("-> attention(3, causal: true)", "");
    Graph network = TrainingStep.network(text, new TrainPlan.Loss.CrossEntropy(0, false));
    Graph graph = TrainingStep.of(network, new Optimizer.Sgd(0.1, 0.9, false, 0.01));
    Options options = new Options(new Target(lanes), 4, 2, 0, "dev.nnd.test.Net", "test.nnd");
    return Kernels.plan(graph, options).program();
  }
}
