package dev.nnd.graph;

import java.util.Locale;

/** What a pool keeps of a window. */
public enum Pooling {
  MAX,
  MEAN;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
