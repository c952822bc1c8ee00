package dev.nnd.interpret;

import dev.nnd.graph.Graph;
import dev.nnd.graph.Node;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Result;
import dev.nnd.graph.Value;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

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
    Map<Value, NdArray> values = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (!(node.op() instanceof Primitive op)) {
        throw new IllegalStateException("interpret: a layer that was not lowered: " + node);
      }
      values.put(node.result(), op.accept(new Evaluation(node, feed, values)));
    }
    Map<Result, NdArray> results = new LinkedHashMap<>();
    for (Result result : graph.results()) results.put(result, values.get(result.value()));
    return new Outcome(results);
  }
}
