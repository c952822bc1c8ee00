package dev.nnd.lower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphText;
import dev.nnd.graph.Result.Kind;
import dev.nnd.interpret.Feed;
import dev.nnd.interpret.Interpreter;
import dev.nnd.interpret.NdArray;
import dev.nnd.program.TrainPlan.Clip;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What happens in training alone and has no case in PyTorch's files. */
final class TrainingOnlyTest {
  private static final int WIDE = 4000;

  @Test
  void dropoutKeepsTheMeanAndNothingInInference() {
    Graph graph =
        GraphText.parse(
            """
            %%0 = input(name="x", element=float, shape=[N, %1$d]) : float[N, %1$d]
            %%1 = dropout(rate=0.25, stream="d") %%0 : float[N, %1$d]
            output "y" %%1
            """
                .formatted(WIDE));
    double[] ones = new double[WIDE];
    Arrays.fill(ones, 1);
    Feed feed = Feed.of(1, Map.of("x", ones), Map.of());
    double[] y = output(LowerLayers.toPrimitives(graph, Mode.TRAINING), feed);
    long dropped = Arrays.stream(y).filter(v -> v == 0).count();
    assertEquals(WIDE * 0.25, dropped, WIDE * 0.03);
    assertTrue(Arrays.stream(y).allMatch(v -> v == 0 || Math.abs(v - 4 / 3.0) < 1e-6));
    assertArrayEquals(ones, output(LowerLayers.toPrimitives(graph, Mode.INFERENCE), feed));
  }

  private static double[] output(Graph graph, Feed feed) {
    return Interpreter.run(graph, feed).get(Kind.OUTPUT, "y").data();
  }

  /** Means 3 and then -1 move 1 to 0.5 * 1 + 0.5 * 3 = 2, and on to 0.5 * 2 - 0.5 * 1 = 0.5. */
  @Test
  void sharedNormMovesItsStatisticsOncePerReader() {
    Graph graph =
        GraphText.parse(
            """
            %0 = input(name="x", element=float, shape=[N, 1]) : float[N, 1]
            %1 = input(name="z", element=float, shape=[N, 1]) : float[N, 1]
            %2 = parameter(path="m", role=statistic, shape=[1], init=constant[0.0, 0.0]) : float[1]
            %3 = parameter(path="v", role=statistic, shape=[1], init=constant[1.0, 0.0]) : float[1]
            %4 = batch_norm(momentum=0.5, epsilon=1.0E-5, scale=false, shift=false) %0 %2 %3 : float[N, 1]
            %5 = batch_norm(momentum=0.5, epsilon=1.0E-5, scale=false, shift=false) %1 %2 %3 : float[N, 1]
            %6 = add %4 %5 : float[N, 1]
            output "y" %6
            """);
    Feed feed =
        Feed.of(
            2,
            Map.of("x", new double[] {2, 4}, "z", new double[] {-4, 2}),
            Map.of("m", new double[] {1}, "v", new double[] {1}));
    Map<String, NdArray> updates =
        Interpreter.run(LowerLayers.toPrimitives(graph, Mode.TRAINING), feed).all(Kind.UPDATE);
    assertArrayEquals(new double[] {0.5}, updates.get("m").data());
    assertArrayEquals(new double[] {5}, updates.get("v").data());
  }

  private static final String GRADIENTS =
      """
      %0 = parameter(path="a", role=weight, shape=[2], init=constant[0.0, 0.0]) : float[2]
      %1 = parameter(path="b", role=bias, shape=[1], init=constant[0.0, 0.0]) : float[1]
      gradient "a" %0
      gradient "b" %1
      """;

  private static Map<String, NdArray> clipped(Clip clip) {
    Feed feed = Feed.of(1, Map.of(), Map.of("a", new double[] {-2, 1}, "b", new double[] {2}));
    return Interpreter.run(ClipGradients.run(GraphText.parse(GRADIENTS), clip), feed)
        .all(Kind.GRADIENT);
  }

  @Test
  void clipsByTheNormOfAllGradients() {
    Map<String, NdArray> half = clipped(new Clip.Norm(1.5));
    assertArrayEquals(new double[] {-1, 0.5}, half.get("a").data(), 1e-6);
    assertArrayEquals(new double[] {1}, half.get("b").data(), 1e-6);
    assertArrayEquals(new double[] {-2, 1}, clipped(new Clip.Norm(4)).get("a").data());
  }

  @Test
  void clipsByValue() {
    Map<String, NdArray> bounded = clipped(new Clip.ByValue(1.5));
    assertArrayEquals(new double[] {-1.5, 1}, bounded.get("a").data());
    assertArrayEquals(new double[] {1.5}, bounded.get("b").data());
    assertEquals(
        GRADIENTS, ClipGradients.run(GraphText.parse(GRADIENTS), new Clip.None()).toString());
  }
}
