package dev.nnd.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Nodes in the order they may run, and what they are for. Immutable; {@link GraphBuilder} and
 * {@link Rewrite} make new ones.
 */
public final class Graph {
  private final List<Node> nodes;
  private final List<Result> results;
  private final Map<Value, Node> producers = new LinkedHashMap<>();
  private final Map<Value, List<Node>> readers = new LinkedHashMap<>();
  private final Map<Value, Integer> usesAsResult = new HashMap<>();
  private final Map<String, Value> parameters = new HashMap<>();

  Graph(List<Node> nodes, List<Result> results) {
    this.nodes = List.copyOf(nodes);
    this.results = List.copyOf(results);
    for (Node node : nodes) {
      producers.put(node.result(), node);
      for (Value operand : node.operands())
        readers.computeIfAbsent(operand, v -> new ArrayList<>()).add(node);
      if (node.op() instanceof Primitive.Parameter p)
        parameters.putIfAbsent(p.path(), node.result());
    }
    for (Result result : results) usesAsResult.merge(result.value(), 1, Integer::sum);
  }

  /** All nodes; operands stand before their readers. */
  public List<Node> nodes() {
    return nodes;
  }

  /** What the graph is for, in order. */
  public List<Result> results() {
    return results;
  }

  /** The results of one kind, in order. */
  public List<Result> results(Result.Kind kind) {
    return results.stream().filter(r -> r.kind() == kind).toList();
  }

  /** This graph without the results of one kind. The nodes stay, for whoever replaces them. */
  public Graph without(Result.Kind kind) {
    return new Graph(nodes, results.stream().filter(r -> r.kind() != kind).toList());
  }

  /**
   * The node that defines a value.
   *
   * @throws IllegalArgumentException if no node does
   */
  public Node producer(Value value) {
    Node node = producers.get(value);
    if (node == null) throw new IllegalArgumentException("no node defines " + value);
    return node;
  }

  /** The type of a value. */
  public Type type(Value value) {
    return producer(value).type();
  }

  /** The nodes that read a value; a node that reads it twice stands there twice. */
  public List<Node> readers(Value value) {
    return readers.getOrDefault(value, List.of());
  }

  /** How often a value is read, by nodes and as a result. */
  public int uses(Value value) {
    return readers(value).size() + usesAsResult.getOrDefault(value, 0);
  }

  /** Whether a value is a result. */
  public boolean isResult(Value value) {
    return usesAsResult.containsKey(value);
  }

  /** The parameters, in order. */
  public List<Primitive.Parameter> parameters() {
    List<Primitive.Parameter> found = new ArrayList<>();
    for (Node node : nodes)
      if (node.op() instanceof Primitive.Parameter parameter) found.add(parameter);
    return found;
  }

  /** The inputs, in order. */
  public List<Primitive.Input> inputs() {
    List<Primitive.Input> found = new ArrayList<>();
    for (Node node : nodes) if (node.op() instanceof Primitive.Input input) found.add(input);
    return found;
  }

  /** The value of the parameter with this path, if there is one. */
  public Optional<Value> parameter(String path) {
    return Optional.ofNullable(parameters.get(path));
  }

  /** The value of the input with this name, if there is one. */
  public Optional<Value> input(String name) {
    return nodes.stream()
        .filter(n -> n.op() instanceof Primitive.Input i && i.name().equals(name))
        .map(Node::result)
        .findFirst();
  }

  /**
   * This graph without the nodes that no result needs. Inputs stay: the caller brings them in any
   * case.
   */
  public Graph pruned() {
    Set<Value> needed = new HashSet<>();
    results.forEach(r -> needed.add(r.value()));
    List<Node> kept = new ArrayList<>();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (!needed.contains(node.result()) && !(node.op() instanceof Primitive.Input)) continue;
      needed.addAll(node.operands());
      kept.add(node);
    }
    Collections.reverse(kept);
    return new Graph(kept, results);
  }

  /** The same nodes for other results. */
  public Graph withResults(List<Result> other) {
    return new Graph(nodes, other);
  }

  /** The text form; see {@link GraphText}. */
  @Override
  public String toString() {
    return GraphText.print(this);
  }
}
