package dev.nnd.lower;

import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Result;
import dev.nnd.graph.Rewrite;
import dev.nnd.graph.Value;
import dev.nnd.graph.Verifier;
import dev.nnd.interpret.Feed;
import dev.nnd.interpret.Interpreter;
import dev.nnd.interpret.Outcome;
import dev.nnd.kernel.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every layer agrees with PyTorch in its result, gradients and running statistics, interpreted and
 * compiled.
 */
final class PytorchLayersTest {
  private static final double TOLERANCE = 2e-5;

  @TestFactory
  Stream<DynamicTest> agree() {
    return Pytorch.cases("layers").stream()
        .map(example -> DynamicTest.dynamicTest(title(example), () -> check(example)));
  }

  private static String title(Map<String, Object> example) {
    Object shape = example.get("input") instanceof Map<?, ?> input ? input.get("shape") : "";
    return example.get("layer") + " " + example.get("mode") + " " + shape;
  }

  private static Map<String, double[]> parameters(Map<String, Object> example) {
    Map<String, double[]> all = new HashMap<>();
    Pytorch.arrays(example.get("parameters")).forEach((p, a) -> all.put("y." + p, a.data()));
    Pytorch.arrays(example.get("state")).forEach((p, a) -> all.put("y." + p, a.data()));
    return all;
  }

  /** The layer, and as a loss the sum of its result times the gradient that PyTorch was given. */
  private static Graph graph(Map<String, Object> example) {
    List<Integer> dims = Pytorch.Array.of(example.get("input")).shape();
    String element = example.get("layer").toString().startsWith("embedding") ? "int" : "float";
    String program =
        "model M {\n    input x: %s%s\n    output y = x -> %s\n}\n"
            .formatted(element, dims.subList(1, dims.size()), example.get("layer"));
    Graph layer = Pytorch.model(program);
    return example.get("output_gradient") == null ? layer : withLoss(layer);
  }

  private static Graph withLoss(Graph layer) {
    return Rewrite.extend(
        layer,
        rewrite -> {
          GraphBuilder to = rewrite.to();
          Value y = rewrite.image(layer.results().get(0).value());
          Value dy = to.add(new Primitive.Input("dy", to.type(y)));
          List<Integer> axes = IntStream.range(0, to.shape(y).rank()).boxed().toList();
          to.result(Result.Kind.LOSS, "loss", to.sum(to.times(y, dy), axes));
        });
  }

  private static void check(Map<String, Object> example) {
    boolean training = example.get("mode").equals("training");
    Graph graph = graph(example);
    Graph lowered =
        training
            ? LowerLayers.toPrimitives(
                Differentiate.run(LowerLayers.toGradients(graph), Set.of("x")), Mode.TRAINING)
            : LowerLayers.toPrimitives(graph, Mode.INFERENCE);
    Verifier.verify(lowered, "lower");
    same(example, interpreted(Interpreter.run(lowered, feed(example))));
    Graph simple = Simplify.run(lowered);
    same(example, interpreted(Interpreter.run(simple, feed(example))));
    for (Target target : List.of(new Target(16), Target.portable()))
      same(example, compiled(simple, target, example));
  }

  /** Where the value of a result is found. */
  private interface Values {
    double[] of(Result.Kind kind, String name);
  }

  private static Values interpreted(Outcome outcome) {
    return (kind, name) -> outcome.get(kind, name).data();
  }

  private static Values compiled(Graph graph, Target target, Map<String, Object> example) {
    Pytorch.Step step = Pytorch.compiled(graph, target, feed(example));
    return (kind, name) -> (kind == Result.Kind.UPDATE ? step.updates() : step.outputs()).get(name);
  }

  private static void same(Map<String, Object> example, Values values) {
    same("output", example.get("output"), values.of(Result.Kind.OUTPUT, "y"));
    if (example.get("output_gradient") == null) return;
    if (example.get("input_gradient") != null)
      same("input", example.get("input_gradient"), values.of(Result.Kind.GRADIENT, "x"));
    for (String path : Pytorch.object(example.get("parameter_gradients")).keySet()) {
      Object expected = Pytorch.object(example.get("parameter_gradients")).get(path);
      double[] actual = values.of(Result.Kind.GRADIENT, "y." + path);
      // A softmax does not see what all its scores have more, so this slope is 0 but for rounding.
      if (path.endsWith("bias_key"))
        Pytorch.assertClose(path, new double[actual.length], actual, 1e-3);
      else same(path, expected, actual);
    }
    Pytorch.arrays(example.get("state_after"))
        .forEach(
            (path, after) ->
                Pytorch.assertClose(
                    path, after.data(), values.of(Result.Kind.UPDATE, "y." + path), TOLERANCE));
  }

  private static void same(String what, Object expected, double[] actual) {
    Pytorch.assertClose(what, Pytorch.Array.of(expected).data(), actual, TOLERANCE);
  }

  private static Feed feed(Map<String, Object> example) {
    Pytorch.Array input = Pytorch.Array.of(example.get("input"));
    Map<String, double[]> inputs = new HashMap<>(Map.of("x", input.data()));
    if (example.get("output_gradient") != null)
      inputs.put("dy", Pytorch.Array.of(example.get("output_gradient")).data());
    return Feed.of(input.shape().get(0), inputs, parameters(example));
  }
}
