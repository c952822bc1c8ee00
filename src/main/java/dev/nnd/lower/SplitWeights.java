package dev.nnd.lower;

import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Init;
import dev.nnd.graph.Node;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Primitive.Parameter;
import dev.nnd.graph.Result;
import dev.nnd.graph.Rewrite;
import dev.nnd.graph.Role;
import dev.nnd.graph.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Divides a graph of primitives for inference into what depends on parameters alone, which is made
 * once, and what is left to do for each batch.
 *
 * <p>A value that the first part makes for the second is an output of the first and a parameter of
 * the second under the same name: {@code folded.0}, {@code folded.1} and so on. Broadcasts stay in
 * the second part: they cost it nothing, and would only make the stored values larger.
 *
 * @param weights the first part
 * @param rest the second part, with all results
 */
public record SplitWeights(Graph weights, Graph rest) {

  /**
   * Divides a graph without updates.
   *
   * @throws IllegalStateException if the graph changes parameters, or a layer was not lowered
   */
  public static SplitWeights of(Graph graph) {
    if (!graph.results(Result.Kind.UPDATE).isEmpty()) {
      throw new IllegalStateException("split-weights: these parameters change");
    }
    Split split = new Split(graph);
    return new SplitWeights(split.weights(), split.rest());
  }

  private static final class Split {
    private final Graph graph;

    /** Values that depend on nothing, and values that depend on parameters alone. */
    private final Set<Value> constant = new HashSet<>();

    private final Set<Value> fixed = new HashSet<>();

    /** What the first part makes for the second, with its name. */
    private final Map<Value, String> made = new LinkedHashMap<>();

    Split(Graph graph) {
      this.graph = graph;
      graph.nodes().forEach(this::classify);
      Set<Value> wanted = wanted();
      for (Node node : graph.nodes()) {
        if (wanted.contains(node.result()) && fixed.contains(node.result()) && !stays(node)) {
          made.put(node.result(), "folded." + made.size());
        }
      }
    }

    private void classify(Node node) {
      if (!(node.op() instanceof Primitive op)) {
        throw new IllegalStateException("split-weights: a layer that was not lowered: " + node);
      }
      if (op instanceof Parameter) {
        fixed.add(node.result());
      } else if (op instanceof Primitive.Constant || op instanceof Primitive.Iota) {
        constant.add(node.result());
      } else if (!node.operands().isEmpty() && !node.type().shape().batched()) {
        boolean unchanging =
            node.operands().stream().allMatch(v -> constant.contains(v) || fixed.contains(v));
        boolean byParameters = node.operands().stream().anyMatch(fixed::contains);
        if (unchanging) (byParameters ? fixed : constant).add(node.result());
      }
    }

    /** Whether the second part has this node although it depends on parameters alone. */
    private static boolean stays(Node node) {
      return node.op() instanceof Parameter || node.op() instanceof Primitive.Broadcast;
    }

    /** The values that the second part reads or gives. */
    private Set<Value> wanted() {
      Set<Value> wanted = new HashSet<>();
      graph.results().forEach(result -> wanted.add(result.value()));
      for (int i = graph.nodes().size() - 1; i >= 0; i--) {
        Node node = graph.nodes().get(i);
        boolean isFixed = fixed.contains(node.result());
        if (!isFixed || wanted.contains(node.result()) && stays(node)) {
          wanted.addAll(node.operands());
        }
      }
      return wanted;
    }

    Graph rest() {
      return Rewrite.of(
          graph,
          (node, to) -> {
            String name = made.get(node.result());
            if (name == null) return to.copy(node);
            Parameter folded =
                new Parameter(name, Role.WEIGHT, node.type().shape(), Init.constant(0));
            return to.to().add(folded, List.of(), node.origin());
          });
    }

    Graph weights() {
      GraphBuilder to = new GraphBuilder();
      Map<Value, Value> images = new HashMap<>();
      for (Node node : graph.nodes()) {
        if (!fixed.contains(node.result()) && !constant.contains(node.result())) continue;
        List<Value> operands = node.operands().stream().map(images::get).toList();
        images.put(node.result(), to.add(node.op(), operands, node.origin()));
      }
      made.forEach((value, name) -> to.result(Result.Kind.OUTPUT, name, images.get(value)));
      return to.build().pruned();
    }
  }
}
