package dev.nnd.runtime;

import java.util.List;

/**
 * The memory that a step works in.
 *
 * @param arena floats of the arena
 * @param scratch the lengths of the scratch rows of a thread
 */
public record StepMemory(int arena, List<Integer> scratch) {
  public StepMemory {
    scratch = List.copyOf(scratch);
  }

  /** Scratch rows for each of some threads. */
  float[][][] scratchRows(int threads) {
    float[][][] all = new float[threads][scratch.size()][];
    for (float[][] rows : all) {
      for (int row = 0; row < rows.length; row++) rows[row] = new float[scratch.get(row)];
    }
    return all;
  }
}
