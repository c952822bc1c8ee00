package dev.nnd.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.Golden;
import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphText;
import dev.nnd.graph.Node;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.RandomGraphs;
import dev.nnd.graph.Result;
import dev.nnd.interpret.Feed;
import dev.nnd.interpret.Interpreter;
import dev.nnd.interpret.NdArray;
import dev.nnd.interpret.Outcome;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UseWinogradTest {
  private static final UseWinograd PASS = new UseWinograd();

  /** In doubles tiles differ from plain sums by next to nothing. */
  private static final double TOLERANCE = 1e-12;

  private static final String FORWARD =
      """
      %%0 = input(name="x", element=float, shape=[N, %2$d, %3$d, %4$d]) : float[N, %2$d, %3$d, %4$d]
      %%1 = parameter(path="w", role=weight, shape=[%1$d, %2$d, 3, 3], init=constant[0.0, 0.0]) : float[%1$d, %2$d, 3, 3]
      %%2 = contract(map="n=N o=%1$d i=%5$d j=%6$d c=%2$d r=3 s=3: n, c, i+r-1, j+s-1; o, c, r, s; n, o, i, j") %%0 %%1 : float[N, %1$d, %5$d, %6$d]
      output "y" %%2
      """;

  private static final String INPUT_GRADIENT =
      """
      %%0 = input(name="dy", element=float, shape=[N, %1$d, %3$d, %4$d]) : float[N, %1$d, %3$d, %4$d]
      %%1 = parameter(path="w", role=weight, shape=[%1$d, %2$d, 3, 3], init=constant[0.0, 0.0]) : float[%1$d, %2$d, 3, 3]
      %%2 = contract(map="n=N o=%1$d i=%5$d j=%6$d c=%2$d r=3 s=3: n, o, i-r+1, j-s+1; o, c, r, s; n, c, i, j") %%0 %%1 : float[N, %2$d, %5$d, %6$d]
      output "dx" %%2
      """;

  private static final String WEIGHT_GRADIENT =
      """
      %%0 = input(name="x", element=float, shape=[N, %2$d, %3$d, %4$d]) : float[N, %2$d, %3$d, %4$d]
      %%1 = input(name="dy", element=float, shape=[N, %1$d, %5$d, %6$d]) : float[N, %1$d, %5$d, %6$d]
      %%2 = contract(map="n=N o=%1$d i=%5$d j=%6$d c=%2$d r=3 s=3: n, c, i+r-1, j+s-1; n, o, i, j; o, c, r, s") %%0 %%1 : float[%1$d, %2$d, 3, 3]
      output "dw" %%2
      """;

  private static Graph graph(String text, int outs, int ins, int height, int width) {
    return GraphText.parse(text.formatted(outs, ins, height, width, height, width));
  }

  @Test
  void doesAConvolutionInTilesOfFour() {
    Golden.assertMatches("pass/use-winograd.txt", Trace.of(graph(FORWARD, 16, 16, 8, 8), PASS));
  }

  @Test
  void doesTheGradientOfAnInputWithTheWindowTurnedRound() {
    Golden.assertMatches(
        "pass/use-winograd-input.txt", Trace.of(graph(INPUT_GRADIENT, 16, 32, 8, 8), PASS));
  }

  @Test
  void doesTheGradientOfWeightsTileByTile() {
    Golden.assertMatches(
        "pass/use-winograd-weights.txt", Trace.of(graph(WEIGHT_GRADIENT, 32, 16, 8, 8), PASS));
  }

  @ParameterizedTest
  @CsvSource({"8, 8", "14, 14", "7, 13", "4, 6"})
  void computesTheSame(int height, int width) {
    for (String text : new String[] {FORWARD, INPUT_GRADIENT, WEIGHT_GRADIENT}) {
      Graph plain = graph(text, 33, 32, height, width);
      Graph tiled = PASS.run(plain).graph();
      assertTrue(tiled.nodes().stream().anyMatch(UseWinogradTest::isTile), tiled::toString);
      Feed feed = Feed.of(2, RandomGraphs.inputs(plain, 2, 1), RandomGraphs.parameters(plain, 1));
      assertClose(Interpreter.run(plain, feed), Interpreter.run(tiled, feed));
    }
  }

  private static boolean isTile(Node node) {
    return node.op() instanceof Primitive.TileMerge;
  }

  private static void assertClose(Outcome expected, Outcome actual) {
    for (Map.Entry<String, NdArray> entry : expected.all(Result.Kind.OUTPUT).entrySet()) {
      double[] plain = entry.getValue().data();
      double[] tiled = actual.all(Result.Kind.OUTPUT).get(entry.getKey()).data();
      double largest = 0;
      for (double p : plain) largest = Math.max(largest, Math.abs(p));
      for (int i = 0; i < plain.length; i++)
        assertEquals(plain[i], tiled[i], TOLERANCE * largest, entry.getKey() + " at " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n=N o=16 i=8 j=8 c=16 r=3 s=3: n, c, 2*i+r-1, 2*j+s-1; o, c, r, s; n, o, i, j",
        "n=N o=16 i=8 j=8 c=16 r=3 s=3: n, c, i+2*r-2, j+2*s-2; o, c, r, s; n, o, i, j",
        "n=N o=16 i=8 j=8 c=16 r=5 s=5: n, c, i+r-2, j+s-2; o, c, r, s; n, o, i, j",
        "n=N o=16 i=8 j=8 c=16 r=3 s=3: n, c, i+r-1, j+s; o, c, r, s; n, o, i, j",
        "n=N o=16 i=8 j=8 c=16 r=3 s=3: n, c, i+r-1, j-s+1; o, c, r, s; n, o, i, j",
        "n=N o=16 i=8 j=8 c=16 r=3 s=3: n, c, i+r-1, j+s-1; o, c, s, r; n, o, i, j",
        "n=N o=16 i=8 j=8 c=16 r=3 s=3: n, c, i+r+1, j+s+1; o, c, r, s; n, o, i, j",
      })
  void leavesOtherWindowsAlone(String map) {
    String size = map.contains("r=5") ? "5, 5" : "3, 3";
    Graph other =
        GraphText.parse(
            """
            %%0 = input(name="x", element=float, shape=[N, 16, 16, 16]) : float[N, 16, 16, 16]
            %%1 = parameter(path="w", role=weight, shape=[16, 16, %1$s], init=constant[0.0, 0.0]) : float[16, 16, %1$s]
            %%2 = contract(map="%2$s") %%0 %%1 : float[N, 16, 8, 8]
            output "y" %%2
            """
                .formatted(size, map));
    assertEquals(other.toString(), PASS.run(other).graph().toString());
  }

  @Test
  void saysWhyItLeavesFewChannelsAlone() {
    var outcome = PASS.run(graph(FORWARD, 16, 3, 32, 32));
    assertEquals(
        "<code>: use-winograd: refused: "
            + "3x3 convolution: to transform tiles costs more than it saves",
        outcome.explanations().get(0).toString());
  }

  @Test
  void saysWhyItLeavesTheInputOfAStridedConvolutionAlone() {
    Graph strided =
        GraphText.parse(
            """
            %0 = input(name="dy", element=float, shape=[N, 32, 8, 8]) : float[N, 32, 8, 8]
            %1 = pad(axis=2, low=0, high=0, interior=1, value=0.0) %0 : float[N, 32, 15, 8]
            %2 = pad(axis=3, low=0, high=0, interior=1, value=0.0) %1 : float[N, 32, 15, 15]
            %3 = parameter(path="w", role=weight, shape=[32, 16, 3, 3], init=constant[0.0, 0.0]) : float[32, 16, 3, 3]
            %4 = contract(map="n=N o=32 i=16 j=16 c=16 r=3 s=3: n, o, i-r+1, j-s+1; o, c, r, s; n, c, i, j") %2 %3 : float[N, 16, 16, 16]
            output "dx" %4
            """);
    var outcome = PASS.run(strided);
    assertEquals(strided.toString(), outcome.graph().toString());
    assertEquals(
        "<code>: use-winograd: refused: gradient of a 3x3 convolution's input: "
            + "most of what it reads are zeros between elements, which are left out as it is",
        outcome.explanations().get(0).toString());
  }
}
