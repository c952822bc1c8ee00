package dev.nnd.tune;

/** What a worker is answered when it reports an epoch. */
public enum Verdict {
  /** Go on with the next epoch. */
  GO_ON,
  /** The trial is hopeless: end it as pruned. */
  PRUNE,
  /** A person wants the trial to end: end it as stopped. */
  STOP,
  /** The trial is another worker's: leave it without a word. */
  LEAVE
}
