package dev.nnd.pass;

import dev.nnd.graph.Activation;
import dev.nnd.graph.Graph;
import dev.nnd.graph.Layer;
import java.util.Optional;

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
    return Pairs.join(
        this,
        graph,
        op ->
            op instanceof Layer.BinaryCrossEntropy loss
                ? Optional.of(new Layer.SigmoidCrossEntropy(loss.smoothing()))
                : Optional.empty(),
        scores ->
            scores.op().equals(new Layer.Activate(SIGMOID))
                ? Optional.empty()
                : Optional.of("is no sigmoid"));
  }
}
