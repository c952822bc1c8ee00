package dev.nnd.lower;

import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Init;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Result;
import dev.nnd.graph.Role;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Type;
import dev.nnd.graph.Verifier;
import dev.nnd.interpret.Feed;
import dev.nnd.interpret.Interpreter;
import dev.nnd.kernel.Target;
import dev.nnd.program.Optimizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every optimizer moves a weight as PyTorch's does, step after step, interpreted and compiled for
 * both targets.
 */
final class PytorchOptimizersTest {
  private static final double TOLERANCE = 2e-5;

  @TestFactory
  Stream<DynamicTest> agree() {
    return Pytorch.cases("optimizers").stream()
        .map(
            example ->
                DynamicTest.dynamicTest(example.get("optimizer").toString(), () -> check(example)));
  }

  /** A weight whose gradient is an input. */
  private static Graph graph(Shape shape) {
    GraphBuilder to = new GraphBuilder();
    to.add(new Primitive.Parameter("weight", Role.WEIGHT, shape, Init.constant(0)));
    to.result(
        Result.Kind.GRADIENT,
        "weight",
        to.add(new Primitive.Input("gradient", Type.floats(shape))));
    return to.build();
  }

  private static void check(Map<String, Object> example) {
    Optimizer optimizer = Pytorch.optimizer((String) example.get("optimizer"));
    Pytorch.Array start = Pytorch.Array.of(example.get("start"));
    Graph graph = ApplyOptimizer.run(graph(new Shape(start.shape())), optimizer);
    Verifier.verify(graph, "optimizer");
    agrees(example, optimizer, graph, feed -> interpreted(graph, feed));
    for (Target target : List.of(new Target(16), Target.portable())) {
      agrees(example, optimizer, graph, feed -> Pytorch.compiled(graph, target, feed).updates());
    }
  }

  private static Map<String, double[]> interpreted(Graph graph, Feed feed) {
    Map<String, double[]> updates = new HashMap<>();
    Interpreter.run(graph, feed)
        .all(Result.Kind.UPDATE)
        .forEach((path, value) -> updates.put(path, value.data()));
    return updates;
  }

  private static void agrees(
      Map<String, Object> example,
      Optimizer optimizer,
      Graph graph,
      Function<Feed, Map<String, double[]>> update) {
    double[] start = Pytorch.Array.of(example.get("start")).data();
    Map<String, double[]> state = new HashMap<>();
    graph.parameters().forEach(p -> state.put(p.path(), new double[start.length]));
    state.put("weight", start);
    List<?> gradients = (List<?>) example.get("gradients");
    List<?> after = (List<?>) example.get("after");
    for (int step = 1; step <= gradients.size(); step++) {
      double[] gradient = Pytorch.Array.of(gradients.get(step - 1)).data();
      Feed feed =
          Feed.of(1, Map.of("gradient", gradient), state)
              .withSettings(Pytorch.settingsAt(optimizer, step), step);
      state.putAll(update.apply(feed));
      double[] expected = Pytorch.Array.of(after.get(step - 1)).data();
      Pytorch.assertClose("step " + step, expected, state.get("weight"), TOLERANCE);
    }
  }
}
