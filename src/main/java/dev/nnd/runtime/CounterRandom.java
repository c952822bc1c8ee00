package dev.nnd.runtime;

/**
 * Random numbers as pure functions of a key and a counter.
 *
 * <p>There is no state, so any thread can draw any number in any order and the result is the same.
 * A key names a stream; the counter is the position in it. Within a stream the 2^32 values of
 * {@link #bits} are a permutation of all ints. Keys should come from one of the {@code key}
 * functions.
 *
 * <p>{@link #bits} uses nothing but 32-bit multiply, exclusive or and shift, which vector units
 * have: generated code repeats it lane by lane. The finaliser is Chris Wellons' search result for
 * the least bias of its form (shifts 16, 15, 15; "Prospecting for hash functions", 2018, revised
 * 2022). Good for training, useless for secrets.
 */
public final class CounterRandom {
  private static final double TWO_TO_MINUS_32 = 0x1p-32;

  /**
   * Keeps keys that {@link #key(int, int)} derives apart from the numbers that {@link #bits} gives
   * for the same pair.
   */
  private static final int DERIVE = 0x9e3779b9;

  private CounterRandom() {}

  /** 32 random bits at position {@code counter} of the stream {@code key}. */
  public static int bits(int key, int counter) {
    return mix(mix(counter) ^ key);
  }

  /** A uniform number in [0, 1), a multiple of 2^-24. */
  public static float uniform(int key, int counter) {
    return (bits(key, counter) >>> 8) * 0x1p-24f;
  }

  /**
   * A standard normal number, by the cosine half of Box and Muller's transform (1958). Its absolute
   * value is below 6.67.
   *
   * <p>Draws at positions {@code 2 * counter} and {@code 2 * counter + 1} of the stream. Uses
   * {@link StrictMath}, so that the bits are the same on every machine.
   *
   * @param counter position in the stream, from 0 on
   */
  public static double gaussian(int key, int counter) {
    double radius = (Integer.toUnsignedLong(bits(key, 2 * counter)) + 1) * TWO_TO_MINUS_32;
    double angle = Integer.toUnsignedLong(bits(key, 2 * counter + 1)) * TWO_TO_MINUS_32;
    return StrictMath.sqrt(-2 * StrictMath.log(radius)) * StrictMath.cos(2 * Math.PI * angle);
  }

  /**
   * The numbers from 0 to {@code n - 1} in random order, by Fisher and Yates' shuffle. The bias of
   * its choices is below n / 2^32.
   *
   * @param n how many numbers; at least 0
   */
  public static int[] permutation(int key, int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = (int) (Integer.toUnsignedLong(bits(key, i)) * (i + 1) >>> 32);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /**
   * The key of the stream that {@code stream} names, e.g. the path of a parameter, under the seed
   * of a program. Two names get the same key with probability 2^-32.
   */
  public static int key(long seed, String stream) {
    long hash = mix64(seed);
    for (int i = 0; i < stream.length(); i++) {
      hash = mix64(hash + stream.charAt(i));
    }
    return (int) (hash >>> 32);
  }

  /** The key of sub-stream {@code step} of the stream {@code key}, e.g. of one training step. */
  public static int key(int key, int step) {
    return mix(mix(step ^ DERIVE) ^ key ^ DERIVE);
  }

  private static int mix(int x) {
    x = (x ^ x >>> 16) * 0x21f0aaad;
    x = (x ^ x >>> 15) * 0xd35a2d97;
    return x ^ x >>> 15;
  }

  /** The step and finaliser of SplitMix64 (Steele, Lea and Flood, 2014). */
  private static long mix64(long x) {
    x += 0x9e3779b97f4a7c15L;
    x = (x ^ x >>> 30) * 0xbf58476d1ce4e5b9L;
    x = (x ^ x >>> 27) * 0x94d049bb133111ebL;
    return x ^ x >>> 31;
  }
}
