package dev.nnd.kernel;

import dev.nnd.check.AddLoss;
import dev.nnd.check.Checker;
import dev.nnd.check.Declarations;
import dev.nnd.check.Model;
import dev.nnd.graph.Graph;
import dev.nnd.graph.Result;
import dev.nnd.graph.Rewrite;
import dev.nnd.lower.ApplyOptimizer;
import dev.nnd.lower.Differentiate;
import dev.nnd.lower.LowerLayers;
import dev.nnd.lower.Mode;
import dev.nnd.lower.ReshapeParameters;
import dev.nnd.lower.Simplify;
import dev.nnd.lower.SplitWeights;
import dev.nnd.pass.Passes;
import dev.nnd.pass.Pipeline;
import dev.nnd.pass.UseWinograd;
import dev.nnd.program.Optimizer;
import dev.nnd.program.TrainPlan;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.SourceFile;
import dev.nnd.source.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Steps of a training, and predictions, as graphs of primitives for tests. */
final class TrainingStep {
  private TrainingStep() {}

  /**
   * A network with its loss, ready for {@link #of}: the model of a program and the input {@code t}.
   */
  static Graph network(String program, TrainPlan.Loss loss) {
    Model model = model(program);
    String output = model.graph().results(Result.Kind.OUTPUT).get(0).name();
    return AddLoss.run(model.graph(), loss, output, "t", Span.nowhere());
  }

  /** The prediction of the model of a program, with the weights it makes beforehand. */
  static Graph prediction(String program) {
    Graph passed = new Pipeline(Passes.forInference()).run(model(program).graph()).graph();
    Graph simple = Simplify.run(LowerLayers.toPrimitives(passed, Mode.INFERENCE));
    return SplitWeights.of(withTiles(simple)).rest();
  }

  /** The same, with convolutions in Winograd's tiles where the compiler has them so. */
  static Graph withTiles(Graph graph) {
    return new Pipeline(List.of(new UseWinograd())).run(graph).graph();
  }

  private static Model model(String program) {
    Diagnostics out = new Diagnostics();
    Declarations declarations =
        Checker.load(new SourceFile("test.nnd", program), name -> Optional.empty(), out);
    String name = declarations.models().get(0).name().text();
    return Checker.model(declarations, name, Map.of(), out)
        .orElseThrow(() -> new AssertionError(out.sorted()));
  }

  /** One step of the training of a network with a loss. */
  static Graph of(Graph network, Optimizer optimizer) {
    Graph passed = new Pipeline(Passes.forTraining(), (pass, outcome) -> {}).run(network).graph();
    Graph outputless = Rewrite.of(passed.without(Result.Kind.OUTPUT), (node, to) -> to.copy(node));
    Graph lowered = Simplify.run(LowerLayers.toGradients(outputless));
    Graph sloped = Differentiate.run(ReshapeParameters.run(lowered));
    Graph updating = ApplyOptimizer.run(sloped, optimizer);
    return Simplify.run(LowerLayers.toPrimitives(updating, Mode.TRAINING));
  }
}
