package dev.nnd.check;

import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Result;
import dev.nnd.graph.Rewrite;
import dev.nnd.graph.Value;
import dev.nnd.program.TrainPlan;
import dev.nnd.source.Span;

/** Adds the loss of an output, and the input that brings the target, as a train does. */
public final class AddLoss {
  private AddLoss() {}

  /**
   * Adds the input {@code target} and the {@code LOSS}.
   *
   * @param output the name of the output that is compared with the target
   * @param origin the words that ask for the loss
   * @throws IllegalArgumentException if the graph has no such output
   */
  public static Graph run(
      Graph graph, TrainPlan.Loss loss, String output, String target, Span origin) {
    Value value =
        graph.results(Result.Kind.OUTPUT).stream()
            .filter(result -> result.name().equals(output))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no output named " + output))
            .value();
    return Rewrite.extend(
        graph,
        rewrite -> {
          GraphBuilder to = rewrite.to().at(origin);
          Value y = rewrite.image(value);
          Value t = to.add(new Primitive.Input(target, Losses.target(loss, to.shape(y))));
          to.result(Result.Kind.LOSS, "loss", to.add(Losses.layer(loss), y, t));
        });
  }
}
