package dev.nnd.lower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphText;
import dev.nnd.graph.Result;
import dev.nnd.graph.Verifier;
import dev.nnd.interpret.Feed;
import dev.nnd.interpret.Interpreter;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SplitWeightsTest {
  /** {@code y = x * scale / sqrt(var + 0.5) + shift}, and the factor once more by itself. */
  private static final String NORM =
      """
      %0 = input(name="x", element=float, shape=[N, 2]) : float[N, 2]
      %1 = parameter(path="scale", role=scale, shape=[2], init=constant[1.0, 0.0]) : float[2]
      %2 = parameter(path="var", role=statistic, shape=[2], init=constant[1.0, 0.0]) : float[2]
      %3 = constant(value=0.5) : float[]
      %4 = broadcast(shape=[2], axes=[]) %3 : float[2]
      %5 = add %2 %4 : float[2]
      %6 = sqrt %5 : float[2]
      %7 = divide %1 %6 : float[2]
      %8 = broadcast(shape=[N, 2], axes=[1]) %7 : float[N, 2]
      %9 = multiply %0 %8 : float[N, 2]
      %10 = parameter(path="shift", role=shift, shape=[2], init=constant[0.0, 0.0]) : float[2]
      %11 = broadcast(shape=[N, 2], axes=[1]) %10 : float[N, 2]
      %12 = add %9 %11 : float[N, 2]
      %13 = broadcast(shape=[3, 2], axes=[1]) %7 : float[3, 2]
      output "y" %12
      output "factor" %13
      """;

  private static SplitWeights split(String text) {
    SplitWeights split = SplitWeights.of(GraphText.parse(text));
    Verifier.verify(split.weights(), "split-weights");
    Verifier.verify(split.rest(), "split-weights");
    return split;
  }

  @Test
  void makesOnceWhatDependsOnParametersAlone() {
    assertEquals(
        """
        %0 = parameter(path="scale", role=scale, shape=[2], init=constant[1.0, 0.0]) : float[2]
        %1 = parameter(path="var", role=statistic, shape=[2], init=constant[1.0, 0.0]) : float[2]
        %2 = constant(value=0.5) : float[]
        %3 = broadcast(shape=[2], axes=[]) %2 : float[2]
        %4 = add %1 %3 : float[2]
        %5 = sqrt %4 : float[2]
        %6 = divide %0 %5 : float[2]
        output "folded.0" %6
        """,
        split(NORM).weights().toString());
  }

  @Test
  void leavesTheRestWithBroadcastsAndPlainParameters() {
    assertEquals(
        """
        %0 = input(name="x", element=float, shape=[N, 2]) : float[N, 2]
        %1 = parameter(path="folded.0", role=weight, shape=[2], init=constant[0.0, 0.0]) : float[2]
        %2 = broadcast(shape=[N, 2], axes=[1]) %1 : float[N, 2]
        %3 = multiply %0 %2 : float[N, 2]
        %4 = parameter(path="shift", role=shift, shape=[2], init=constant[0.0, 0.0]) : float[2]
        %5 = broadcast(shape=[N, 2], axes=[1]) %4 : float[N, 2]
        %6 = add %3 %5 : float[N, 2]
        %7 = broadcast(shape=[3, 2], axes=[1]) %1 : float[3, 2]
        output "y" %6
        output "factor" %7
        """,
        split(NORM).rest().toString());
  }

  @Test
  void thePartsTogetherAreTheWhole() {
    Map<String, double[]> parameters =
        Map.of(
            "scale", new double[] {2, -3},
            "var", new double[] {0.5, 3.5},
            "shift", new double[] {0.25, 8});
    Feed feed = Feed.of(2, Map.of("x", new double[] {1, 2, 3, 4}), parameters);
    SplitWeights split = split(NORM);
    Map<String, double[]> folded = new HashMap<>();
    Interpreter.run(split.weights(), feed)
        .all(Result.Kind.OUTPUT)
        .forEach((name, value) -> folded.put(name, value.data()));
    assertArrayEquals(y(GraphText.parse(NORM), feed), y(split.rest(), feed.withParameters(folded)));
    assertArrayEquals(new double[] {2.25, 5, 6.25, 2}, y(GraphText.parse(NORM), feed));
  }

  private static double[] y(Graph graph, Feed feed) {
    return Interpreter.run(graph, feed).get(Result.Kind.OUTPUT, "y").data();
  }

  @Test
  void refusesGraphsThatChangeParameters() {
    String updating = NORM + "update \"shift\" %7\n";
    assertThrows(IllegalStateException.class, () -> split(updating));
  }

  @Test
  void refusesLayers() {
    String layer =
        """
        %0 = input(name="x", element=float, shape=[N, 2]) : float[N, 2]
        %1 = activate(activation=relu[0.0]) %0 : float[N, 2]
        output "y" %1
        """;
    assertThrows(IllegalStateException.class, () -> split(layer));
  }
}
