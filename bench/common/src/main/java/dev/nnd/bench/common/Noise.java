package dev.nnd.bench.common;

/** Numbers that look random and are the same everywhere; quick to make, even before the JIT. */
final class Noise {
  private Noise() {}

  /** Numbers from {@code low} to {@code high}, evenly. */
  static float[] uniform(int size, int seed, float low, float high) {
    float[] values = new float[size];
    long state = seed * 0x9E3779B97F4A7C15L;
    for (int i = 0; i < size; i++) {
      // Knuth's MMIX generator; its upper 24 bits.
      state = state * 6364136223846793005L + 1442695040888963407L;
      values[i] = low + (high - low) * (state >>> 40) * 0x1p-24f;
    }
    return values;
  }
}
