package dev.nnd.lower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Init;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Result;
import dev.nnd.graph.Role;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Type;
import dev.nnd.graph.Value;
import dev.nnd.interpret.Feed;
import dev.nnd.interpret.Interpreter;
import dev.nnd.interpret.NdArray;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A transposed convolution by its picture: every element of the input adds the kernel to the
 * result, a stride from its neighbour's, and the padding is cut off.
 */
final class TransposedConvolutionTest {
  private static final int BATCH = 2;
  private static final int IN = 3;
  private static final int OUT = 2;

  @ParameterizedTest(name = "{0} elements, kernel {1}, stride {2}, padding {3} and {4}, {5} more")
  @CsvSource({
    "5, 3, 1, 0, 0, 0",
    "5, 3, 2, 1, 0, 1",
    "4, 2, 3, 0, 0, 1",
    "4, 2, 3, 0, 0, 2",
    "1, 4, 2, 1, 2, 0",
    "1, 1, 1, 0, 0, 0",
    "7, 1, 3, 0, 0, 2",
    "6, 2, 1, 3, 2, 0",
    "3, 5, 4, 2, 1, 3"
  })
  void addsTheKernelWhereItSaysSo(
      int size, int kernel, int stride, int before, int after, int more) {
    Random random = new Random(1);
    double[] x = random.doubles((long) BATCH * IN * size, -1, 1).toArray();
    double[] w = random.doubles((long) IN * OUT * kernel, -1, 1).toArray();
    int whole = (size - 1) * stride + kernel;
    int result = whole - before - after + more;
    double[] expected = new double[BATCH * OUT * result];
    for (int n = 0; n < BATCH; n++) {
      for (int c = 0; c < IN; c++) {
        for (int o = 0; o < OUT; o++) {
          for (int p = 0; p < size; p++) {
            for (int r = 0; r < kernel; r++) {
              int at = stride * p + r - before;
              double product = x[(n * IN + c) * size + p] * w[(c * OUT + o) * kernel + r];
              if (at >= 0 && at < result) expected[(n * OUT + o) * result + at] += product;
            }
          }
        }
      }
    }
    Layer layer =
        new Layer.TransposedConvolution(
            List.of(stride), List.of(before, after), List.of(more), false);
    assertArrayEquals(expected, run(layer, size, kernel, x, w).data(), 1e-12);
  }

  private static NdArray run(Layer layer, int size, int kernel, double[] x, double[] w) {
    GraphBuilder to = new GraphBuilder();
    Type type = Type.floats(Shape.of(IN, size).perSample());
    Value input = to.add(new Primitive.Input("x", type));
    Shape shape = Shape.of(IN, OUT, kernel);
    Value weight = to.add(new Primitive.Parameter("w", Role.WEIGHT, shape, Init.constant(0)));
    to.result(Result.Kind.OUTPUT, "y", to.add(layer, input, weight));
    Graph graph = LowerLayers.toPrimitives(to.build(), Mode.INFERENCE);
    return Interpreter.run(graph, Feed.of(BATCH, Map.of("x", x), Map.of("w", w)))
        .get(Result.Kind.OUTPUT, "y");
  }
}
