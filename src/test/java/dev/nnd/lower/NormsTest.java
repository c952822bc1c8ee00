package dev.nnd.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnd.graph.Graph;
import dev.nnd.graph.Result;
import dev.nnd.interpret.Feed;
import dev.nnd.interpret.Interpreter;
import dev.nnd.kernel.Compiled;
import dev.nnd.kernel.Target;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Norms of one example, compiled, against doubles: far from 0 and where nothing varies. */
final class NormsTest {
  private static final int SIZE = 4 * 5 * 7;

  @ParameterizedTest(name = "{0} around {1}")
  @CsvSource({
    "layer_norm, 0",
    "layer_norm, 1e4",
    "layer_norm, -1e6",
    "group_norm(2), 0",
    "group_norm(2), 1e4",
    "group_norm(2), -1e6",
    "group_norm(4), 1e6",
    "group_norm(1), 1e6",
    "rms_norm, 0",
    "rms_norm, 1e6"
  })
  void keepTheirDigitsFarFromZero(String norm, double mean) {
    Random random = new Random(3);
    double[] x = new double[SIZE];
    for (int i = 0; i < SIZE; i++) x[i] = (float) (mean + random.nextGaussian());
    Graph graph = graph(norm);
    Feed feed = feed(graph, x);
    double[] expected = Interpreter.run(graph, feed).get(Result.Kind.OUTPUT, "y").data();
    for (Target target : List.of(new Target(16), Target.portable())) {
      float[] actual = new Compiled(graph, target, 1, 1).run(feed, 1).get("y");
      for (int i = 0; i < SIZE; i++) assertEquals(expected[i], actual[i], 1e-5, norm + " " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"layer_norm", "group_norm(2)", "rms_norm"})
  void giveTheShiftWhereNothingVaries(String norm) {
    double[] x = new double[SIZE];
    Arrays.fill(x, norm.equals("rms_norm") ? 0 : 123.456f);
    Graph graph = graph(norm);
    float[] y = new Compiled(graph, new Target(16), 1, 1).run(feed(graph, x), 1).get("y");
    double shift = norm.equals("rms_norm") ? 0 : 0.25;
    for (float element : y) assertEquals(shift, element, 0, norm);
  }

  private static Graph graph(String norm) {
    Graph model =
        Pytorch.model(
            "model M {\n    input x: float[4, 5, 7]\n    output y = x -> %s\n}\n".formatted(norm));
    return Simplify.run(LowerLayers.toPrimitives(model, Mode.INFERENCE));
  }

  private static Feed feed(Graph graph, double[] x) {
    Map<String, double[]> parameters = new HashMap<>();
    graph
        .parameters()
        .forEach(
            parameter -> {
              double[] elements = new double[(int) parameter.shape().size()];
              Arrays.fill(elements, parameter.path().endsWith("shift") ? 0.25 : 1.5);
              parameters.put(parameter.path(), elements);
            });
    return Feed.of(1, Map.of("x", x), parameters);
  }
}
