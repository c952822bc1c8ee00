package dev.nnd.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnd.check.TrainSetup;
import dev.nnd.graph.Graph;
import dev.nnd.graph.RandomGraphs;
import dev.nnd.graph.Result.Kind;
import dev.nnd.interpret.Feed;
import dev.nnd.interpret.Interpreter;
import dev.nnd.interpret.NdArray;
import dev.nnd.interpret.Outcome;
import dev.nnd.kernel.Agreement;
import dev.nnd.lower.ApplyOptimizer;
import dev.nnd.lower.ClipGradients;
import dev.nnd.lower.Differentiate;
import dev.nnd.lower.LowerLayers;
import dev.nnd.lower.Mode;
import dev.nnd.lower.OptimizerSettings;
import dev.nnd.lower.SplitWeights;
import dev.nnd.pass.EliminateBias;
import dev.nnd.program.Optimizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a network means, by two ways: its layers as they were written, replaced by primitives and
 * run by the interpreter, and all that the compiler does. First the graphs are compared in double,
 * where nothing but the rounding of constants differs, then the code with its graph.
 */
final class WholeMeaning {
  /** Constants are floats, so that a momentum and its complement add up to 1 only to 3e-8. */
  private static final double TOLERANCE = 1e-5;

  private static final int SHARDS = 4;

  private final String name;
  private final int batch;
  private final long seed;

  /**
   * A comparison.
   *
   * @param name what messages begin with
   * @param seed of weights and inputs
   */
  WholeMeaning(String name, int batch, long seed) {
    this.name = name;
    this.batch = batch;
    this.seed = seed;
  }

  /** Asserts that the code of a network predicts what its layers say. */
  void assertPredicts(Graph network) {
    Feed feed = feed(network);
    Outcome expected = Interpreter.run(LowerLayers.toPrimitives(network, Mode.INFERENCE), feed);
    SplitWeights split = SplitWeights.of(Stages.unwatched().inference(network));
    Feed all = feed.withParameters(correctedMeans(network, feed));
    Map<String, double[]> folded = new HashMap<>();
    Interpreter.run(split.weights(), all)
        .all(Kind.OUTPUT)
        .forEach((path, weight) -> folded.put(path, rounded(weight.data())));
    Agreement agreement = new Agreement(name + " predicts", split.rest(), batch + 2, 1);
    Outcome actual = agreement.check(all.withParameters(folded));
    assertClose("predicts", expected.all(Kind.OUTPUT), actual.all(Kind.OUTPUT));
  }

  /**
   * Asserts that a step of a training does what its layers, loss and optimizer say, and the code of
   * two steps what its graph says.
   */
  void assertTrains(TrainSetup setup) {
    Graph network = setup.training();
    Graph graph = Stages.unwatched().training(network, setup.plan());
    Optimizer optimizer = setup.plan().optimizer();
    Feed start = feed(network);
    Feed first =
        start
            .withParameters(slots(graph))
            .withParameters(correctedMeans(network, start))
            .withSettings(settings(optimizer, 1), 1);
    Agreement agreement = new Agreement(name + " trains", graph, batch + 2, SHARDS);
    Outcome actual = agreement.check(first);
    assertSameStep(setup, start.withSettings(settings(optimizer, 1), 1), actual);
    agreement.check(first.withParameters(updates(actual)).withSettings(settings(optimizer, 2), 2));
  }

  private void assertSameStep(TrainSetup setup, Feed start, Outcome actual) {
    Graph plain = plain(setup);
    Outcome expected = Interpreter.run(plain, start.withParameters(slots(plain)));
    assertClose("loss", expected.all(Kind.LOSS), actual.all(Kind.LOSS));
    // The means lack what dropped biases added to them, by the weights that they met.
    Map<String, double[]> updates = updates(expected);
    Map<String, double[]> statistics = new HashMap<>(updates);
    statistics.keySet().removeIf(path -> !path.contains(".running_"));
    updates.putAll(correctedMeans(setup.training(), start.withParameters(statistics)));
    Map<String, NdArray> kept = new HashMap<>();
    Map<String, NdArray> found = actual.all(Kind.UPDATE);
    for (String path : found.keySet()) {
      double[] data = updates.get(path);
      kept.put(path, new NdArray(List.of(data.length), data));
    }
    assertClose("trains", kept, found);
  }

  /** The step as the textbook has it, no pass run, nothing simplified. */
  private static Graph plain(TrainSetup setup) {
    Graph sloped = Differentiate.run(LowerLayers.toGradients(setup.training()));
    Graph clipped = ClipGradients.run(sloped, setup.plan().clip());
    Graph updating = ApplyOptimizer.run(clipped, setup.plan().optimizer());
    return LowerLayers.toPrimitives(updating, Mode.TRAINING);
  }

  private Feed feed(Graph network) {
    return Feed.of(
        batch, RandomGraphs.inputs(network, batch, seed), RandomGraphs.parameters(network, seed));
  }

  /** What an optimizer remembers, before the first step. */
  private static Map<String, double[]> slots(Graph step) {
    Map<String, double[]> slots = new HashMap<>(RandomGraphs.parameters(step, 0));
    slots.keySet().removeIf(path -> !FittedWeights.isSlot(path));
    return slots;
  }

  private static Map<String, double[]> correctedMeans(Graph network, Feed feed) {
    Graph corrections =
        LowerLayers.toPrimitives(EliminateBias.corrections(network), Mode.INFERENCE);
    return updates(Interpreter.run(corrections, feed));
  }

  private static Map<String, Double> settings(Optimizer optimizer, int step) {
    OptimizerSettings settings = OptimizerSettings.of(optimizer);
    Map<String, Double> values = new HashMap<>();
    for (String setting :
        List.of(
            OptimizerSettings.RATE,
            OptimizerSettings.CORRECTION_1,
            OptimizerSettings.CORRECTION_2)) {
      values.put(setting, (double) settings.at(setting, optimizer.rate(), step));
    }
    return values;
  }

  /** The parameters after a step, as the code stores them. */
  private static Map<String, double[]> updates(Outcome outcome) {
    Map<String, double[]> updates = new HashMap<>();
    outcome.all(Kind.UPDATE).forEach((path, value) -> updates.put(path, rounded(value.data())));
    return updates;
  }

  private static double[] rounded(double[] values) {
    double[] floats = new double[values.length];
    for (int i = 0; i < floats.length; i++) floats[i] = (float) values[i];
    return floats;
  }

  private void assertClose(
      String what, Map<String, NdArray> expected, Map<String, NdArray> actual) {
    assertEquals(expected.keySet(), actual.keySet(), name);
    expected.forEach(
        (key, tensor) -> {
          double largest = 0.1;
          for (double element : tensor.data()) largest = Math.max(largest, Math.abs(element));
          for (int i = 0; i < tensor.data().length; i++) {
            String where = name + " " + what + " in double: " + key + "[" + i + "]";
            double found = actual.get(key).data()[i];
            assertEquals(tensor.data()[i], found, TOLERANCE * largest, where);
          }
        });
  }
}
