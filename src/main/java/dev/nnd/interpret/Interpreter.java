package dev.nnd.interpret;

import dev.nnd.graph.Graph;
import dev.nnd.graph.Node;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Result;
import dev.nnd.graph.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** Runs graphs of primitives, node after node. */
public final class Interpreter {
  private Interpreter() {}

  /**
   * Runs a graph.
   *
   * @throws IllegalArgumentException if the feed misses something or an array has the wrong size
   * @throws IllegalStateException if a layer was not lowered
   */
  public static Outcome run(Graph graph, Feed feed) {
    return run(graph, feed, element -> element);
  }

  /**
   * Runs a graph on a machine that stores of each element what {@code stored} makes of it, such as
   * the float beside it, and calculates with that.
   *
   * @throws IllegalArgumentException as {@link #run(Graph, Feed)}
   * @throws IllegalStateException as {@link #run(Graph, Feed)}
   */
  public static Outcome run(Graph graph, Feed feed, DoubleUnaryOperator stored) {
    Map<Value, NdArray> values = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (!(node.op() instanceof Primitive op)) {
        throw new IllegalStateException("interpret: a layer that was not lowered: " + node);
      }
      NdArray exact = op.accept(new Evaluation(node, feed, values));
      double[] kept = Arrays.stream(exact.data()).map(stored).toArray();
      values.put(node.result(), new NdArray(exact.dims(), kept));
    }
    Map<Result, NdArray> results = new LinkedHashMap<>();
    for (Result result : graph.results()) results.put(result, values.get(result.value()));
    return new Outcome(results);
  }
}
