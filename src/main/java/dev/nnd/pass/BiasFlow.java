package dev.nnd.pass;

import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Node;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Role;
import dev.nnd.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows the constants that biases add through a network. What they become on the way is written
 * down as values of a second graph, made of the network's parameters alone.
 */
final class BiasFlow {
  private final Graph graph;
  private final Terms terms;
  private final GraphBuilder constants = new GraphBuilder();
  private final Map<Value, Value> copies = new HashMap<>();
  private final Set<List<Value>> alike = new HashSet<>();

  BiasFlow(Graph graph) {
    this.graph = graph;
    this.terms = new Terms(graph);
  }

  /** The graph of the constants. */
  GraphBuilder constants() {
    return constants;
  }

  /** The paths of every bias that any result needs, in the order of the graph. */
  List<BiasPaths> all() {
    List<BiasPaths> found = new ArrayList<>();
    for (Node node : graph.nodes()) {
      boolean bias = node.op() instanceof Primitive.Parameter p && p.role() == Role.BIAS;
      if (bias && graph.readers(node.result()).stream().allMatch(r -> takesAsBias(r, node))) {
        BiasPaths paths = follow(node.result());
        if (paths.obstacle().isPresent() || !paths.absorbed().isEmpty()) found.add(paths);
      }
    }
    return found;
  }

  private static boolean takesAsBias(Node reader, Node bias) {
    return Linear.of(reader).flatMap(Linear::bias).filter(bias.result()::equals).isPresent();
  }

  private BiasPaths follow(Value bias) {
    Map<Value, Value> carried = new HashMap<>(Map.of(bias, copy(bias)));
    Map<Node, Value> absorbed = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      if (node.operands().stream().noneMatch(carried::containsKey)) continue;
      List<Optional<Value>> operands =
          node.operands().stream().map(v -> Optional.ofNullable(carried.get(v))).toList();
      constants.at(node.origin());
      Spread spread = new SpreadRules(graph, node, operands, this::copy, constants).apply();
      if (spread instanceof Spread.Stopped stopped) return stays(bias, stopped.why());
      if (spread instanceof Spread.Absorbed here) {
        absorbed.put(node, here.constant());
        continue;
      }
      Optional<String> result = terms.result(node.result());
      if (result.isPresent()) return stays(bias, "it reaches " + result.get());
      carried.put(node.result(), ((Spread.Carried) spread).constant());
    }
    return unevenStatistic(absorbed)
        .map(why -> stays(bias, why))
        .orElseGet(() -> new BiasPaths(bias, absorbed, Optional.empty()));
  }

  private static BiasPaths stays(Value bias, String why) {
    return new BiasPaths(bias, Map.of(), Optional.of(why));
  }

  /** A running mean can only lack the constant if every norm that shares it sees the same one. */
  private Optional<String> unevenStatistic(Map<Node, Value> absorbed) {
    for (Node norm : absorbed.keySet()) {
      for (Node other : graph.readers(runningMean(norm))) {
        if (absorbed.containsKey(other) && same(absorbed.get(norm), absorbed.get(other))) continue;
        return Optional.of(
            terms.place(norm)
                + " shares its running mean with "
                + terms.place(other)
                + ", where the bias does not arrive in the same way");
      }
    }
    return Optional.empty();
  }

  /** The running mean of a norm. */
  static Value runningMean(Node node) {
    Layer.BatchNorm norm =
        node.op() instanceof Layer.FusedNorm fused ? fused.norm() : (Layer.BatchNorm) node.op();
    return node.operands().get(1 + (norm.scale() ? 1 : 0) + (norm.shift() ? 1 : 0));
  }

  /** Whether two constants are made in the same way of the same parameters. */
  private boolean same(Value a, Value b) {
    List<Value> pair = List.of(a, b);
    if (a.equals(b) || alike.contains(pair)) return true;
    Node left = constants.node(a);
    Node right = constants.node(b);
    boolean equal =
        left.op().equals(right.op()) && left.operands().size() == right.operands().size();
    for (int i = 0; equal && i < left.operands().size(); i++) {
      equal = same(left.operands().get(i), right.operands().get(i));
    }
    if (equal) alike.add(pair);
    return equal;
  }

  /** A value of the network that depends on parameters alone, in the graph of the constants. */
  Value copy(Value value) {
    Value known = copies.get(value);
    if (known != null) return known;
    Node node = graph.producer(value);
    List<Value> operands = node.operands().stream().map(this::copy).toList();
    Value made = constants.add(node.op(), operands, node.origin());
    copies.put(value, made);
    return made;
  }
}
