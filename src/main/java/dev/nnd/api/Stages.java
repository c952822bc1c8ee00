package dev.nnd.api;

import dev.nnd.graph.Graph;
import dev.nnd.graph.Result;
import dev.nnd.graph.Rewrite;
import dev.nnd.graph.Verifier;
import dev.nnd.lower.ApplyOptimizer;
import dev.nnd.lower.ClipGradients;
import dev.nnd.lower.Differentiate;
import dev.nnd.lower.LowerLayers;
import dev.nnd.lower.Mode;
import dev.nnd.lower.ReshapeParameters;
import dev.nnd.lower.Simplify;
import dev.nnd.pass.Pass;
import dev.nnd.pass.Passes;
import dev.nnd.pass.Pipeline;
import dev.nnd.pass.UseWinograd;
import dev.nnd.program.TrainPlan;
import java.util.List;
import java.util.function.Consumer;

/**
 * The way of a network from the checker to the kernels.
 *
 * @param observer sees every stage; each is verified first
 */
record Stages(Consumer<Stage> observer) {

  /** Stages that nobody watches. */
  static Stages unwatched() {
    return new Stages(stage -> {});
  }

  /** A network that predicts, as primitives. */
  Graph inference(Graph network) {
    Graph passed = passes(shown("check", network), Passes.forInference());
    return primitives(passed, Mode.INFERENCE);
  }

  /** One step of the training of a network with its loss, as primitives. */
  Graph training(Graph network, TrainPlan plan) {
    Graph passed = passes(shown("check", network), Passes.forTraining());
    // Nobody sees the outputs of a training step, so what only they need is left out.
    Graph outputless = Rewrite.of(passed.without(Result.Kind.OUTPUT), (node, to) -> to.copy(node));
    Graph lowered = Simplify.run(LowerLayers.toGradients(outputless));
    Graph sloped = shown("differentiate", Differentiate.run(ReshapeParameters.run(lowered)));
    Graph clipped = ClipGradients.run(sloped, plan.clip());
    Graph updating = shown("apply-optimizer", ApplyOptimizer.run(clipped, plan.optimizer()));
    return primitives(updating, Mode.TRAINING);
  }

  private Graph primitives(Graph graph, Mode mode) {
    Graph lowered = shown("lower-layers", LowerLayers.toPrimitives(graph, mode));
    Graph simple = shown("simplify", Simplify.run(lowered));
    return passes(simple, List.of(new UseWinograd()));
  }

  private Graph passes(Graph graph, List<Pass> passes) {
    return new Pipeline(
            passes,
            (pass, outcome) ->
                observer.accept(
                    new Stage(
                        pass.name(), outcome.graph(), outcome.explanations(), outcome.notes())))
        .run(graph)
        .graph();
  }

  private Graph shown(String name, Graph graph) {
    Verifier.verify(graph, name);
    observer.accept(new Stage(name, graph, List.of(), List.of()));
    return graph;
  }
}
