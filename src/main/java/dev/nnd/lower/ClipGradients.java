package dev.nnd.lower;

import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Primitive.UnaryFunction;
import dev.nnd.graph.Result;
import dev.nnd.graph.Rewrite;
import dev.nnd.graph.Value;
import dev.nnd.program.TrainPlan.Clip;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Bounds the gradients: by value {@code g = min(max(g, -limit), limit)}, by norm {@code g = g *
 * min(1, limit / (norm + 1e-6))} where the norm is that of all gradients together (Pascanu et al.
 * 2013, algorithm 1, with PyTorch's guard against zero).
 */
public final class ClipGradients {
  private static final double GUARD = 1e-6;

  private ClipGradients() {}

  /** Replaces every {@code GRADIENT} by its bounded form. */
  public static Graph run(Graph graph, Clip clip) {
    if (clip instanceof Clip.None) return graph;
    List<Result> gradients = graph.results(Result.Kind.GRADIENT);
    return Rewrite.extend(
        graph.without(Result.Kind.GRADIENT),
        rewrite -> {
          GraphBuilder to = rewrite.to();
          List<Value> values =
              gradients.stream().map(gradient -> rewrite.image(gradient.value())).toList();
          UnaryOperator<Value> bound =
              clip instanceof Clip.Norm norm
                  ? byNorm(to, norm.limit(), values)
                  : byValue(to, ((Clip.ByValue) clip).limit());
          for (int i = 0; i < values.size(); i++) {
            String name = gradients.get(i).name();
            to.result(Result.Kind.GRADIENT, name, bound.apply(values.get(i)));
          }
        });
  }

  private static UnaryOperator<Value> byValue(GraphBuilder to, double limit) {
    return gradient -> {
      Value above = to.binary(BinaryFunction.MAXIMUM, gradient, to.constant(-limit));
      return to.binary(BinaryFunction.MINIMUM, above, to.constant(limit));
    };
  }

  private static UnaryOperator<Value> byNorm(GraphBuilder to, double limit, List<Value> gradients) {
    Value squares =
        gradients.stream().map(g -> total(to, to.times(g, g))).reduce(to::plus).orElseThrow();
    Value guarded = to.plus(to.unary(UnaryFunction.SQRT, squares), to.constant(GUARD));
    Value share = to.over(to.constant(limit), guarded);
    Value factor = to.binary(BinaryFunction.MINIMUM, share, to.constant(1));
    return gradient -> to.times(gradient, factor);
  }

  private static Value total(GraphBuilder to, Value a) {
    return to.sum(a, IntStream.range(0, to.shape(a).rank()).boxed().toList());
  }
}
