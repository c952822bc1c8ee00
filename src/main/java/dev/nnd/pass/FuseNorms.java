package dev.nnd.pass;

import dev.nnd.graph.Graph;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Node;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Rewrite;
import dev.nnd.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a training norm, the elementwise add after it and the activation after that one step:
 *
 * <pre>activation(bn(x) + residual)</pre>
 *
 * <p>so that one forward and one backward kernel touch the memory once; either the add or the
 * activation may be missing. Applies only along values that nothing else reads, and when the other
 * side of the add has the norm's shape without broadcasting. When both sides are norms, the first
 * in the order of the graph takes the add. A norm that shares its running statistics with another
 * one in between stays where it is, since the two move them one after the other. The same numbers
 * in the same order: exact.
 */
public final class FuseNorms implements Pass {
  /** What becomes one step; the result is that of the last of the nodes. */
  private record Fusion(Node norm, Optional<Node> add, Optional<Node> activate) {
    Node last() {
      return activate.or(() -> add).orElse(norm);
    }
  }

  @Override
  public Outcome run(Graph graph) {
    Ledger ledger = new Ledger(this);
    Map<Value, Fusion> fusions = new HashMap<>();
    Set<Value> taken = new HashSet<>();
    for (Node node : graph.nodes()) {
      if (!(node.op() instanceof Layer.BatchNorm)) continue;
      Fusion fusion = fusion(node, graph, taken, ledger);
      fusion.add().ifPresent(add -> taken.add(add.result()));
      if (!fusion.last().equals(node)) fusions.put(fusion.last().result(), fusion);
    }
    return ledger.outcome(
        Rewrite.of(
            graph,
            (node, to) ->
                fusions.containsKey(node.result())
                    ? fuse(fusions.get(node.result()), to)
                    : to.copy(node)));
  }

  private static Fusion fusion(Node norm, Graph graph, Set<Value> taken, Ledger ledger) {
    Terms terms = new Terms(graph);
    Fusion alone = new Fusion(norm, Optional.empty(), Optional.empty());
    Optional<Node> next = onlyReader(norm, graph);
    if (next.isEmpty()) {
      Node first = graph.readers(norm.result()).stream().findFirst().orElse(norm);
      ledger.refused(norm, terms.otherReader(norm.result(), first).orElseThrow());
      return alone;
    }
    Optional<String> obstacle = obstacle(norm, next.get(), graph, taken);
    if (obstacle.isPresent()) {
      ledger.refused(norm, obstacle.get());
      return alone;
    }
    Fusion fusion = along(norm, next.get(), graph);
    Optional<Node> between = otherMover(norm, fusion.last(), graph);
    if (between.isPresent()) {
      String other = terms.place(between.get());
      ledger.refused(norm, other + " shares its running statistics and has to move them after it");
      return alone;
    }
    String first = terms.place(next.get());
    ledger.done(
        norm,
        fusion.last().equals(next.get())
            ? "one step with " + first
            : "one step with " + first + " and " + terms.place(fusion.last()));
    return fusion;
  }

  private static Fusion along(Node norm, Node next, Graph graph) {
    if (next.op() instanceof Layer.Activate) {
      return new Fusion(norm, Optional.empty(), Optional.of(next));
    }
    Optional<Node> activate = onlyReader(next, graph).filter(n -> n.op() instanceof Layer.Activate);
    return new Fusion(norm, Optional.of(next), activate);
  }

  /** A node between a norm and the end of its fusion that moves the same running statistics. */
  private static Optional<Node> otherMover(Node norm, Node last, Graph graph) {
    List<Node> between =
        graph.nodes().subList(graph.nodes().indexOf(norm) + 1, graph.nodes().indexOf(last));
    return graph.readers(BiasFlow.runningMean(norm)).stream().filter(between::contains).findFirst();
  }

  private static Optional<Node> onlyReader(Node node, Graph graph) {
    return graph.uses(node.result()) == 1
        ? graph.readers(node.result()).stream().findFirst()
        : Optional.empty();
  }

  private static Optional<String> obstacle(Node norm, Node next, Graph graph, Set<Value> taken) {
    if (next.op() instanceof Layer.Activate) return Optional.empty();
    String place = new Terms(graph).place(next);
    if (!(next.op() instanceof Primitive.Binary b) || b.function() != BinaryFunction.ADD) {
      return Optional.of(place + " reads it, which is neither `+` nor an activation");
    }
    if (taken.contains(next.result())) {
      return Optional.of(place + " is one step with its other side already");
    }
    Node other = graph.producer(other(next, norm));
    return other.op() instanceof Primitive.Broadcast
        ? Optional.of("the other side of " + place + " has another shape")
        : Optional.empty();
  }

  private static Value other(Node add, Node norm) {
    return add.operands().get(add.operands().get(0).equals(norm.result()) ? 1 : 0);
  }

  private static Value fuse(Fusion fusion, Rewrite to) {
    Node norm = fusion.norm();
    List<Value> operands = new ArrayList<>(to.images(norm.operands()));
    fusion.add().ifPresent(add -> operands.add(to.image(other(add, norm))));
    Layer.FusedNorm op =
        new Layer.FusedNorm(
            (Layer.BatchNorm) norm.op(),
            fusion.add().isPresent(),
            fusion.activate().map(a -> ((Layer.Activate) a.op()).activation()));
    return to.to().add(op, operands, norm.origin());
  }
}
