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
import dev.nnd.interpret.NdArray;
import dev.nnd.program.Optimizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every optimizer moves a weight as PyTorch's does, step after step. */
final class PytorchOptimizersTest {
  private static final double TOLERANCE = 2e-5;

  @TestFactory
  Stream<DynamicTest> agree() {
    return Pytorch.cases("optimizers").stream()
        .map(
            example ->
                DynamicTest.dynamicTest(example.get("optimizer").toString(), () -> check(example)));
  }

  private static Optimizer optimizer(String text) {
    Map<String, Object> settings = Pytorch.settings(text);
    double rate = real(settings, "first", 0);
    double momentum = real(settings, "momentum", 0);
    double beta1 = real(settings, "beta1", 0.9);
    double beta2 = real(settings, "beta2", 0.999);
    double epsilon = real(settings, "epsilon", 1e-8);
    double weightDecay = real(settings, "weight_decay", text.startsWith("adamw") ? 0.01 : 0);
    return switch (Pytorch.name(text)) {
      case "sgd" ->
          new Optimizer.Sgd(rate, momentum, settings.containsKey("nesterov"), weightDecay);
      case "rmsprop" ->
          new Optimizer.RmsProp(
              rate, real(settings, "decay", 0.99), epsilon, momentum, weightDecay);
      case "adam" -> new Optimizer.Adam(rate, beta1, beta2, epsilon, weightDecay);
      case "adamw" -> new Optimizer.AdamW(rate, beta1, beta2, epsilon, weightDecay);
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static double real(Map<String, Object> settings, String key, double otherwise) {
    return ((Number) settings.getOrDefault(key, otherwise)).doubleValue();
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
    Optimizer optimizer = optimizer((String) example.get("optimizer"));
    Pytorch.Array start = Pytorch.Array.of(example.get("start"));
    Graph graph = ApplyOptimizer.run(graph(new Shape(start.shape())), optimizer);
    Verifier.verify(graph, "optimizer");

    Map<String, double[]> state = new HashMap<>();
    graph.parameters().forEach(p -> state.put(p.path(), new double[start.data().length]));
    state.put("weight", start.data());
    List<?> gradients = (List<?>) example.get("gradients");
    List<?> after = (List<?>) example.get("after");
    for (int step = 1; step <= gradients.size(); step++) {
      Map<String, Double> settings = new HashMap<>();
      OptimizerSettings.at(optimizer, optimizer.rate(), step)
          .forEach((name, value) -> settings.put(name, value.doubleValue()));
      double[] gradient = Pytorch.Array.of(gradients.get(step - 1)).data();
      Feed feed = Feed.of(1, Map.of("gradient", gradient), state).withSettings(settings, step);
      Map<String, NdArray> updates = Interpreter.run(graph, feed).all(Result.Kind.UPDATE);
      updates.forEach((path, value) -> state.put(path, value.data()));
      double[] expected = Pytorch.Array.of(after.get(step - 1)).data();
      Pytorch.assertClose("step " + step, expected, state.get("weight"), TOLERANCE);
    }
  }
}
