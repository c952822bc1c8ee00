package dev.nnd.pass;

import dev.nnd.graph.Activation;
import dev.nnd.graph.Graph;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Node;
import dev.nnd.graph.Rewrite;
import dev.nnd.graph.Value;
import java.util.List;

/**
 * Makes sigmoid and the binary cross entropy of its probabilities one stable step:
 *
 * <pre>
 * binary_cross_entropy(sigmoid(z), t) = max(z, 0) - z t + log(1 + exp(-|z|))
 * d/dz = y_hat - y                    with y_hat = sigmoid(z) and y the target
 * </pre>
 *
 * <p>The sigmoid itself stays when anything else sees it, as when it is the network's output.
 * Differs from the pair by rounding alone, and where the pair would take the logarithm of 0 it is
 * right.
 */
public final class PairSigmoidCrossEntropy implements Pass {
  private static final Activation SIGMOID = Activation.of(Activation.Kind.SIGMOID);

  @Override
  public Outcome run(Graph graph) {
    Ledger ledger = new Ledger(this);
    Terms terms = new Terms(graph);
    Graph paired =
        Rewrite.of(
            graph,
            (node, to) -> {
              if (!(node.op() instanceof Layer.BinaryCrossEntropy loss)) return to.copy(node);
              Node scores = graph.producer(node.operands().get(0));
              if (!scores.op().equals(new Layer.Activate(SIGMOID))) {
                ledger.refused(node, terms.place(scores) + " is no sigmoid");
                return to.copy(node);
              }
              ledger.done(node, "one step with " + terms.place(scores) + ", gradient y_hat - y");
              Value logits = to.image(scores.operands().get(0));
              return to.to()
                  .add(
                      new Layer.SigmoidCrossEntropy(loss.smoothing()),
                      List.of(logits, to.image(node.operands().get(1))),
                      node.origin());
            });
    return ledger.outcome(paired);
  }
}
