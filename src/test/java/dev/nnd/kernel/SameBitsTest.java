package dev.nnd.kernel;

import dev.nnd.graph.Graph;
import dev.nnd.graph.RandomGraphs;
import dev.nnd.interpret.Feed;
import dev.nnd.program.Optimizer;
import dev.nnd.program.TrainPlan;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The weights after some steps of training are the same bytes, whoever computes them and how much
 * at a time.
 */
final class SameBitsTest {
  private static final int STEPS = 5;
  private static final int SHARDS = 4;

  private static final String NETWORK =
      """
      model M {
          input x: float[2, 9, 9]
          output y = x -> conv2d(20, kernel: 3, stride: 2, padding: same) -> batch_norm -> relu
                       -> max_pool2d(2) -> flatten -> dropout(0.25) -> dense(300) -> tanh
                       -> dense(400) -> dense(10) -> softmax
      }
      """;

  @ParameterizedTest(name = "batch {0}")
  @ValueSource(ints = {1, 2, 3, 7, 16})
  void doNotDependOnThreadsOrTargets(int batch) {
    Map<String, float[]> expected = train(batch, new Target(16), 1, 0);
    Agreement.same("run twice", expected, train(batch, new Target(16), 1, 0));
    Agreement.same("2 threads", expected, train(batch, new Target(16), 2, 0));
    Agreement.same("3 threads", expected, train(batch, new Target(16), 3, 0));
    Agreement.same("4 lanes, 2 threads", expected, train(batch, new Target(4), 2, 0));
    Agreement.same("portable, 3 threads", expected, train(batch, Target.portable(), 3, 0));
  }

  @ParameterizedTest(name = "blocks of {0}")
  @ValueSource(ints = {1, 2, 3, 16})
  void doNotDependOnBlocks(int block) {
    Map<String, float[]> expected = train(13, new Target(16), 1, 0);
    Agreement.same("3 threads", expected, train(13, new Target(16), 3, block));
    Agreement.same("portable, 2 threads", expected, train(13, Target.portable(), 2, block));
  }

  /** The outputs of the last step and the weights after it. */
  private static Map<String, float[]> train(int batch, Target target, int threads, int block) {
    Graph network = TrainingStep.network(NETWORK, new TrainPlan.Loss.CrossEntropy(0.1, false));
    Graph graph = TrainingStep.of(network, new Optimizer.Sgd(0.1, 0.9, false, 0.01));
    Compiled compiled = new Compiled(graph, target, 16, SHARDS, block);
    Map<String, double[]> weights = RandomGraphs.parameters(graph, 1);
    Map<String, float[]> found = new LinkedHashMap<>();
    for (int step = 1; step <= STEPS; step++) {
      Feed feed =
          Feed.of(batch, RandomGraphs.inputs(network, batch, step), weights)
              .withSettings(Map.of("rate", 0.1), step);
      found = compiled.run(feed, threads);
      weights = after(found);
    }
    return found;
  }

  private static Map<String, double[]> after(Map<String, float[]> found) {
    Map<String, double[]> weights = new HashMap<>();
    found.forEach(
        (name, values) -> {
          double[] wide = new double[values.length];
          for (int i = 0; i < wide.length; i++) wide[i] = values[i];
          if (name.startsWith("after ")) weights.put(name.substring("after ".length()), wide);
        });
    return weights;
  }
}
