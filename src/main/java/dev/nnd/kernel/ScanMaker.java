package dev.nnd.kernel;

import dev.nnd.graph.Graph;
import dev.nnd.graph.Node;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Result;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The kernel of a scan, and of all others that are the same loop and ask for another result of it.
 * What the body reads and writes of a stacked value is a step of it, in its place: the state that a
 * step finds is what the step before has written, and zeros around the value are the state at
 * first.
 */
final class ScanMaker {
  private final Node node;
  private final Primitive.Scan op;
  private final Graph graph;
  private final Memory memory;
  private final List<Kernel> kernels = new ArrayList<>();
  private final List<Buffer> views = new ArrayList<>();
  private final Map<String, Buffer> stacks = new LinkedHashMap<>();

  ScanMaker(Node node, Primitive.Scan op, Graph graph, Memory memory) {
    this.node = node;
    this.op = op;
    this.graph = graph;
    this.memory = memory;
  }

  List<Kernel> make() {
    Map<Value, Buffer> given = new HashMap<>();
    List<Node> inputs =
        op.body().nodes().stream().filter(n -> n.op() instanceof Primitive.Input).toList();
    int operands = node.operands().size();
    for (int i = 0; i < operands; i++) given.put(inputs.get(i).result(), operand(i));
    Set<String> states = new HashSet<>();
    for (Node state : inputs.subList(operands, inputs.size()))
      states.add(((Primitive.Input) state.op()).name());
    List<Result> results = results(states);
    Buffer.Place before = op.reverse() ? Buffer.Place.AFTER : Buffer.Place.BEFORE;
    for (Node state : inputs.subList(operands, inputs.size())) {
      Buffer stack = stacks.get(((Primitive.Input) state.op()).name());
      given.put(state.result(), view(stack, before));
    }
    Graph body = op.body().withResults(results).pruned();
    Map<Result, Buffer> targets = new LinkedHashMap<>();
    Map<Value, Buffer> wanted = new HashMap<>();
    for (Result result : results) {
      Buffer target = view(stacks.get(result.name()), Buffer.Place.STEP);
      targets.put(result, target);
      boolean fills = body.producer(result.value()).op() instanceof Primitive.Pad;
      if (!fills) wanted.putIfAbsent(result.value(), target);
    }
    Memory inside = memory.inside(body, given, wanted);
    List<Kernel> steps = Fusion.body(body, inside, targets);
    steps = FuseEpilogues.run(MergeNests.run(steps));
    List<Buffer> all = List.copyOf(stacks.values());
    kernels.add(new Kernel.Loop(steps, op.steps(), op.reverse(), views, all, node.origin()));
    return kernels;
  }

  private Buffer view(Buffer whole, Buffer.Place which) {
    Buffer view = memory.step(whole, which);
    views.add(view);
    return view;
  }

  /** An operand as the body sees it. */
  private Buffer operand(int position) {
    Value value = node.operands().get(position);
    Buffer whole = memory.of(value);
    if (!Places.batched(whole)) return whole;
    if (whole.place() != Buffer.Place.ARENA) {
      Shape shape = graph.type(value).shape();
      Buffer copy = memory.stack(whole.name() + "t", shape);
      NestBuilder nest = new NestBuilder(graph, memory, shape.dims());
      nest.store(copy, nest.identity(), nest.read(value, nest.identity()));
      kernels.add(nest.build(node.origin()));
      whole = copy;
    }
    return view(whole, Buffer.Place.STEP);
  }

  /** The results that are states or asked for, which now have a place. */
  private List<Result> results(Set<String> states) {
    List<Result> results = new ArrayList<>();
    for (Result result : op.body().results()) {
      List<Node> asking = graph.nodes().stream().filter(n -> asksFor(n, result.name())).toList();
      if (asking.isEmpty() && !states.contains(result.name())) continue;
      results.add(result);
      Shape all = op.stacked(op.body().type(result.value()).shape());
      Buffer stack =
          asking.isEmpty() ? memory.stack(result.name(), all) : memory.arena(asking.get(0));
      for (Node other : asking) memory.put(other.result(), stack);
      stacks.put(result.name(), stack);
    }
    return results;
  }

  private boolean asksFor(Node other, String result) {
    return other.op() instanceof Primitive.Scan scan
        && scan.result().equals(result)
        && scan.isSameLoop(op)
        && other.operands().equals(node.operands());
  }
}
