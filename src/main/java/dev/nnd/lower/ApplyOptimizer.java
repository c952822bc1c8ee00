package dev.nnd.lower;

import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Primitive.Parameter;
import dev.nnd.graph.Result;
import dev.nnd.graph.Rewrite;
import dev.nnd.graph.Value;
import dev.nnd.program.Optimizer;

/**
 * Turns every parameter's {@code GRADIENT} into its {@code UPDATE} and those of the slots in which
 * the optimizer remembers: parameters such as {@code digit.dense.weight#momentum}, which start at
 * 0.
 */
public final class ApplyOptimizer {
  private ApplyOptimizer() {}

  /** Adds the updates; {@link OptimizerSettings} gives the settings they read. */
  public static Graph run(Graph graph, Optimizer optimizer) {
    return Rewrite.extend(
        graph.without(Result.Kind.GRADIENT),
        rewrite -> {
          for (Result gradient : graph.results(Result.Kind.GRADIENT)) {
            Value dy = rewrite.image(gradient.value());
            graph
                .parameter(gradient.name())
                .ifPresentOrElse(
                    parameter -> update(rewrite.to(), rewrite.image(parameter), dy, optimizer),
                    () -> rewrite.to().result(gradient.kind(), gradient.name(), dy));
          }
        });
  }

  private static void update(GraphBuilder to, Value weight, Value gradient, Optimizer optimizer) {
    Parameter parameter = (Parameter) to.node(weight).op();
    to.at(to.node(gradient).origin());
    Value updated = optimizer.accept(new UpdateRules(to, parameter, weight, gradient));
    to.result(Result.Kind.UPDATE, parameter.path(), updated);
  }
}
