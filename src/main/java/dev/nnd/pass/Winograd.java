package dev.nnd.pass;

import dev.nnd.graph.Matrix;

/**
 * The matrices of Winograd's minimal filtering F(m x m, 3 x 3): tiles of m by m results from tiles
 * of m + 2 by m + 2 elements and P = (m + 2)^2 products, instead of 9 m^2.
 *
 * <pre>y = At [(G w Gt) * (Bt d B)] A</pre>
 *
 * <p>Interpolation points 0, 1, -1 (and 2, -2) and infinity. Source: Lavin and Gray 2015, Fast
 * Algorithms for Convolutional Neural Networks, equations 8 to 11.
 *
 * @param size m, the results of a tile along an axis
 * @param elements {@code Bt}, of m + 2 rows and columns
 * @param weights {@code G}, of m + 2 rows and 3 columns
 * @param results {@code At}, of m rows and m + 2 columns
 */
record Winograd(int size, Matrix elements, Matrix weights, Matrix results) {
  /** Four results of 16 products: exact tiles for even images, 2.25 times fewer products. */
  static Winograd two() {
    Matrix elements = Matrix.over(1, 4, 1, 0, -1, 0, 0, 1, 1, 0, 0, -1, 1, 0, 0, 1, 0, -1);
    Matrix weights = Matrix.over(2, 4, 2, 0, 0, 1, 1, 1, 1, -1, 1, 0, 0, 2);
    return new Winograd(2, elements, weights, Matrix.over(1, 2, 1, 1, 1, 0, 0, 1, -1, -1));
  }

  /** Sixteen results of 36 products: 4 times fewer. */
  static Winograd four() {
    Matrix elements =
        Matrix.over(
            1, 6, //
            4, 0, -5, 0, 1, 0, //
            0, -4, -4, 1, 1, 0, //
            0, 4, -4, -1, 1, 0, //
            0, -2, -1, 2, 1, 0, //
            0, 2, -1, -2, 1, 0, //
            0, 4, 0, -5, 0, 1);
    Matrix weights =
        Matrix.over(24, 6, 6, 0, 0, -4, -4, -4, -4, 4, -4, 1, 2, 4, 1, -2, 4, 0, 0, 24);
    Matrix results =
        Matrix.over(
            1, 4, //
            1, 1, 1, 1, 1, 0, //
            0, 1, -1, 2, -2, 0, //
            0, 1, 1, 4, 4, 0, //
            0, 1, -1, 8, -8, 1);
    return new Winograd(4, elements, weights, results);
  }

  /** How many tiles reach over an extent. */
  int tiles(int extent) {
    return (extent + size - 1) / size;
  }

  /** How many products a tile takes for each pair of channels. */
  int products() {
    return elements.rows() * elements.rows();
  }
}
