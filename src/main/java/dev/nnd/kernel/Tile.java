package dev.nnd.kernel;

/**
 * How many sums a contraction keeps in registers at a time.
 *
 * @param rows rows of sums, each with its own scalars of one factor
 * @param blocks vectors a row, shared by all rows
 */
record Tile(int rows, int blocks) {
  /**
   * The tile for a row of so many vectors: few enough sums for the registers, enough of them to
   * hide an addition's latency, and as many multiplications a load as can be. Measured on Zen 4
   * with 144 products a sum, in GFLOP/s on JDK 17: 4 by 4 gets 103, 3 by 4 106, 2 by 4 95, 4 by 3
   * 99, 4 by 2 96 to 110, 2 by 2 96, 8 by 1, which is bound by loads, 82; 1 by 4 and 1 by 8 54.
   *
   * @param lanes floats in a vector; with 16 there are 32 registers, else 16
   */
  static Tile of(int vectors, int lanes, boolean hasRows) {
    boolean wide = lanes == 16;
    if (!hasRows) return new Tile(1, Math.min(vectors, wide ? 8 : 4));
    if (lanes == 1) return new Tile(4, 1);
    if (vectors == 1) return new Tile(8, 1);
    if (!wide) return vectors % 2 == 0 ? new Tile(6, 2) : new Tile(8, 1);
    if (vectors == 2) return new Tile(4, 2);
    if (vectors % 4 == 0) return new Tile(4, 4);
    return vectors % 3 == 0 ? new Tile(4, 3) : vectors % 2 == 0 ? new Tile(4, 2) : new Tile(4, 4);
  }
}
