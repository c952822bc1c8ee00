package dev.nnd.graph;

import java.util.Locale;

/** What a parameter is for, which decides who may change it. */
public enum Role {
  /** Trained, and shrunk by weight decay. */
  WEIGHT,
  /** Trained; decay leaves it alone, as it does scales and shifts. */
  BIAS,
  SCALE,
  SHIFT,
  /** A running mean or variance: moved by the forward pass, never by the optimizer. */
  STATISTIC,
  /** What the optimizer remembers about a trained parameter. */
  SLOT;

  /** Whether gradients are taken with respect to it. */
  public boolean trained() {
    return this == WEIGHT || this == BIAS || this == SCALE || this == SHIFT;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
