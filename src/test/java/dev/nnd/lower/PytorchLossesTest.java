package dev.nnd.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Result;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Type;
import dev.nnd.graph.Value;
import dev.nnd.interpret.Feed;
import dev.nnd.interpret.Interpreter;
import dev.nnd.interpret.Outcome;
import dev.nnd.program.TrainPlan;
import dev.nnd.source.Span;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every loss and its gradient agree with PyTorch. */
final class PytorchLossesTest {
  private static final double TOLERANCE = 2e-5;

  /** What the language has and this compiler does not have yet. */
  private static final Set<String> MISSING =
      Set.of("binary_cross_entropy_with_logits", "mae", "huber");

  @TestFactory
  Stream<DynamicTest> agree() {
    return Pytorch.cases("losses").stream()
        .filter(example -> !MISSING.contains(Pytorch.name(example.get("loss").toString())))
        .flatMap(
            example ->
                graphs(example).stream()
                    .map(
                        graph ->
                            DynamicTest.dynamicTest(
                                example.get("loss").toString(), () -> check(example, graph))));
  }

  /** Every way to say this loss. */
  private static List<Graph> graphs(Map<String, Object> example) {
    String loss = example.get("loss").toString();
    if (loss.equals("mse")) {
      return List.of(
          AddLoss.run(
              output(example, false),
              new TrainPlan.Loss.MeanSquaredError(),
              "y",
              "t",
              Span.nowhere()));
    }
    double smoothing = Pytorch.smoothing(loss);
    Graph probabilities =
        AddLoss.run(
            output(example, true),
            new TrainPlan.Loss.CrossEntropy(smoothing),
            "y",
            "t",
            Span.nowhere());
    return List.of(probabilities, stable(example, smoothing));
  }

  private static Type outputType(Map<String, Object> example) {
    return Type.floats(
        Shape.of(Shape.BATCH, Pytorch.Array.of(example.get("output")).shape().get(1)));
  }

  private static Graph output(Map<String, Object> example, boolean softmax) {
    GraphBuilder to = new GraphBuilder();
    Value x = to.add(new Primitive.Input("x", outputType(example)));
    to.result(Result.Kind.OUTPUT, "y", softmax ? to.add(new Layer.Softmax(1), x) : x);
    return to.build();
  }

  private static Graph stable(Map<String, Object> example, double smoothing) {
    GraphBuilder to = new GraphBuilder();
    Value x = to.add(new Primitive.Input("x", outputType(example)));
    Value t = to.add(new Primitive.Input("t", Type.ints(Shape.of(Shape.BATCH))));
    to.result(Result.Kind.LOSS, "loss", to.add(new Layer.SoftmaxCrossEntropy(smoothing), x, t));
    return to.build();
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
  }
}
