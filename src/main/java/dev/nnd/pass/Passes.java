package dev.nnd.pass;

import java.util.List;

/**
 * The passes a network goes through, in order. Both lists begin with {@link EliminateBias}, so that
 * a trained network and the one that predicts with its weights have the same parameters.
 */
public final class Passes {
  private Passes() {}

  /** For a network with a loss that is to be differentiated. */
  public static List<Pass> forTraining() {
    return List.of(
        new EliminateBias(),
        new PairSoftmaxCrossEntropy(),
        new PairSigmoidCrossEntropy(),
        new FuseNorms());
  }

  /** For a network whose weights and running statistics no longer change. */
  public static List<Pass> forInference() {
    return List.of(
        new EliminateBias(),
        new DropDropout(),
        new PairSoftmaxCrossEntropy(),
        new PairSigmoidCrossEntropy(),
        new NormsToAffines(),
        new ComposeAffines(),
        new FoldAffineBackward(),
        new FoldAffineForward());
  }
}
