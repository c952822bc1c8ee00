package dev.nnd.interpret;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphText;
import dev.nnd.graph.Result;
import dev.nnd.runtime.CounterRandom;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the oracle computes, by hand; the layers' tests compare it with PyTorch. */
final class InterpreterTest {
  private static double[] run(String text, Feed feed) {
    return Interpreter.run(GraphText.parse(text), feed).get(Result.Kind.OUTPUT, "y").data();
  }

  private static Feed feed(double... x) {
    return Feed.of(1, Map.of("x", x), Map.of());
  }

  @Test
  void contractionsReadZeroOutside() {
    String text =
        """
        %0 = input(name="x", element=float, shape=[N, 4]) : float[N, 4]
        %1 = parameter(path="w", role=weight, shape=[3], init=constant[0.0, 0.0]) : float[3]
        %2 = contract(map="n=N p=2 r=3: n, 2*p+r-1; r; n, p") %0 %1 : float[N, 2]
        output "y" %2
        """;
    Feed feed = feed(1, 2, 3, 4).withParameters(Map.of("w", new double[] {1, 10, 100}));
    assertArrayEquals(new double[] {210, 432}, run(text, feed));
  }

  @Test
  void scattersToTheFirstOfEquals() {
    String text =
        """
        %0 = input(name="x", element=float, shape=[N, 4]) : float[N, 4]
        %1 = window_max(size=[2], stride=[1]) %0 : float[N, 3]
        %2 = window_scatter(size=[2], stride=[1]) %0 %1 : float[N, 4]
        output "y" %2
        """;
    assertArrayEquals(new double[] {5, 5, 0, 7}, run(text, feed(5, 5, 2, 7)));
  }

  @Test
  void padsBetweenNeighboursToo() {
    String text =
        """
        %0 = input(name="x", element=float, shape=[N, 2]) : float[N, 2]
        %1 = pad(axis=1, low=1, high=2, interior=1, value=9.0) %0 : float[N, 6]
        output "y" %1
        """;
    assertArrayEquals(new double[] {9, 1, 9, 2, 9, 9}, run(text, feed(1, 2)));
  }

  @Test
  void randomNumbersDependOnSeedStepStreamAndPosition() {
    String text =
        """
        %0 = random(stream="a", shape=[N, 100]) : float[N, 100]
        output "y" %0
        """;
    Feed first = new Feed(2, Map.of(), Map.of(), Map.of(), 7, 1);
    double[] y = run(text, first);
    int key = CounterRandom.key(CounterRandom.key(7, "a"), 1);
    assertEquals(CounterRandom.uniform(key, 137), y[137]);
    assertArrayEquals(y, run(text, first));
    assertFalse(Arrays.equals(y, run(text, first.withSettings(Map.of(), 2))));
    assertFalse(Arrays.equals(y, run(text.replace("\"a\"", "\"b\""), first)));
  }

  /** Values of a C library, good to the last bit but one. */
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.5, 0.5204998778130465",
    "-1, -0.8427007929497149",
    "2, 0.9953222650189527",
    "4.5, 0.9999999998033839",
    "7, 1"
  })
  void errorFunction(double x, double y) {
    assertEquals(y, ErrorFunction.erf(x), 1e-15);
  }

  @Test
  void saysWhatTheFeedMisses() {
    Graph graph =
        GraphText.parse(
            """
            %0 = input(name="x", element=float, shape=[N, 2]) : float[N, 2]
            %1 = setting(name="rate") : float[]
            output "y" %0
            output "z" %1
            """);
    Feed empty = Feed.of(1, Map.of(), Map.of());
    assertTrue(refusal(graph, empty).contains("misses x"));
    assertTrue(refusal(graph, feed(1, 2)).contains("misses rate"));
    assertTrue(refusal(graph, feed(1, 2, 3)).contains("x has 3 elements"));
  }

  private static String refusal(Graph graph, Feed feed) {
    return assertThrows(IllegalArgumentException.class, () -> Interpreter.run(graph, feed))
        .getMessage();
  }

  @Test
  void refusesLayers() {
    Graph graph =
        GraphText.parse(
            """
            %0 = input(name="x", element=float, shape=[N, 2]) : float[N, 2]
            %1 = softmax(axis=1) %0 : float[N, 2]
            output "y" %1
            """);
    assertThrows(IllegalStateException.class, () -> Interpreter.run(graph, feed(1, 2)));
  }
}
