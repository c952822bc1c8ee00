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
   * hide an addition's latency, and as many multiplications a load as can be. Measured on Zen 4: 4
   * by 4 and 4 by 2 reach 90 % of the machine's limit, 8 by 1 about 70 %. From 6 by 2 on, JDK 17
   * unrolls rows of two vectors once more and then spills: 15 %.
   */
  static Tile of(int vectors, Target target, boolean hasRows) {
    boolean wide = target.lanes() == 16;
    if (!hasRows) return new Tile(1, Math.min(vectors, wide ? 8 : 4));
    if (!wide) return vectors % 2 == 0 ? new Tile(6, 2) : new Tile(8, 1);
    if (vectors == 1) return new Tile(8, 1);
    if (vectors == 2) return new Tile(4, 2);
    if (vectors % 4 == 0) return new Tile(4, 4);
    return vectors % 3 == 0 ? new Tile(5, 3) : vectors % 2 == 0 ? new Tile(4, 2) : new Tile(4, 4);
  }

  /** Vector operations for one round of the innermost loop. */
  int operations() {
    return rows + blocks + rows * blocks;
  }
}
