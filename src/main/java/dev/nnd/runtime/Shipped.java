package dev.nnd.runtime;

import java.util.Optional;

/** The class that stands for a network in a jar of its own: it makes the code for each machine. */
public interface Shipped {
  /**
   * The code for vectors of so many floats, or the portable code for 1; empty if the jar has none.
   */
  Optional<Step> step(int lanes);
}
