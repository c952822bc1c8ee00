package dev.nnd.program;

/** How the rate changes from epoch to epoch; {@code train} holds the equations. */
public sealed interface Schedule {
  /** Calls the case of this schedule. */
  <R> R accept(Visitor<R> visitor);

  /** The same always. */
  record Constant() implements Schedule {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.constant(this);
    }
  }

  /** {@code rate / (1 + decay * epoch)}. */
  record Inverse(double decay) implements Schedule {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.inverse(this);
    }
  }

  /** {@code rate * base^epoch}. */
  record Exponential(double base) implements Schedule {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.exponential(this);
    }
  }

  /** {@code rate * factor^floor(epoch / every)}. */
  record Steps(int every, double factor) implements Schedule {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.steps(this);
    }
  }

  /**
   * A linear rise over {@code warmup} epochs, then half a cosine down to {@code floor} times the
   * rate.
   */
  record Cosine(double warmup, double floor) implements Schedule {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.cosine(this);
    }
  }

  /**
   * Up to the rate at the share {@code peakAt} of all epochs, then down again (Smith and Topin
   * 2018).
   */
  record OneCycle(double peakAt) implements Schedule {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.oneCycle(this);
    }
  }

  /**
   * Times {@code factor} whenever the validation loss has not improved for more than {@code
   * patience} epochs.
   */
  record Plateau(int patience, double factor) implements Schedule {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.plateau(this);
    }
  }

  /** One case per schedule and no defaults. */
  interface Visitor<R> {
    R constant(Constant schedule);

    R inverse(Inverse schedule);

    R exponential(Exponential schedule);

    R steps(Steps schedule);

    R cosine(Cosine schedule);

    R oneCycle(OneCycle schedule);

    R plateau(Plateau schedule);
  }
}
