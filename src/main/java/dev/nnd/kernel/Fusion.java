package dev.nnd.kernel;

import dev.nnd.graph.Graph;
import dev.nnd.graph.Node;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Result;
import dev.nnd.graph.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes kernels of a level-2 graph: one for each value that stands in memory ({@link Storing}),
 * with everything between computed on the way. Updates of parameters come last, in place, when
 * everything has read the old values.
 */
final class Fusion {
  private final Graph graph;
  private final Set<Value> stored;
  private final Memory memory;
  private final List<Kernel> kernels = new ArrayList<>();
  private final List<Kernel> updates = new ArrayList<>();

  /** The parameters that updates change in place, by the new value. */
  private final Map<Value, String> updated = new LinkedHashMap<>();

  private Fusion(Graph graph, Memory memory) {
    this.graph = graph;
    this.stored = Storing.decide(graph);
    this.memory = memory;
  }

  /** The kernels of a graph whose nodes are all primitives. */
  static Fused fuse(Graph graph) {
    Fusion fusion = new Fusion(graph, new Memory(graph));
    fusion.run();
    return fusion.memory.fused(fusion.kernels);
  }

  /**
   * The kernels of a loop's body.
   *
   * @param targets where its results are to be in the end
   */
  static List<Kernel> body(Graph body, Memory memory, Map<Result, Buffer> targets) {
    Fusion fusion = new Fusion(body, memory);
    fusion.makeValues();
    targets.forEach(
        (result, target) -> {
          if (memory.holds(result.value()) && memory.of(result.value()).equals(target)) return;
          Node node = body.producer(result.value());
          NestBuilder nest = new NestBuilder(body, memory, node.type().shape().dims());
          nest.store(target, nest.identity(), nest.read(result.value(), nest.identity()));
          fusion.kernels.add(nest.build(node.origin()));
        });
    return fusion.kernels;
  }

  private void run() {
    findUpdatesInPlace();
    makeValues();
    for (Result result : graph.results()) finish(result);
    kernels.addAll(updates);
  }

  private void makeValues() {
    for (Node node : graph.nodes()) {
      if (!stored.contains(node.result()) || memory.holds(node.result())) continue;
      if (updated.containsKey(node.result())) {
        updateInPlace(node);
      } else {
        kernels.addAll(((Primitive) node.op()).accept(new KernelMaker(node, graph, memory)));
      }
    }
  }

  /** An update is made in place if it is elementwise and only other updates read it. */
  private void findUpdatesInPlace() {
    for (Result result : graph.results(Result.Kind.UPDATE)) {
      Node node = graph.producer(result.value());
      boolean elementwise =
          node.op() instanceof Primitive.Unary
              || node.op() instanceof Primitive.Binary
              || node.op() instanceof Primitive.Select;
      boolean once =
          graph.results().stream().filter(r -> r.value().equals(result.value())).count() == 1;
      if (elementwise && once) updated.put(result.value(), result.name());
    }
    updated.keySet().removeAll(readAfterTheirUpdate());
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Node node : graph.nodes()) {
        if (!stored.contains(node.result()) || updated.containsKey(node.result())) continue;
        changed |= updated.keySet().removeAll(storedOperands(node));
      }
    }
  }

  /** The updates whose parameter's old value a later update reads. */
  private Set<Value> readAfterTheirUpdate() {
    Map<Buffer, Value> done = new HashMap<>();
    Set<Value> found = new HashSet<>();
    for (Node node : graph.nodes()) {
      if (!updated.containsKey(node.result())) continue;
      for (Value read : storedOperands(node)) {
        Value update = memory.holds(read) ? done.get(memory.of(read)) : null;
        if (update != null) found.add(update);
      }
      done.put(memory.parameter(updated.get(node.result())), node.result());
    }
    return found;
  }

  /** The values in memory that a node is made of, however many steps away. */
  private Set<Value> storedOperands(Node node) {
    Set<Value> found = new HashSet<>();
    Set<Value> seen = new HashSet<>();
    Deque<Value> open = new ArrayDeque<>(node.operands());
    while (!open.isEmpty()) {
      Value value = open.pop();
      if (!seen.add(value)) continue;
      if (stored.contains(value)) found.add(value);
      else open.addAll(graph.producer(value).operands());
    }
    return found;
  }

  private void updateInPlace(Node node) {
    Buffer target = memory.parameter(updated.get(node.result()));
    NestBuilder nest = new NestBuilder(graph, memory, node.type().shape().dims());
    nest.store(target, nest.identity(), nest.element(node));
    memory.put(node.result(), target);
    updates.add(nest.build(node.origin()));
  }

  /** Copies a result to where the caller wants it, if nothing has written it there. */
  private void finish(Result result) {
    if (updated.containsKey(result.value())) return;
    boolean update = result.kind() == Result.Kind.UPDATE;
    if (!update && memory.isGiven(result.value())) return;
    Node node = graph.producer(result.value());
    Buffer target = update ? memory.parameter(result.name()) : memory.output(result);
    NestBuilder nest = new NestBuilder(graph, memory, node.type().shape().dims());
    nest.store(target, nest.identity(), nest.read(result.value(), nest.identity()));
    (update ? updates : kernels).add(nest.build(node.origin()));
  }
}
