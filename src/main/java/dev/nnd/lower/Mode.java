package dev.nnd.lower;

/** What a network is run for; norms and dropouts differ. */
public enum Mode {
  /** Norms use the running statistics, dropout does nothing. */
  INFERENCE,
  /** Norms use the mini-batch and move the running statistics, dropout drops. */
  TRAINING
}
