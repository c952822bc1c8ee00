package dev.nnd.pass;

import dev.nnd.graph.Graph;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Rewrite;

/**
 * Takes dropout out of a network that no longer trains:
 *
 * <pre>dropout(x) = x  in inference</pre>
 *
 * <p>Exact: the training form is scaled so that inference needs no factor.
 */
public final class DropDropout implements Pass {
  @Override
  public Outcome run(Graph graph) {
    Ledger ledger = new Ledger(this);
    Graph without =
        Rewrite.of(
            graph,
            (node, to) -> {
              if (!(node.op() instanceof Layer.Dropout)) return to.copy(node);
              ledger.done(node, "dropped: dropout does nothing in inference");
              return to.image(node.operands().get(0));
            });
    return ledger.outcome(without);
  }
}
