package dev.nnd.interpret;

import dev.nnd.graph.Matrix;
import dev.nnd.graph.Primitive;
import java.util.List;

/**
 * Tiles between two matrices, {@code T x Tt}: the rows first, then the columns. Plain loops over
 * arrays, since weights go this way whenever a network is loaded.
 */
final class Tiles {
  private Tiles() {}

  /** See {@link Primitive.TileTransform}. */
  static NdArray transform(Primitive.TileTransform op, NdArray x, List<Integer> dims) {
    NdArray y = NdArray.zeros(dims);
    int height = x.dims().get(2);
    int width = x.dims().get(3);
    int size = op.matrix().columns();
    int down = dims.get(4);
    int across = dims.get(5);
    int each = y.data().length / (dims.get(0) * dims.get(1));
    for (int image = 0; image < dims.get(0) * dims.get(1); image++) {
      for (int tile = 0; tile < down * across; tile++) {
        double[][] cut = new double[size][size];
        for (int r = 0; r < size; r++) {
          for (int s = 0; s < size; s++) {
            int row = tile / across * op.stride() + r - op.before();
            int column = tile % across * op.stride() + s - op.before();
            boolean inside = row >= 0 && row < height && column >= 0 && column < width;
            if (inside) cut[r][s] = x.data()[(image * height + row) * width + column];
          }
        }
        double[][] product = between(op.matrix(), cut);
        for (int p = 0; p < product.length; p++) {
          for (int q = 0; q < product.length; q++) {
            int plane = p * product.length + q;
            y.data()[image * each + plane * down * across + tile] = product[p][q];
          }
        }
      }
    }
    return y;
  }

  /** See {@link Primitive.TileMerge}. */
  static NdArray merge(Primitive.TileMerge op, NdArray x, List<Integer> dims) {
    NdArray y = NdArray.zeros(dims);
    int height = dims.get(2);
    int width = dims.get(3);
    int size = op.matrix().columns();
    int step = op.matrix().rows();
    int across = x.dims().get(5);
    int tiles = x.dims().get(4) * across;
    for (int image = 0; image < dims.get(0) * dims.get(1); image++) {
      for (int tile = 0; tile < tiles; tile++) {
        double[][] cut = new double[size][size];
        for (int p = 0; p < size; p++) {
          for (int q = 0; q < size; q++) {
            cut[p][q] = x.data()[((image * size + p) * size + q) * tiles + tile];
          }
        }
        double[][] product = between(op.matrix(), cut);
        for (int u = 0; u < step; u++) {
          for (int v = 0; v < step; v++) {
            int row = tile / across * step + u;
            int column = tile % across * step + v;
            if (row >= height || column >= width) continue;
            y.data()[(image * height + row) * width + column] = product[u][v];
          }
        }
      }
    }
    return y;
  }

  /** {@code T x Tt}. */
  private static double[][] between(Matrix t, double[][] x) {
    double[][] rows = new double[t.rows()][x.length];
    double[][] both = new double[t.rows()][t.rows()];
    for (int p = 0; p < t.rows(); p++) {
      for (int s = 0; s < x.length; s++) {
        for (int r = 0; r < x.length; r++) rows[p][s] += t.at(p, r) * x[r][s];
      }
    }
    for (int p = 0; p < t.rows(); p++) {
      for (int q = 0; q < t.rows(); q++) {
        for (int s = 0; s < x.length; s++) both[p][q] += t.at(q, s) * rows[p][s];
      }
    }
    return both;
  }
}
