package dev.nnd.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnd.check.AddLoss;
import dev.nnd.graph.Graph;
import dev.nnd.graph.Result;
import dev.nnd.graph.Verifier;
import dev.nnd.interpret.Feed;
import dev.nnd.interpret.Interpreter;
import dev.nnd.interpret.Outcome;
import dev.nnd.kernel.Target;
import dev.nnd.pass.Passes;
import dev.nnd.pass.Pipeline;
import dev.nnd.program.Optimizer;
import dev.nnd.program.TrainPlan;
import dev.nnd.source.Span;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole networks train as PyTorch trains them: from the program to the weights after four steps,
 * and to predictions with these, interpreted and compiled for both targets.
 */
final class PytorchNetworksTest {
  private static final double TOLERANCE = 2e-5;
  private static final Pattern OPTIMIZER = Pattern.compile("optimizer: (\\w+\\([^)]*\\))");

  static Stream<Map<String, Object>> networks() {
    return Pytorch.cases("networks").stream();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void trainAlike(Map<String, Object> example) {
    String program = example.get("program").toString();
    Matcher text = OPTIMIZER.matcher(program);
    Optimizer optimizer =
        text.results().findFirst().map(m -> Pytorch.optimizer(m.group(1))).orElseThrow();
    Graph model = Pytorch.model(program);
    Graph step = step(model, optimizer);
    Graph prediction = prediction(model);
    trainAlike(
        example,
        optimizer,
        step,
        feed -> interpreted(Interpreter.run(step, feed)),
        feed -> interpreted(Interpreter.run(prediction, feed)));
    for (Target target : List.of(new Target(16), Target.portable())) {
      trainAlike(
          example,
          optimizer,
          step,
          feed -> Pytorch.compiled(step, target, feed),
          feed -> Pytorch.compiled(prediction, target, feed));
    }
  }

  private static Pytorch.Step interpreted(Outcome outcome) {
    Map<String, double[]> outputs = new HashMap<>();
    Map<String, double[]> updates = new HashMap<>();
    for (Result.Kind kind : Result.Kind.values()) {
      outcome
          .all(kind)
          .forEach(
              (name, value) ->
                  (kind == Result.Kind.UPDATE ? updates : outputs).put(name, value.data()));
    }
    return new Pytorch.Step(outputs, updates);
  }

  private static void trainAlike(
      Map<String, Object> example,
      Optimizer optimizer,
      Graph step,
      Function<Feed, Pytorch.Step> train,
      Function<Feed, Pytorch.Step> predict) {
    Map<String, double[]> state = new HashMap<>();
    step.parameters().forEach(p -> state.put(p.path(), new double[(int) p.shape().size()]));
    Pytorch.arrays(example.get("start")).forEach((path, array) -> state.put(path, array.data()));
    Pytorch.Array input = Pytorch.Array.of(example.get("input"));
    double[] labels = Pytorch.Array.of(example.get("target")).data();
    Feed feed = Feed.of(input.shape().get(0), Map.of("x", input.data(), "label", labels), Map.of());

    List<?> losses = (List<?>) example.get("losses");
    for (int i = 0; i < losses.size(); i++) {
      Feed now = feed.withParameters(state).withSettings(Pytorch.settingsAt(optimizer, i + 1), i);
      Pytorch.Step outcome = train.apply(now);
      state.putAll(outcome.updates());
      double loss = ((Number) losses.get(i)).doubleValue();
      assertEquals(loss, outcome.outputs().get("loss")[0], TOLERANCE, "loss " + i);
      Pytorch.arrays(((List<?>) example.get("weights_after")).get(i))
          .forEach(
              (path, after) -> Pytorch.assertClose(path, after.data(), state.get(path), TOLERANCE));
    }
    Pytorch.Array logits = Pytorch.Array.of(example.get("prediction_after"));
    Pytorch.assertClose(
        "prediction",
        softmax(logits),
        predict.apply(feed.withParameters(state)).outputs().get("p"),
        TOLERANCE);
  }

  private static Graph step(Graph model, Optimizer optimizer) {
    TrainPlan.Loss loss = new TrainPlan.Loss.CrossEntropy(0, false);
    Graph trained = AddLoss.run(model, loss, "p", "label", Span.nowhere());
    Graph passed = new Pipeline(Passes.forTraining()).run(trained).graph();
    Graph gradients = Differentiate.run(LowerLayers.toGradients(passed));
    Graph updates = ApplyOptimizer.run(gradients, optimizer);
    Graph step = Simplify.run(LowerLayers.toPrimitives(updates, Mode.TRAINING));
    Verifier.verify(step, "lower");
    return step;
  }

  private static Graph prediction(Graph model) {
    Graph passed = new Pipeline(Passes.forInference()).run(model).graph();
    return Simplify.run(LowerLayers.toPrimitives(passed, Mode.INFERENCE));
  }

  /** The file holds what goes into the softmax. */
  private static double[] softmax(Pytorch.Array logits) {
    int classes = logits.shape().get(1);
    double[] y = Arrays.stream(logits.data()).map(Math::exp).toArray();
    for (int row = 0; row < y.length; row += classes) {
      double sum = Arrays.stream(y, row, row + classes).sum();
      for (int i = row; i < row + classes; i++) y[i] /= sum;
    }
    return y;
  }
}
