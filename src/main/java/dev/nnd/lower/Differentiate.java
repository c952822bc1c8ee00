package dev.nnd.lower;

import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Node;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Result;
import dev.nnd.graph.Rewrite;
import dev.nnd.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Adds the gradient of the loss along every trained parameter, by a reverse walk with the chain
 * rule: {@code dx = sum over the readers y of x of dy * slope of y along x}.
 *
 * <p>The graph is what {@link LowerLayers#toGradients} gives, with one {@code LOSS}. Only values
 * that depend on what is asked for are walked. Where a value has several readers, their shares are
 * added from the last reader to the first.
 */
public final class Differentiate {
  private final Graph graph;
  private final Rewrite rewrite;
  private final GraphBuilder to;
  private final Set<Value> targets;
  private final Set<Value> active;
  private final Map<Value, List<Value>> shares = new HashMap<>();

  private Differentiate(Graph graph, Rewrite rewrite, Set<Value> targets) {
    this.graph = graph;
    this.rewrite = rewrite;
    this.to = rewrite.to();
    this.targets = targets;
    this.active = dependents(graph, targets);
  }

  /** Adds a {@code GRADIENT} for every trained parameter the loss depends on. */
  public static Graph run(Graph graph) {
    return run(graph, Set.of());
  }

  /** Adds a {@code GRADIENT} for every trained parameter, and for the inputs with these names. */
  public static Graph run(Graph graph, Set<String> inputs) {
    Set<Value> targets = new HashSet<>();
    for (Node node : graph.nodes()) {
      if (isTarget(node, inputs)) targets.add(node.result());
    }
    return Rewrite.extend(graph, rewrite -> new Differentiate(graph, rewrite, targets).walk());
  }

  private static boolean isTarget(Node node, Set<String> inputs) {
    return node.op() instanceof Primitive.Parameter p && p.role().trained()
        || node.op() instanceof Primitive.Input i && inputs.contains(i.name());
  }

  /** The values that change when a target does. */
  private static Set<Value> dependents(Graph graph, Set<Value> targets) {
    Set<Value> found = new HashSet<>(targets);
    for (Node node : graph.nodes()) {
      if (node.operands().stream().anyMatch(found::contains)) found.add(node.result());
    }
    return found;
  }

  private void walk() {
    for (Result loss : graph.results(Result.Kind.LOSS)) share(loss.value(), to.constant(1));
    Map<Value, Value> gradients = new HashMap<>();
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      List<Value> parts = shares.remove(node.result());
      if (parts == null) continue;
      to.at(node.origin());
      Value dy = parts.stream().reduce(to::plus).orElseThrow();
      if (targets.contains(node.result())) gradients.put(node.result(), dy);
      spread(node, dy);
    }
    for (Node node : graph.nodes()) {
      Value gradient = gradients.get(node.result());
      if (gradient != null) to.result(Result.Kind.GRADIENT, name(node), gradient);
    }
  }

  private static String name(Node target) {
    return target.op() instanceof Primitive.Parameter parameter
        ? parameter.path()
        : ((Primitive.Input) target.op()).name();
  }

  private void share(Value value, Value gradient) {
    shares.computeIfAbsent(value, v -> new ArrayList<>()).add(gradient);
  }

  /** Hands the gradient of a node's result on to its operands. */
  private void spread(Node node, Value dy) {
    Step step = new Step(to, rewrite.images(node.operands()), rewrite.image(node.result()), dy);
    List<Supplier<Value>> slopes =
        node.op() instanceof Layer layer
            ? layer.accept(new LayerGradients(step))
            : ((Primitive) node.op()).accept(new PrimitiveGradients(step));
    for (int i = 0; i < slopes.size(); i++) {
      Value operand = node.operands().get(i);
      if (active.contains(operand) && slopes.get(i) != Step.FLAT)
        share(operand, slopes.get(i).get());
    }
  }
}
