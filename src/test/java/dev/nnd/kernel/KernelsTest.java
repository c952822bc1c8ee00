package dev.nnd.kernel;

import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphText;
import dev.nnd.graph.Layer;
import dev.nnd.graph.OpSamples;
import dev.nnd.graph.RandomGraphs;
import dev.nnd.graph.Result;
import dev.nnd.interpret.Feed;
import dev.nnd.lower.ApplyOptimizer;
import dev.nnd.lower.Differentiate;
import dev.nnd.lower.LowerLayers;
import dev.nnd.lower.Mode;
import dev.nnd.program.Optimizer;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compiled graphs against the interpreter: each primitive alone, each layer alone, and random
 * networks, for inference and for whole training steps with gradients and updates. The targets
 * agree bit for bit, with any number of threads.
 */
final class KernelsTest {
  private static final int NETWORKS = Integer.getInteger("networks", 60);
  private static final int SAMPLES = Integer.getInteger("samples", 8);

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void inferenceIsWhatTheInterpreterComputes(int batch) {
    for (int seed = 0; seed < NETWORKS; seed++) {
      checkInference("seed " + seed, RandomGraphs.network(seed), batch, seed);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7})
  void trainingIsWhatTheInterpreterComputes(int batch) {
    for (int seed = 0; seed < NETWORKS; seed++) {
      checkTraining("seed " + seed, RandomGraphs.trained(seed), batch, seed);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void eachPrimitiveIsWhatTheInterpreterComputes(int batch) {
    for (int seed = 0; seed < SAMPLES; seed++) {
      int s = seed;
      OpSamples.all(seed)
          .forEach(
              (name, graph) -> {
                Feed feed =
                    feed(graph, batch, s)
                        .withParameters(RandomGraphs.parameters(graph, s))
                        .withSettings(Map.of("rate", 0.3), 1);
                Agreement.check(name + ", seed " + s, graph, feed, 2);
              });
    }
  }

  /** Every layer of the random networks; {@link Layer.Normalize} is made while lowering. */
  static Stream<Class<?>> layers() {
    return Arrays.stream(Layer.class.getPermittedSubclasses())
        .filter(layer -> layer != Layer.Normalize.class);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void eachLayerIsWhatTheInterpreterComputes(Class<? extends Layer> layer) {
    for (int seed = 0; seed < SAMPLES; seed++) {
      Graph network = RandomGraphs.layer(layer, seed);
      String name = layer.getSimpleName() + ", seed " + seed;
      if (network.results(Result.Kind.LOSS).isEmpty()) {
        checkInference(name, network, 4, seed);
      } else {
        checkTraining(name, network, 4, seed);
      }
    }
  }

  /** One parameter becomes the sum and one the difference of both, as they were before. */
  @Test
  void updatesReadOldValues() {
    Graph graph =
        GraphText.parse(
            """
            %0 = parameter(path="a", role=weight, shape=[3], init=constant[0.0, 0.0]) : float[3]
            %1 = parameter(path="b", role=weight, shape=[3], init=constant[0.0, 0.0]) : float[3]
            %2 = add %0 %1 : float[3]
            %3 = subtract %0 %1 : float[3]
            update "a" %2
            update "b" %3
            """);
    Feed feed = Feed.of(1, Map.of(), RandomGraphs.parameters(graph, 1));
    Agreement.check("crossed updates", graph, feed, 2);
  }

  /** What is done to all parts of a tuple is not done to the last alone, as that is summed. */
  @Test
  void sweepsOverPartsThatWereWrittenBefore() {
    Graph graph =
        GraphText.parse(
            """
            %0 = input(name="a", element=float, shape=[N, 7]) : float[N, 7]
            %1 = input(name="b", element=float, shape=[N, 7]) : float[N, 7]
            %2 = parameter(path="w", role=weight, shape=[3, 7], init=constant[0.0, 0.0]) : float[3, 7]
            %3 = contract(map="n=N o=3 i=7: n, i; o, i; n, o") %1 %2 : float[N, 3]
            %4 = concat(axis=1) %0 %3 : float[N, 10]
            %5 = input(name="c", element=float, shape=[N, 10]) : float[N, 10]
            %6 = multiply %4 %5 : float[N, 10]
            %7 = parameter(path="v", role=weight, shape=[3, 10], init=constant[0.0, 0.0]) : float[3, 10]
            %8 = contract(map="n=N o=3 i=10: n, i; o, i; n, o") %6 %7 : float[N, 3]
            output "y" %8
            """);
    Agreement.check("parts", graph, feed(graph, 5, 1), 2);
  }

  private static void checkInference(String name, Graph network, int batch, int seed) {
    Graph graph = LowerLayers.toPrimitives(network, Mode.INFERENCE);
    Agreement.check(name, graph, feed(network, batch, seed), 1);
  }

  private static void checkTraining(String name, Graph network, int batch, int seed) {
    Graph graph = Differentiate.run(LowerLayers.toGradients(network));
    graph = ApplyOptimizer.run(graph, new Optimizer.Sgd(0.1, 0.9, true, 0.01));
    graph = LowerLayers.toPrimitives(graph, Mode.TRAINING);
    Feed feed = feed(network, batch, seed).withParameters(RandomGraphs.parameters(graph, seed));
    Agreement.check(name, graph, feed.withSettings(Map.of("rate", 0.1), 3), 4);
  }

  private static Feed feed(Graph network, int batch, int seed) {
    return Feed.of(
        batch, RandomGraphs.inputs(network, batch, seed), RandomGraphs.parameters(network, seed));
  }
}
