package dev.nnd.pass;

import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Node;
import dev.nnd.graph.Rewrite;
import dev.nnd.graph.Value;
import java.util.Optional;

/**
 * Makes neighbouring multiply-adds one:
 *
 * <pre>f2 * (f1 * x + o1) + o2 = (f1 * f2) * x + (f2 * o1 + o2)</pre>
 *
 * <p>At least one of the two is per channel (a norm was); the other may be arithmetic with a
 * number. Applies only when nothing else reads the first: otherwise both it and its input would
 * have to be kept, and the layer before could take in neither.
 */
public final class ComposeAffines implements Pass {
  @Override
  public Outcome run(Graph graph) {
    Ledger ledger = new Ledger(this);
    return ledger.outcome(Rewrite.of(graph, (node, to) -> compose(node, to, ledger)));
  }

  private static Value compose(Node node, Rewrite rewrite, Ledger ledger) {
    GraphBuilder to = rewrite.to();
    Graph from = rewrite.from();
    Value copy = rewrite.copy(node);
    Optional<Integer> position = Affine.input(node, from::producer);
    if (position.isEmpty()) return copy;
    Node before = from.producer(node.operands().get(position.get()));
    Node inner = to.node(rewrite.image(before.result()));
    if (Affine.input(inner, to::node).isEmpty() || !perChannel(inner) && !perChannel(node)) {
      return copy;
    }
    Terms terms = new Terms(from);
    Optional<String> other = terms.otherReader(before.result(), node);
    if (other.isPresent()) {
      ledger.refused(node, "not joined with " + terms.place(before) + ": " + other.get());
      return copy;
    }
    ledger.done(node, "joined with " + terms.place(before));
    Affine first = Affine.of(inner, to).orElseThrow();
    Affine second = Affine.of(to.node(copy), to).orElseThrow();
    to.at(perChannel(node) ? node.origin() : inner.origin());
    return first.then(second, to).on(inner.operands().get(first.position()), to);
  }

  private static boolean perChannel(Node node) {
    return node.op() instanceof Layer.ChannelAffine;
  }
}
