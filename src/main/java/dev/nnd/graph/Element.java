package dev.nnd.graph;

import java.util.Locale;

/**
 * What a tensor's elements are. Both are stored as float32, which holds every class label up to
 * 2^24 exactly.
 */
public enum Element {
  FLOAT,
  INT;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
