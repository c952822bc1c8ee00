package dev.nnd.bench.kernels;

import dev.nnd.check.Checker;
import dev.nnd.check.Declarations;
import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Result;
import dev.nnd.graph.Rewrite;
import dev.nnd.graph.Value;
import dev.nnd.lower.ApplyOptimizer;
import dev.nnd.lower.Differentiate;
import dev.nnd.lower.LowerLayers;
import dev.nnd.lower.Mode;
import dev.nnd.lower.ReshapeParameters;
import dev.nnd.lower.Simplify;
import dev.nnd.pass.Passes;
import dev.nnd.pass.Pipeline;
import dev.nnd.program.Optimizer;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** What a training step does about one layer, as a graph of primitives. */
final class LayerGraph {
  private static final String INPUT = "x";
  private static final String SLOPES = "dy";

  private LayerGraph() {}

  /**
   * The graph that computes what is wanted of a model.
   *
   * @param source the text that declares the model
   */
  static Graph of(Kernel kernel, SourceFile source) {
    Diagnostics problems = new Diagnostics();
    Declarations declarations = Checker.load(source, path -> Optional.empty(), problems);
    Graph written =
        Checker.model(declarations, kernel.model, Map.of(), problems)
            .orElseThrow(() -> new IllegalStateException(problems.sorted().toString()))
            .graph();
    Graph passed = new Pipeline(Passes.forTraining()).run(written).graph();
    Graph layer = ReshapeParameters.run(Simplify.run(LowerLayers.toGradients(passed)));
    Graph wanted =
        switch (kernel.wanted) {
          case OUTPUT -> layer;
          case INPUT_GRADIENT -> inputGradient(layer);
          case WEIGHT_GRADIENT -> update(layer, new Optimizer.Sgd(0.1, 0, false, 0));
          case UPDATE -> update(layer, new Optimizer.Adam(1e-3, 0.9, 0.999, 1e-8, 0));
        };
    return Simplify.run(LowerLayers.toPrimitives(wanted, Mode.TRAINING));
  }

  /** With a loss whose slopes along the output are an input. */
  private static Graph sloped(Graph layer) {
    Value output = layer.results(Result.Kind.OUTPUT).get(0).value();
    Graph lossy =
        Rewrite.extend(
            layer.without(Result.Kind.UPDATE),
            rewrite -> {
              GraphBuilder to = rewrite.to();
              Value y = rewrite.image(output);
              Value product = to.times(y, to.add(new Primitive.Input(SLOPES, to.type(y))));
              List<Integer> axes = IntStream.range(0, to.shape(y).rank()).boxed().toList();
              to.result(Result.Kind.LOSS, "loss", to.sum(product, axes));
            });
    return Differentiate.run(lossy, Set.of(INPUT));
  }

  private static Graph inputGradient(Graph layer) {
    Graph sloped = sloped(layer);
    List<Result> wanted = new ArrayList<>();
    for (Result gradient : sloped.results(Result.Kind.GRADIENT)) {
      if (gradient.name().equals(INPUT)) {
        wanted.add(new Result(Result.Kind.OUTPUT, "gradient", gradient.value()));
      }
    }
    return sloped.withResults(wanted).pruned();
  }

  /** With the loss, since the forward pass decides how weights lie in memory. */
  private static Graph update(Graph layer, Optimizer optimizer) {
    Graph updating = ApplyOptimizer.run(sloped(layer), optimizer);
    List<Result> wanted = new ArrayList<>(updating.results(Result.Kind.LOSS));
    wanted.addAll(updating.results(Result.Kind.UPDATE));
    return updating.withResults(wanted).pruned();
  }
}
