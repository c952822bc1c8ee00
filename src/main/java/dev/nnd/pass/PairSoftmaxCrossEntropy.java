package dev.nnd.pass;

import dev.nnd.graph.Graph;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Node;
import dev.nnd.graph.Rewrite;
import dev.nnd.graph.Value;
import java.util.List;

/**
 * Makes softmax and the cross entropy of its probabilities one stable step:
 *
 * <pre>
 * cross_entropy(softmax(z), t) = log(sum(exp(z - max z))) - (z[t] - max z)
 * d/dz = y_hat - y             with y_hat = softmax(z) and y the one-hot target
 * </pre>
 *
 * <p>Applies only when the softmax runs over the last axis, where the classes lie. The softmax
 * itself stays when anything else sees it, as when it is the network's output. Differs from the
 * pair by rounding alone, and where the pair would take the logarithm of 0 it stays finite.
 */
public final class PairSoftmaxCrossEntropy implements Pass {
  @Override
  public Outcome run(Graph graph) {
    Ledger ledger = new Ledger(this);
    Terms terms = new Terms(graph);
    Graph paired =
        Rewrite.of(
            graph,
            (node, to) -> {
              if (!(node.op() instanceof Layer.CrossEntropy loss)) return to.copy(node);
              Node scores = graph.producer(node.operands().get(0));
              if (!(scores.op() instanceof Layer.Softmax softmax)) {
                ledger.refused(node, terms.place(scores) + " is no softmax");
                return to.copy(node);
              }
              if (softmax.axis() != scores.type().shape().rank() - 1) {
                ledger.refused(node, terms.place(scores) + " does not run over the last axis");
                return to.copy(node);
              }
              ledger.done(node, "one step with " + terms.place(scores) + ", gradient y_hat - y");
              Value logits = to.image(scores.operands().get(0));
              return to.to()
                  .add(
                      new Layer.SoftmaxCrossEntropy(loss.smoothing()),
                      List.of(logits, to.image(node.operands().get(1))),
                      node.origin());
            });
    return ledger.outcome(paired);
  }
}
