package dev.nnd.lower;

import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Result;
import dev.nnd.graph.Rewrite;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Type;
import dev.nnd.graph.Value;
import dev.nnd.program.TrainPlan;
import dev.nnd.source.Span;
import java.util.List;

/** Adds the loss of an output, and the input that brings the target. */
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
          Value t = to.add(new Primitive.Input(target, targetType(loss, to.shape(y))));
          to.result(Result.Kind.LOSS, "loss", to.add(layer(loss), y, t));
        });
  }

  private static Layer layer(TrainPlan.Loss loss) {
    return loss instanceof TrainPlan.Loss.CrossEntropy entropy
        ? new Layer.CrossEntropy(entropy.smoothing())
        : new Layer.MeanSquaredError();
  }

  /** The type of the target for an output of this shape; classes lie on its last axis. */
  public static Type targetType(TrainPlan.Loss loss, Shape output) {
    return loss instanceof TrainPlan.Loss.CrossEntropy
        ? Type.ints(output.without(List.of(output.rank() - 1)))
        : Type.floats(output);
  }
}
