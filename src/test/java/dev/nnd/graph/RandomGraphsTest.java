package dev.nnd.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The random networks are what the tests that use them take for granted. */
final class RandomGraphsTest {
  private static final int MANY = 300;

  @Test
  void areSoundAndReadTheSameFromText() {
    for (int seed = 0; seed < MANY; seed++) {
      for (Graph graph : new Graph[] {RandomGraphs.network(seed), RandomGraphs.trained(seed)}) {
        Verifier.verify(graph, "seed " + seed);
        String text = graph.toString();
        assertEquals(text, GraphText.parse(text).toString(), "seed " + seed);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 7})
  void dependOnTheSeedAlone(long seed) {
    assertEquals(RandomGraphs.network(seed).toString(), RandomGraphs.network(seed).toString());
  }

  @Test
  void aLayerThatIsNeverDrawnEndsInAMessage() {
    assertThrows(
        IllegalArgumentException.class, () -> RandomGraphs.layer(Layer.Normalize.class, 1));
  }

  @Test
  void haveEveryLayer() {
    Set<Class<?>> met = new HashSet<>();
    for (int seed = 0; seed < MANY; seed++) {
      RandomGraphs.network(seed).nodes().forEach(node -> met.add(node.op().getClass()));
      RandomGraphs.trained(seed).nodes().forEach(node -> met.add(node.op().getClass()));
    }
    Set<String> missing =
        Arrays.stream(Layer.class.getPermittedSubclasses())
            .filter(layer -> !met.contains(layer))
            .map(Class::getSimpleName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of("Normalize"), missing, "Normalize is made by lowering alone");
  }
}
