package dev.nnd.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The statistics are those of fixed keys, so a test that passes always passes; the bounds are what
 * chance exceeds about once in 100,000 times.
 */
final class CounterRandomTest {
  private static final int DRAWS = 1 << 18;

  /** Stored weights and published results depend on these. */
  @Test
  void valuesStayAsTheyAre() {
    assertEquals(0x679838b5, CounterRandom.bits(1, 2));
    assertEquals(0x9b229f41, CounterRandom.bits(-7, 123456));
    assertEquals(0.7654606f, CounterRandom.uniform(7, 3));
    assertEquals(-0.5400776237196109, CounterRandom.gaussian(7, 3));
    assertEquals(-338658232, CounterRandom.key(1, "conv.weight"));
    assertEquals(-703322116, CounterRandom.key(1, 2));
    assertArrayEquals(new int[] {5, 4, 2, 3, 7, 0, 6, 1}, CounterRandom.permutation(5, 8));
  }

  @Test
  void everyBitIsSetHalfOfTheTime() {
    for (int bit = 0; bit < 32; bit++) {
      int ones = 0;
      for (int i = 0; i < DRAWS; i++) {
        ones += CounterRandom.bits(42, i) >>> bit & 1;
      }
      assertEquals(0, deviations(ones, DRAWS, 0.5), 4.5, "bit " + bit);
    }
  }

  @Test
  void aFlippedInputBitFlipsEveryOutputBitHalfOfTheTime() {
    assertAvalanche("counter", (sample, in) -> CounterRandom.bits(99, sample ^ in));
    assertAvalanche("key", (sample, in) -> CounterRandom.bits(sample ^ in, 99));
    assertAvalanche("derived key", (sample, in) -> CounterRandom.key(sample ^ in, 99));
    assertAvalanche("step", (sample, in) -> CounterRandom.key(99, sample ^ in));
  }

  private static void assertAvalanche(String name, IntBinaryOperator hash) {
    int samples = 1 << 14;
    for (int in = 0; in < 32; in++) {
      int[] flips = new int[32];
      for (int i = 0; i < samples; i++) {
        int sample = i * 0x9e3779b1;
        int changed = hash.applyAsInt(sample, 0) ^ hash.applyAsInt(sample, 1 << in);
        for (int out = 0; out < 32; out++) {
          flips[out] += changed >>> out & 1;
        }
      }
      for (int out = 0; out < 32; out++) {
        // The hash itself, not only chance, may be off by 2 %.
        assertEquals(0.5, flips[out] / (double) samples, 0.04, name + " " + in + " to " + out);
      }
    }
  }

  @Test
  void uniformFillsItsRangeEvenly() {
    int[] counts = new int[256];
    for (int i = 0; i < DRAWS; i++) {
      float u = CounterRandom.uniform(3, i);
      assertTrue(u >= 0 && u < 1);
      counts[(int) (u * counts.length)]++;
    }
    assertEven(counts);
  }

  @Test
  void neighbouringKeysCountersAndStepsAreIndependent() {
    assertIndependent((i, second) -> CounterRandom.bits(5, i + second));
    assertIndependent((i, second) -> CounterRandom.bits(5 + second, i));
    assertIndependent((i, second) -> CounterRandom.bits(i + second, 5));
    assertIndependent((i, second) -> CounterRandom.bits(CounterRandom.key(5, i + second), 0));
    assertIndependent((i, second) -> CounterRandom.bits(CounterRandom.key(i + second, 5), 0));
    assertIndependent(
        (i, second) -> second == 0 ? CounterRandom.bits(5, i) : CounterRandom.key(5, i));
  }

  /** Counts pairs of leading four bits, and pairs of trailing ones. */
  private static void assertIndependent(IntBinaryOperator draw) {
    int[] high = new int[256];
    int[] low = new int[256];
    for (int i = 0; i < DRAWS; i++) {
      int a = draw.applyAsInt(i, 0);
      int b = draw.applyAsInt(i, 1);
      high[a >>> 28 << 4 | b >>> 28]++;
      low[(a & 15) << 4 | b & 15]++;
    }
    assertEven(high);
    assertEven(low);
  }

  @Test
  void gaussianHasItsMomentsAndItsDistribution() {
    double[] z =
        IntStream.range(0, DRAWS).mapToDouble(i -> CounterRandom.gaussian(11, i)).toArray();
    double root = Math.sqrt(DRAWS);
    assertEquals(0, Arrays.stream(z).average().orElseThrow(), 4.5 / root);
    assertEquals(
        1, Arrays.stream(z).map(v -> v * v).average().orElseThrow(), 4.5 * Math.sqrt(2) / root);
    assertEquals(
        0,
        Arrays.stream(z).map(v -> v * v * v).average().orElseThrow(),
        4.5 * Math.sqrt(15) / root);
    assertEquals(
        3,
        Arrays.stream(z).map(v -> v * v * v * v).average().orElseThrow(),
        4.5 * Math.sqrt(96) / root);
    // Shares of the normal distribution within 1, 2 and 3 standard deviations.
    double[] shares = {0.6826894921, 0.9544997361, 0.9973002039};
    for (int limit = 1; limit <= 3; limit++) {
      int bound = limit;
      long within = Arrays.stream(z).filter(v -> Math.abs(v) < bound).count();
      assertEquals(0, deviations(within, DRAWS, shares[limit - 1]), 4.5, "within " + limit);
    }
  }

  @Test
  void gaussianIsFiniteWhereItsUniformIsSmallest() {
    int worst =
        IntStream.range(0, 1 << 20)
            .reduce((a, b) -> Integer.compareUnsigned(radius(a), radius(b)) <= 0 ? a : b)
            .orElseThrow();
    assertTrue(Math.abs(CounterRandom.gaussian(11, worst)) < 6.67);
  }

  private static int radius(int counter) {
    return CounterRandom.bits(11, 2 * counter);
  }

  @Test
  void permutationHoldsEveryNumberOnce() {
    for (int n : new int[] {0, 1, 2, 3, 10, 1797}) {
      int[] sorted = CounterRandom.permutation(n, n);
      Arrays.sort(sorted);
      assertArrayEquals(IntStream.range(0, n).toArray(), sorted);
    }
  }

  @Test
  void everyPermutationIsEquallyLikely() {
    int[] counts = new int[120];
    for (int key = 0; key < 120_000; key++) {
      counts[rank(CounterRandom.permutation(key, 5))]++;
    }
    assertEven(counts);
  }

  /** Position among all permutations in the order of a dictionary. */
  private static int rank(int[] order) {
    int rank = 0;
    for (int i = 0; i < order.length; i++) {
      int first = order[i];
      long smaller = Arrays.stream(order).skip(i).filter(v -> v < first).count();
      rank = rank * (order.length - i) + (int) smaller;
    }
    return rank;
  }

  @Test
  void streamsOfOtherNamesAndSeedsAreOthers() {
    Set<Integer> keys = new HashSet<>();
    int count = 0;
    for (long seed : new long[] {0, 1, 2, -1, 1L << 32, Long.MIN_VALUE}) {
      for (String name :
          new String[] {"", "a", "b", "ab", "ba", "aa", "conv.weight", "conv.bias"}) {
        keys.add(CounterRandom.key(seed, name));
        count++;
      }
    }
    assertEquals(count, keys.size());
    assertNotEquals(CounterRandom.bits(8, 9), CounterRandom.key(8, 9));
  }

  /**
   * By how many standard deviations {@code hits} differs from the mean of a binomial distribution.
   */
  private static double deviations(long hits, int draws, double share) {
    return (hits - draws * share) / Math.sqrt(draws * share * (1 - share));
  }

  /** A chi-square test with the normal approximation, which is close from 100 cells on. */
  private static void assertEven(int[] counts) {
    double expected = Arrays.stream(counts).average().orElseThrow();
    double chiSquare =
        Arrays.stream(counts).mapToDouble(c -> (c - expected) * (c - expected) / expected).sum();
    int freedom = counts.length - 1;
    assertEquals(0, (chiSquare - freedom) / Math.sqrt(2 * freedom), 4.8, "chi-square " + chiSquare);
  }
}
