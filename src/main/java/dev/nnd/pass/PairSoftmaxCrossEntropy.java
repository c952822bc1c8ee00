package dev.nnd.pass;

import dev.nnd.graph.Graph;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Node;
import java.util.Optional;

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
    return Pairs.join(
        this,
        graph,
        op ->
            op instanceof Layer.CrossEntropy loss
                ? Optional.of(new Layer.SoftmaxCrossEntropy(loss.smoothing()))
                : Optional.empty(),
        PairSoftmaxCrossEntropy::objection);
  }

  private static Optional<String> objection(Node scores) {
    if (!(scores.op() instanceof Layer.Softmax softmax)) return Optional.of("is no softmax");
    return softmax.axis() == scores.type().shape().rank() - 1
        ? Optional.empty()
        : Optional.of("does not run over the last axis");
  }
}
