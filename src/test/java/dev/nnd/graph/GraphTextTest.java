package dev.nnd.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text form says all of a graph but where it came from. */
final class GraphTextTest {
  private static final int SEEDS = 40;

  private static final String NORMALIZE =
      """
      %0 = input(name="x", element=float, shape=[N, 3, 2]) : float[N, 3, 2]
      %1 = parameter(path="a \\"b\\" \\\\c", role=statistic, shape=[3], init=uniform[-1.0, 0.5]) : float[3]
      %2 = normalize(epsilon=1.0E-5, scale=true, shift=true) %0 %1 %1 %1 %1 : float[N, 3, 2]
      output "y" %2
      """;

  private static Stream<Graph> graphs() {
    return Stream.iterate(0, seed -> seed + 1)
        .limit(SEEDS)
        .flatMap(
            seed ->
                Stream.concat(
                    OpSamples.all(seed).values().stream(),
                    Stream.of(RandomGraphs.network(seed), RandomGraphs.trained(seed))));
  }

  @Test
  void readsWhatItPrints() {
    graphs().forEach(graph -> assertSame(graph, GraphText.parse(graph.toString())));
    assertEquals(NORMALIZE, GraphText.parse(NORMALIZE).toString());
  }

  /** Not by text alone, which could leave something out on both sides. */
  private static void assertSame(Graph expected, Graph actual) {
    assertEquals(
        expected.nodes().stream().map(Node::op).toList(),
        actual.nodes().stream().map(Node::op).toList());
    assertEquals(expected.toString(), actual.toString());
  }

  @Test
  void hasEveryOp() {
    Set<Class<?>> met = new HashSet<>();
    Stream.concat(graphs(), Stream.of(GraphText.parse(NORMALIZE)))
        .forEach(graph -> graph.nodes().forEach(node -> met.add(node.op().getClass())));
    Set<Class<?>> missing =
        Stream.of(Layer.class, Primitive.class)
            .flatMap(level -> Arrays.stream(level.getPermittedSubclasses()))
            .filter(op -> !met.contains(op))
            .collect(Collectors.toSet());
    assertEquals(Set.of(), missing);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%0 = nothing : float[]",
        "%0 = constant : float[]",
        "%0 = constant(value=1.0) : float[3]",
        "%1 = exp %0 : float[]",
        "output \"y\" %0",
        "%0 = constant(value=1.0, : float[]",
        "anything"
      })
  void refusesWhatIsNoGraph(String text) {
    assertThrows(IllegalArgumentException.class, () -> GraphText.parse(text));
  }
}
