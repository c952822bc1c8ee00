package dev.nnd.data;

import dev.nnd.program.DataPlan.Part;
import dev.nnd.runtime.CounterRandom;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Divides rows by shares: a random order, then train, validation and test one after the other.
 *
 * <p>A part ends at {@code n} times the sum of the shares so far, rounded to the nearest (halves
 * up), so that no part is more than one row off its share and shares that sum to 1 use every row.
 */
final class Split {
  private Split() {}

  /** The rows of each part, in rising order. Parts without a share are not there. */
  static Map<Part, int[]> of(int rows, Map<Part, Double> shares, long seed) {
    int[] order = CounterRandom.permutation(CounterRandom.key(seed, "split"), rows);
    Map<Part, int[]> parts = new EnumMap<>(Part.class);
    double sum = 0;
    int start = 0;
    for (Part part : Part.values()) {
      if (shares.containsKey(part)) {
        sum += shares.get(part);
        int end = (int) Math.min(rows, Math.max(start, Math.round(rows * sum)));
        int[] chosen = Arrays.copyOfRange(order, start, end);
        Arrays.sort(chosen);
        parts.put(part, chosen);
        start = end;
      }
    }
    return parts;
  }
}
