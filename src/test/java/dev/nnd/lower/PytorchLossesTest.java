package dev.nnd.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnd.check.AddLoss;
import dev.nnd.graph.Activation;
import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Node;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Result;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Type;
import dev.nnd.graph.Value;
import dev.nnd.interpret.Feed;
import dev.nnd.interpret.Interpreter;
import dev.nnd.interpret.Outcome;
import dev.nnd.kernel.Target;
import dev.nnd.pass.Passes;
import dev.nnd.pass.Pipeline;
import dev.nnd.program.TrainPlan;
import dev.nnd.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every loss and its gradient agree with PyTorch, interpreted and compiled for both targets. */
final class PytorchLossesTest {
  private static final double TOLERANCE = 2e-5;

  /** What the issue of the golden files grants floats. */
  private static final double FLOAT_TOLERANCE = 1e-4;

  @TestFactory
  Stream<DynamicTest> agree() {
    return Pytorch.cases("losses").stream()
        .flatMap(
            example ->
                graphs(example).stream()
                    .map(
                        graph ->
                            DynamicTest.dynamicTest(
                                example.get("loss").toString(), () -> check(example, graph))));
  }

  /** The loss of logits as it is, and as the pair that a pass makes it of. */
  private static List<Graph> graphs(Map<String, Object> example) {
    String text = example.get("loss").toString();
    double smoothing = Pytorch.smoothing(text);
    TrainPlan.Loss loss =
        switch (Pytorch.name(text)) {
          case "cross_entropy_with_logits" -> new TrainPlan.Loss.CrossEntropy(smoothing, true);
          case "binary_cross_entropy_with_logits" ->
              new TrainPlan.Loss.BinaryCrossEntropy(smoothing, true);
          case "mae" -> new TrainPlan.Loss.MeanAbsoluteError();
          case "huber" -> new TrainPlan.Loss.Huber(Pytorch.delta(text));
          case "mse" -> new TrainPlan.Loss.MeanSquaredError();
          default -> throw new IllegalArgumentException(text);
        };
    List<Graph> graphs = new ArrayList<>();
    graphs.add(graph(example, Optional.empty(), loss));
    if (loss instanceof TrainPlan.Loss.CrossEntropy) {
      Layer softmax = new Layer.Softmax(1);
      Graph pair =
          graph(example, Optional.of(softmax), new TrainPlan.Loss.CrossEntropy(smoothing, false));
      graphs.add(pair);
      graphs.add(new Pipeline(Passes.forTraining()).run(pair).graph());
    }
    if (loss instanceof TrainPlan.Loss.BinaryCrossEntropy) {
      Layer sigmoid = new Layer.Activate(Activation.of(Activation.Kind.SIGMOID));
      Graph pair =
          graph(
              example,
              Optional.of(sigmoid),
              new TrainPlan.Loss.BinaryCrossEntropy(smoothing, false));
      graphs.add(pair);
      graphs.add(new Pipeline(Passes.forTraining()).run(pair).graph());
    }
    return graphs;
  }

  private static Graph graph(
      Map<String, Object> example, Optional<Layer> ending, TrainPlan.Loss loss) {
    GraphBuilder to = new GraphBuilder();
    Value x = to.add(new Primitive.Input("x", outputType(example)));
    to.result(Result.Kind.OUTPUT, "y", ending.map(layer -> to.add(layer, x)).orElse(x));
    return AddLoss.run(to.build(), loss, "y", "t", Span.nowhere());
  }

  private static Type outputType(Map<String, Object> example) {
    return Type.floats(
        Shape.of(Shape.BATCH, Pytorch.Array.of(example.get("output")).shape().get(1)));
  }

  private static void check(Map<String, Object> example, Graph graph) {
    Pytorch.Array output = Pytorch.Array.of(example.get("output"));
    double[] target = Pytorch.Array.of(example.get("target")).data();
    Graph lowered =
        LowerLayers.toPrimitives(
            Differentiate.run(LowerLayers.toGradients(graph), Set.of("x")), Mode.TRAINING);
    Feed feed = Feed.of(output.shape().get(0), Map.of("x", output.data(), "t", target), Map.of());
    Outcome outcome = Interpreter.run(lowered, feed);
    double expected = ((Number) example.get("value")).doubleValue();
    assertEquals(expected, outcome.loss(), TOLERANCE * Math.abs(expected), "loss");
    Pytorch.assertClose(
        "gradient",
        Pytorch.Array.of(example.get("output_gradient")).data(),
        outcome.get(Result.Kind.GRADIENT, "x").data(),
        TOLERANCE);
    // Floats need the stable form: the logarithm of a probability that came out as 0 is infinite.
    boolean unstable =
        graph.nodes().stream()
            .map(Node::op)
            .anyMatch(
                op -> op instanceof Layer.CrossEntropy || op instanceof Layer.BinaryCrossEntropy);
    if (unstable) return;
    for (Target machine : List.of(new Target(16), Target.portable())) {
      compiled(example, lowered, feed, machine);
    }
  }

  private static void compiled(
      Map<String, Object> example, Graph lowered, Feed feed, Target target) {
    Map<String, double[]> found = Pytorch.compiled(lowered, target, feed).outputs();
    double expected = ((Number) example.get("value")).doubleValue();
    assertEquals(expected, found.get("loss")[0], FLOAT_TOLERANCE * Math.abs(expected), "loss");
    Pytorch.assertClose(
        "gradient for " + target,
        Pytorch.Array.of(example.get("output_gradient")).data(),
        found.get("x"),
        FLOAT_TOLERANCE);
  }
}
