package dev.nnd.check;

import dev.nnd.graph.Init;
import dev.nnd.graph.Shape;

/** How the weights of a layer start, before it is known how large the layer is and what follows. */
@FunctionalInterface
interface Start {
  /** He et al. 2015, section 2.2. */
  Start HE_NORMAL = (fan, reluFollows) -> Init.normal(0, Math.sqrt(2.0 / fan.in));

  Start HE_UNIFORM = (fan, reluFollows) -> around(Math.sqrt(6.0 / fan.in));

  /** Glorot and Bengio 2010, section 4.2.1. */
  Start GLOROT_NORMAL = (fan, reluFollows) -> Init.normal(0, Math.sqrt(2.0 / (fan.in + fan.out)));

  Start GLOROT_UNIFORM = (fan, reluFollows) -> around(Math.sqrt(6.0 / (fan.in + fan.out)));

  Start AUTO =
      (fan, reluFollows) -> (reluFollows ? HE_NORMAL : GLOROT_UNIFORM).settle(fan, reluFollows);

  /**
   * The start values.
   *
   * @param reluFollows whether a relu-like activation follows; see {@link StartValues}
   */
  Init settle(Fan fan, boolean reluFollows);

  /**
   * How many numbers an output is made of, and how many outputs a number takes part in.
   *
   * @param in inputs a group times taps
   * @param out outputs of all groups times taps, as PyTorch counts them
   */
  record Fan(double in, double out) {
    /** Those of a weight whose axes are outputs, inputs a group, taps. */
    static Fan of(Shape weight) {
      double taps = weight.dims().stream().skip(2).mapToDouble(d -> d).reduce(1, (a, b) -> a * b);
      return new Fan(weight.dim(1) * taps, weight.dim(0) * taps);
    }
  }

  /** The same whatever the layer. */
  static Start exactly(Init init) {
    return (fan, reluFollows) -> init;
  }

  private static Init around(double bound) {
    return Init.uniform(-bound, bound);
  }
}
