package dev.nnd.pass;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.graph.Graph;
import dev.nnd.graph.RandomGraphs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * On random networks of every layer, and on those of norms, convolutions and what stands between
 * them. The seed is in the name of the test.
 */
final class PassesKeepMeaningTest {
  private static final int NETWORKS = 150;

  static LongStream seeds() {
    return LongStream.range(0, NETWORKS);
  }

  @ParameterizedTest(name = "network {0}")
  @MethodSource("seeds")
  void inInference(long seed) {
    Meaning.assertSameInference(RandomGraphs.network(seed), Passes.forInference(), seed);
    Meaning.assertSameInference(RandomNet.of(seed), Passes.forInference(), seed);
  }

  @ParameterizedTest(name = "network {0}")
  @MethodSource("seeds")
  void inTraining(long seed) {
    Meaning.assertSameTraining(RandomGraphs.trained(seed), Passes.forTraining(), seed);
    Meaning.assertSameTraining(RandomNet.of(seed), Passes.forTraining(), seed);
  }

  /** Guards against random networks that no pass has anything to do with. */
  @Test
  void everyPassOfTheNormsActsAndRefusesOften() {
    Map<String, Integer> counts = new HashMap<>();
    seeds().mapToObj(RandomNet::of).forEach(graph -> count(graph, counts));
    for (String pass :
        List.of(
            "eliminate-bias",
            "compose-affines",
            "fold-affine-backward",
            "fold-affine-forward",
            "fuse-norms")) {
      for (Explanation.Verdict verdict : Explanation.Verdict.values()) {
        String key = pass + " " + verdict;
        assertTrue(counts.getOrDefault(key, 0) >= 5, () -> key + ": " + counts);
      }
    }
  }

  private static void count(Graph graph, Map<String, Integer> counts) {
    for (List<Pass> passes : List.of(Passes.forTraining(), Passes.forInference())) {
      for (Explanation e : new Pipeline(passes).run(graph).explanations()) {
        counts.merge(e.pass() + " " + e.verdict(), 1, Integer::sum);
      }
    }
  }
}
