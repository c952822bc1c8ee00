package dev.nnd.runtime;

import java.util.Arrays;
import java.util.List;

/**
 * How much a caller brings to a step.
 *
 * @param sizes floats a sample of each of its arrays, inputs and then outputs
 * @param settings how many settings
 * @param streams how many keys of streams of random numbers
 */
public record StepArrays(List<Integer> sizes, int settings, int streams) {
  public StepArrays {
    sizes = List.copyOf(sizes);
  }

  /** Nothing at all. */
  static StepArrays none() {
    return new StepArrays(List.of(), 0, 0);
  }

  /** Floats of all arrays for a batch. */
  long length(int batch) {
    return sizes.stream().mapToLong(size -> (long) size * batch).sum();
  }

  /** Arrays of zeros for a batch. */
  float[][] zeros(int batch) {
    float[][] arrays = new float[sizes.size()][];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = new float[Math.multiplyExact(sizes.get(i), batch)];
    }
    return arrays;
  }

  /** Settings that divide nothing by zero. */
  float[] ones() {
    float[] ones = new float[settings];
    Arrays.fill(ones, 1);
    return ones;
  }
}
