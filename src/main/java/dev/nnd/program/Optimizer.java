package dev.nnd.program;

/**
 * How gradients change parameters, by PyTorch's update rules; {@code lower} holds the equations.
 *
 * <p>{@code rate} is the rate before the schedule; {@code weightDecay} is L2 (added to the
 * gradient) except in AdamW, and applies to weights alone.
 */
public sealed interface Optimizer {
  /** The rate before the schedule; positive. */
  double rate();

  /** Weight decay; at least 0. */
  double weightDecay();

  /** Calls the case of this optimizer. */
  <R> R accept(Visitor<R> visitor);

  /** Stochastic gradient descent, with momentum (Sutskever et al. 2013, as PyTorch has it). */
  record Sgd(double rate, double momentum, boolean nesterov, double weightDecay)
      implements Optimizer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.sgd(this);
    }
  }

  /** RMSProp (Tieleman and Hinton 2012): epsilon is added to the root. */
  record RmsProp(double rate, double decay, double epsilon, double momentum, double weightDecay)
      implements Optimizer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.rmsProp(this);
    }
  }

  /** Adam (Kingma and Ba 2015). */
  record Adam(double rate, double beta1, double beta2, double epsilon, double weightDecay)
      implements Optimizer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.adam(this);
    }
  }

  /** Adam with decoupled weight decay (Loshchilov and Hutter 2019). */
  record AdamW(double rate, double beta1, double beta2, double epsilon, double weightDecay)
      implements Optimizer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.adamW(this);
    }
  }

  /** One case per optimizer and no defaults. */
  interface Visitor<R> {
    R sgd(Sgd optimizer);

    R rmsProp(RmsProp optimizer);

    R adam(Adam optimizer);

    R adamW(AdamW optimizer);
  }
}
