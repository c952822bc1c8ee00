package dev.nnd.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.graph.Graph;
import dev.nnd.graph.RandomGraphs;
import dev.nnd.interpret.Feed;
import dev.nnd.loop.LoopProgram.Phase;
import dev.nnd.loop.LoopProgram.Walk;
import dev.nnd.program.Optimizer;
import dev.nnd.program.TrainPlan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training steps whose dense layers are divided by units, with norms and the optimizer. */
final class DivisionsTest {
  private static final int SHARDS = 4;

  private static final String NETWORK =
      """
      model M {
          input x: float[160]
          output y = x -> dense(256) -> batch_norm -> relu -> dense(128) -> tanh
                       -> dense(384) -> batch_norm -> relu -> dense(10) -> softmax
      }
      """;

  private static Graph network() {
    return TrainingStep.network(NETWORK, new TrainPlan.Loss.CrossEntropy(0.1, false));
  }

  private static Graph step(Graph network) {
    return TrainingStep.of(network, new Optimizer.Sgd(0.1, 0.9, false, 0.01));
  }

  @ParameterizedTest(name = "batch {0}")
  @ValueSource(ints = {1, 7, 16})
  void computesWhatTheInterpreterDoes(int batch) {
    Graph network = network();
    Graph step = step(network);
    Feed feed =
        Feed.of(batch, RandomGraphs.inputs(network, batch, 1), RandomGraphs.parameters(step, 1))
            .withSettings(Map.of("rate", 0.1), 1);
    Agreement.check("batch " + batch, step, feed, SHARDS);
  }

  /** Of the layer before the first norm, all steps up to the next layer are one walk. */
  @Test
  void tasksNeedNotWaitBetweenLayers() {
    Blueprint blueprint = new Compiled(step(network()), new Target(16), 16, SHARDS).blueprint();
    Walk first = blueprint.program().phases().get(0).walks().get(0);
    assertEquals(256 / 64, first.units());
    assertEquals(1, first.block());
    assertTrue(first.calls().size() > 4, first.toString());
  }

  /** Gradients of large weights stand block by block, so that they never leave the cache. */
  @Test
  void gradientsStandForOneUnitAtATime() {
    Blueprint blueprint = new Compiled(step(network()), new Target(16), 16, SHARDS).blueprint();
    List<Phase> phases = blueprint.program().phases();
    Walk last = phases.get(phases.size() - 1).walks().get(0);
    assertEquals(160 / 20, last.units());
    assertTrue(
        last.calls().stream()
            .flatMap(call -> call.arguments().stream())
            .anyMatch(place -> place.perTask() == 20 * 256 && place.perStep() == 20 * 256),
        last.toString());
    assertTrue(blueprint.arenaLength() <= 1.3 * blueprint.arenaBound());
  }
}
