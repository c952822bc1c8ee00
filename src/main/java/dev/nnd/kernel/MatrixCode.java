package dev.nnd.kernel;

import dev.nnd.graph.Matrix;
import dev.nnd.loop.Expr;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Writes {@code y = T x} for a matrix of known numbers: zeros are left out, ones are additions. Two
 * columns that are equal but for signs share {@code a + b} and {@code a - b}, and so do two such
 * rows. The order of the operations depends on the matrix alone.
 */
final class MatrixCode {
  private final UnaryOperator<Expr> keep;

  /** Keeps what is used more than once in variables. */
  MatrixCode(Code code, boolean vector) {
    this.keep = value -> code.let("t", value, vector);
  }

  /** Keeps nothing: what is used more than once is in several expressions. */
  MatrixCode() {
    this.keep = value -> value;
  }

  /** The elements of {@code T x}, each in a variable. */
  List<Expr> multiply(Matrix t, List<Expr> x) {
    List<double[]> rows = new ArrayList<>();
    for (int r = 0; r < t.rows(); r++) {
      int row = r;
      rows.add(IntStream.range(0, t.columns()).mapToDouble(c -> t.at(row, c)).toArray());
    }
    return byRows(rows, byColumns(rows, new ArrayList<>(x)));
  }

  /** Puts sums and differences in the place of pairs of columns, in {@code rows} too. */
  private List<Expr> byColumns(List<double[]> rows, List<Expr> x) {
    for (int a = 0; a < x.size(); a++) {
      for (int b = a + 1; b < x.size(); b++) {
        if (!pairs(column(rows, a), column(rows, b))) continue;
        Expr sum = keep(new Expr.Binary(Expr.BinaryOperator.ADD, x.get(a), x.get(b)));
        Expr difference = keep(new Expr.Binary(Expr.BinaryOperator.SUBTRACT, x.get(a), x.get(b)));
        x.set(a, sum);
        x.set(b, difference);
        for (double[] row : rows) {
          boolean equal = row[a] == row[b];
          row[b] = equal ? 0 : row[a];
          row[a] = equal ? row[a] : 0;
        }
        break;
      }
    }
    return x;
  }

  private static double[] column(List<double[]> rows, int column) {
    return rows.stream().mapToDouble(row -> row[column]).toArray();
  }

  /** Whether two vectors are equal at some places and opposite at the others, and it pays. */
  private static boolean pairs(double[] a, double[] b) {
    int equal = 0;
    int opposite = 0;
    for (int i = 0; i < a.length; i++) {
      if (Math.abs(a[i]) != Math.abs(b[i])) return false;
      if (a[i] == 0) continue;
      if (a[i] == b[i]) equal++;
      else opposite++;
    }
    return equal > 0 && opposite > 0 && equal + opposite > 2;
  }

  private List<Expr> byRows(List<double[]> rows, List<Expr> x) {
    List<Expr> y = new ArrayList<>(Collections.nCopies(rows.size(), new Expr.Const(0)));
    boolean[] done = new boolean[rows.size()];
    for (int a = 0; a < rows.size(); a++) {
      if (done[a]) continue;
      int partner = partner(rows, a, done);
      if (partner < 0) {
        y.set(a, sum(rows.get(a), x));
        continue;
      }
      double[] equal = rows.get(a).clone();
      double[] opposite = rows.get(a).clone();
      for (int c = 0; c < equal.length; c++) {
        (equal[c] == rows.get(partner)[c] ? opposite : equal)[c] = 0;
      }
      Expr even = sum(equal, x);
      Expr odd = sum(opposite, x);
      y.set(a, keep(new Expr.Binary(Expr.BinaryOperator.ADD, even, odd)));
      y.set(partner, keep(new Expr.Binary(Expr.BinaryOperator.SUBTRACT, even, odd)));
      done[partner] = true;
    }
    return y;
  }

  private static int partner(List<double[]> rows, int row, boolean[] done) {
    for (int b = row + 1; b < rows.size(); b++) {
      if (!done[b] && pairs(rows.get(row), rows.get(b))) return b;
    }
    return -1;
  }

  /** A sum of products, which begins with an element as it is where there is one. */
  private Expr sum(double[] row, List<Expr> x) {
    int first = -1;
    for (int c = row.length - 1; c >= 0; c--) {
      if (row[c] != 0 && (first < 0 || row[c] == 1 || row[first] != 1)) first = c;
    }
    if (first < 0) return new Expr.Const(0);
    Expr sum = x.get(first);
    if (row[first] != 1) {
      sum = keep(new Expr.Binary(Expr.BinaryOperator.MULTIPLY, sum, number(row[first])));
    }
    for (int c = 0; c < row.length; c++) {
      if (c != first && row[c] != 0) sum = keep(plus(sum, row[c], x.get(c)));
    }
    return sum;
  }

  private static Expr plus(Expr sum, double factor, Expr x) {
    if (factor == 1) return new Expr.Binary(Expr.BinaryOperator.ADD, sum, x);
    if (factor == -1) return new Expr.Binary(Expr.BinaryOperator.SUBTRACT, sum, x);
    return new Expr.Fma(x, number(factor), sum);
  }

  private static Expr number(double value) {
    return new Expr.Const((float) value);
  }

  private Expr keep(Expr value) {
    return keep.apply(value);
  }
}
