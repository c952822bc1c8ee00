package dev.nnd.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A new graph being made from an old one, node by node. */
public final class Rewrite {
  private final Graph from;
  private final GraphBuilder to = new GraphBuilder();
  private final Map<Value, Value> image = new HashMap<>();

  private Rewrite(Graph from) {
    this.from = from;
  }

  /** What becomes of one node: the value that takes the place of its result. */
  @FunctionalInterface
  public interface Rule {
    Value apply(Node node, Rewrite to);
  }

  /**
   * The graph that comes of applying a rule to every node in order; nodes that no result needs
   * afterwards are left out.
   */
  public static Graph of(Graph graph, Rule rule) {
    return of(graph, rule, rewrite -> {});
  }

  /**
   * As {@link #of(Graph, Rule)}; {@code more} runs once every node and result has its image, and
   * may add nodes and results.
   */
  public static Graph of(Graph graph, Rule rule, Consumer<Rewrite> more) {
    Rewrite rewrite = new Rewrite(graph);
    for (Node node : graph.nodes()) rewrite.image.put(node.result(), rule.apply(node, rewrite));
    for (Result result : graph.results()) {
      rewrite.to.result(result.kind(), result.name(), rewrite.image(result.value()));
    }
    more.accept(rewrite);
    return rewrite.to.build().pruned();
  }

  /** The graph with the nodes and results that {@code more} adds to it. */
  public static Graph extend(Graph graph, Consumer<Rewrite> more) {
    return of(graph, (node, to) -> to.copy(node), more);
  }

  /** The graph that is rewritten. */
  public Graph from() {
    return from;
  }

  /** The graph that is made. */
  public GraphBuilder to() {
    return to;
  }

  /** The new value that stands for an old one whose node was rewritten already. */
  public Value image(Value old) {
    Value found = image.get(old);
    if (found == null) throw new IllegalStateException(old + " has no image yet");
    return found;
  }

  /** The new values that stand for old ones. */
  public List<Value> images(List<Value> old) {
    List<Value> found = new ArrayList<>();
    for (Value value : old) found.add(image(value));
    return found;
  }

  /** The node as it was, on the images of its operands. */
  public Value copy(Node node) {
    return to.add(node.op(), images(node.operands()), node.origin());
  }
}
