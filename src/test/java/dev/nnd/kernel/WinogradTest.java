package dev.nnd.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphText;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.RandomGraphs;
import dev.nnd.graph.Result;
import dev.nnd.interpret.Feed;
import dev.nnd.interpret.Interpreter;
import dev.nnd.pass.UseWinograd;
import dev.nnd.program.Optimizer;
import dev.nnd.program.TrainPlan;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Convolutions in tiles, compiled: the same bits on every target, and how far they are off. */
final class WinogradTest {
  private static final String CONVOLUTION =
      """
      %%0 = input(name="x", element=float, shape=[N, %1$d, %2$d, %2$d]) : float[N, %1$d, %2$d, %2$d]
      %%1 = parameter(path="w", role=weight, shape=[16, %1$d, 3, 3], init=constant[0.0, 0.0]) : float[16, %1$d, 3, 3]
      %%2 = contract(map="n=N o=16 i=%2$d j=%2$d c=%1$d r=3 s=3: n, c, i+r-1, j+s-1; o, c, r, s; n, o, i, j") %%0 %%1 : float[N, 16, %2$d, %2$d]
      output "y" %%2
      """;

  private static final String NETWORK =
      """
      model M {
          input x: float[3, %d, %d]
          let a = x -> conv2d(20, kernel: 3, padding: same) -> relu
          let b = a -> conv2d(20, kernel: 3, padding: same) -> batch_norm -> relu
          output y = b + a -> conv2d(17, kernel: 3) -> relu -> global_avg_pool -> dense(4) -> softmax
      }
      """;

  /** The error of a result as a share of {@code sum |w||x|}, in millionths. */
  @ParameterizedTest(name = "{0} channels, image {1}, tiles of {2}")
  @CsvSource({"32, 2, 2, 1", "512, 2, 2, 1", "16, 8, 4, 5", "512, 4, 4, 5"})
  void errorsAreMillionths(int channels, int size, int tile, double most) {
    Graph plain = GraphText.parse(CONVOLUTION.formatted(channels, size));
    Graph tiled = new UseWinograd().run(plain).graph();
    assertEquals(
        tile,
        tiled.nodes().stream()
            .filter(node -> node.op() instanceof Primitive.TileMerge)
            .mapToInt(node -> ((Primitive.TileMerge) node.op()).matrix().rows())
            .sum());
    Map<String, double[]> inputs = RandomGraphs.inputs(plain, 2, 1);
    Map<String, double[]> parameters = RandomGraphs.parameters(plain, 1);
    double[] expected =
        Interpreter.run(plain, Feed.of(2, inputs, parameters)).get(Result.Kind.OUTPUT, "y").data();
    Feed sizes = Feed.of(2, positive(inputs), positive(parameters));
    double[] scale = Interpreter.run(plain, sizes).get(Result.Kind.OUTPUT, "y").data();
    float[] actual =
        new Compiled(tiled, new Target(16), 2, 1).run(Feed.of(2, inputs, parameters), 1).get("y");
    double worst = 0;
    for (int i = 0; i < expected.length; i++)
      worst = Math.max(worst, Math.abs(expected[i] - actual[i]) / scale[i]);
    double millionths = 1e6 * worst;
    assertTrue(millionths < most, () -> "error: " + millionths + " millionths");
  }

  private static Map<String, double[]> positive(Map<String, double[]> arrays) {
    Map<String, double[]> all = new HashMap<>();
    arrays.forEach((name, a) -> all.put(name, Arrays.stream(a).map(Math::abs).toArray()));
    return all;
  }

  @ParameterizedTest(name = "image {0}")
  @ValueSource(ints = {8, 11, 14})
  void stepsHaveTheSameBitsOnEveryTarget(int size) {
    Graph network =
        TrainingStep.network(
            NETWORK.formatted(size, size), new TrainPlan.Loss.CrossEntropy(0, false));
    Graph plain = TrainingStep.of(network, new Optimizer.Sgd(0.1, 0.9, false, 0));
    Graph tiled = new UseWinograd().run(plain).graph();
    assertTrue(tiled.toString().contains("tile_merge"), tiled::toString);
    Feed feed =
        Feed.of(5, RandomGraphs.inputs(network, 5, 1), RandomGraphs.parameters(plain, 1))
            .withSettings(Map.of("rate", 0.1), 1);
    Agreement.check("image " + size, tiled, feed, 4);
  }
}
