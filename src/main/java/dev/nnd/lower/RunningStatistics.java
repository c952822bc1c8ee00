package dev.nnd.lower;

import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Result;
import dev.nnd.graph.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The running statistics of a graph's norms: {@code running = momentum * running + (1 - momentum) *
 * batch}. A norm that several places share moves its statistics once for each of them, in the
 * graph's order.
 */
final class RunningStatistics {
  private final Map<Value, Value> moved = new LinkedHashMap<>();

  /** Moves the statistic that {@code parameter} holds. */
  void move(GraphBuilder to, Value parameter, double momentum, Value batch) {
    Value kept = to.times(moved.getOrDefault(parameter, parameter), momentum);
    moved.put(parameter, to.plus(kept, to.times(batch, 1 - momentum)));
  }

  /** Adds the moved statistics to the results. */
  void addUpdates(GraphBuilder to) {
    moved.forEach(
        (parameter, value) -> {
          if (!(to.node(parameter).op() instanceof Primitive.Parameter statistic)) {
            throw new IllegalStateException("lower: a running statistic is no parameter");
          }
          to.result(Result.Kind.UPDATE, statistic.path(), value);
        });
  }
}
