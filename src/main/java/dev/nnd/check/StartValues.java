package dev.nnd.check;

import dev.nnd.graph.Graph;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Node;
import dev.nnd.graph.Op;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Rewrite;
import dev.nnd.graph.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Settles the start values of weights on the finished graph, where it can be seen what follows a
 * layer.
 *
 * <p>A relu-like activation <i>follows</i> a layer when one of the ways from its result reaches one
 * through nothing but norms, sums, averages, the larger of two, dropout, pools, arithmetic with
 * numbers and changes of shape: none of these changes by much how large the numbers are.
 */
final class StartValues {
  private StartValues() {}

  /**
   * The graph with its weights' start values settled, without what no result needs.
   *
   * @param starts the weights to settle, by path
   */
  static Graph settle(Graph graph, Map<String, Pending> starts) {
    Set<Value> beforeRelu = beforeRelu(graph);
    return Rewrite.of(
        graph,
        (node, to) ->
            node.op() instanceof Primitive.Parameter p && starts.containsKey(p.path())
                ? to.to().add(settled(graph, node, p, starts, beforeRelu), List.of(), node.origin())
                : to.copy(node));
  }

  /** The start of a weight that is not settled yet. */
  record Pending(Start start, Start.Fan fan) {}

  private static Op settled(
      Graph graph,
      Node node,
      Primitive.Parameter parameter,
      Map<String, Pending> starts,
      Set<Value> beforeRelu) {
    Pending pending = starts.get(parameter.path());
    boolean reluFollows =
        graph.readers(node.result()).stream().anyMatch(r -> beforeRelu.contains(r.result()));
    return new Primitive.Parameter(
        parameter.path(),
        parameter.role(),
        parameter.shape(),
        pending.start.settle(pending.fan, reluFollows));
  }

  private static Set<Value> beforeRelu(Graph graph) {
    Set<Value> found = new HashSet<>();
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Value value = graph.nodes().get(i).result();
      for (Node reader : graph.readers(value)) {
        boolean passes = keepsScale(reader, graph) && found.contains(reader.result());
        if (reluLike(reader.op()) || passes) {
          found.add(value);
        }
      }
    }
    return found;
  }

  private static boolean reluLike(Op op) {
    return op instanceof Layer.Activate activate && activate.activation().reluLike();
  }

  private static boolean keepsScale(Node node, Graph graph) {
    Op op = node.op();
    return op instanceof Layer.BatchNorm
        || op instanceof Layer.LayerNorm
        || op instanceof Layer.GroupNorm
        || op instanceof Layer.Dropout
        || op instanceof Layer.Pool
        || op instanceof Layer.GlobalPool
        || op instanceof Primitive.Reduce
        || op instanceof Primitive.Reshape
        || op instanceof Primitive.Permute
        || op instanceof Primitive.Broadcast
        || op instanceof Primitive.Concat
        || op instanceof Primitive.Binary binary && keepsScale(binary.function(), node, graph);
  }

  /** Sums, the larger of two, and anything with a number. */
  private static boolean keepsScale(BinaryFunction function, Node node, Graph graph) {
    return function == BinaryFunction.ADD
        || function == BinaryFunction.SUBTRACT
        || function == BinaryFunction.MAXIMUM
        || node.operands().stream().anyMatch(operand -> isNumber(operand, graph));
  }

  private static boolean isNumber(Value value, Graph graph) {
    Node node = graph.producer(value);
    return node.op() instanceof Primitive.Broadcast
        ? isNumber(node.operands().get(0), graph)
        : node.op() instanceof Primitive.Constant;
  }
}
