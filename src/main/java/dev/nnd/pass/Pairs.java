package dev.nnd.pass;

import dev.nnd.graph.Graph;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Node;
import dev.nnd.graph.Op;
import dev.nnd.graph.Rewrite;
import dev.nnd.graph.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Makes a loss and what its probabilities come from one step, which is stable. */
final class Pairs {
  private Pairs() {}

  /**
   * Joins each loss with the layer before it, which stays when anything else sees it.
   *
   * @param pass who asks
   * @param joined the step that a loss and its layer become; empty for other ops
   * @param objection why the node before a loss is none that can be joined with it, if so
   */
  static Outcome join(
      Pass pass,
      Graph graph,
      Function<Op, Optional<Layer>> joined,
      Function<Node, Optional<String>> objection) {
    Ledger ledger = new Ledger(pass);
    Terms terms = new Terms(graph);
    Graph paired =
        Rewrite.of(
            graph,
            (node, to) -> {
              Optional<Layer> step = joined.apply(node.op());
              if (step.isEmpty()) return to.copy(node);
              Node scores = graph.producer(node.operands().get(0));
              Optional<String> why = objection.apply(scores);
              if (why.isPresent()) {
                ledger.refused(node, terms.place(scores) + " " + why.get());
                return to.copy(node);
              }
              ledger.done(node, "one step with " + terms.place(scores) + ", gradient y_hat - y");
              Value logits = to.image(scores.operands().get(0));
              Value target = to.image(node.operands().get(1));
              return to.to().add(step.get(), List.of(logits, target), node.origin());
            });
    return ledger.outcome(paired);
  }
}
