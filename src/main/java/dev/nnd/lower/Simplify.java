package dev.nnd.lower;

import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Node;
import dev.nnd.graph.Op;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Rewrite;
import dev.nnd.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cleans a graph of level 2 up: equal nodes become one, and {@link SimplifyRules} are applied until
 * none does.
 *
 * <p>They end, since each removes work or moves a reshape in the one direction that is its own:
 * those that merge axes towards the results, those that split axes towards the inputs, where
 * contractions take them in. Values change by the rounding of folded constants alone.
 */
public final class Simplify {
  private final Graph graph;
  private final Map<Made, Value> made = new HashMap<>();
  private final Map<Value, Integer> uses = new HashMap<>();

  /** Whether a node became another one; not, whether it became one with another. */
  private boolean changed;

  private Simplify(Graph graph) {
    this.graph = graph;
  }

  /** What names a node: the same op on the same operands gives the same value. */
  private record Made(Op op, List<Value> operands) {}

  /** The simplified graph. */
  public static Graph run(Graph graph) {
    Graph before = graph;
    while (true) {
      Simplify round = new Simplify(before);
      Graph after = Rewrite.of(before, round::rewrite);
      if (round.isSame(after)) return after;
      before = after;
    }
  }

  /** Texts number values in order; they are long, and mostly it is clear without them. */
  private boolean isSame(Graph after) {
    return graph.nodes().size() == after.nodes().size()
        && (!changed || graph.toString().equals(after.toString()));
  }

  private Value rewrite(Node node, Rewrite rewrite) {
    rewrite.to().at(node.origin());
    List<Value> operands = rewrite.images(node.operands());
    Value value = simplified(node, operands, rewrite.to());
    Node done = rewrite.to().node(value);
    changed |= !done.op().equals(node.op()) || !done.operands().equals(operands);
    uses.merge(value, graph.uses(node.result()), Integer::sum);
    return value;
  }

  private Value simplified(Node node, List<Value> operands, GraphBuilder to) {
    Value value =
        node.op() instanceof Primitive op
            ? op.accept(new SimplifyRules(to, this::isReadOnce, operands, node.type().shape()))
            : to.add(node.op(), operands, node.origin());
    if (!to.type(value).equals(node.type())) value = to.add(node.op(), operands, node.origin());
    Node done = to.node(value);
    return made.computeIfAbsent(new Made(done.op(), done.operands()), key -> done.result());
  }

  /** Whether a value of the new graph has one reader; one made by a rule just now has. */
  private boolean isReadOnce(Value value) {
    return uses.getOrDefault(value, 1) <= 1;
  }
}
