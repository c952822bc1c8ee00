package dev.nnd.kernel;

import dev.nnd.graph.Matrix;
import dev.nnd.kernel.TransformLoops.Rows;
import dev.nnd.loop.Array;
import dev.nnd.loop.Expr;
import dev.nnd.loop.Int;
import dev.nnd.loop.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Products of a small known matrix with long rows, as plain loops that C2 makes vectors of: all
 * rows stand in one array of scratch and all results in another, at places that are constants, and
 * each loop makes one row, or two that are the sum and the difference of the same.
 */
final class FlatRows {
  /** Where rows are copied to. */
  static final Array IN = Array.scratch(1);

  /** Where products are made. */
  static final Array OUT = Array.scratch(2);

  private final Code code;
  private final Map<String, Part> parts;
  private final int pitch;

  /**
   * Rows in scratch.
   *
   * @param parts of the routine, which gets those that multiply
   * @param length the most elements of a row
   */
  FlatRows(Code code, Map<String, Part> parts, int length) {
    this.code = code;
    this.parts = parts;
    this.pitch = length + Layout.BLOCK;
  }

  /** Where a row begins, in either array. */
  int place(int row) {
    return row * pitch;
  }

  /** Copies rows of pixels to scratch, without gaps. */
  void copyIn(Rows rows, int count, int block, Int pixels) {
    for (int c = 0; c < count; c++) {
      Int from = code.let("a", rows.start().apply(c));
      int place = place(c);
      pieces(
          rows.step() == block,
          block,
          pixels,
          (x, length) ->
              copy(
                  rows.array(),
                  x.times(rows.step()).plus(from),
                  IN,
                  x.times(block).plus(place),
                  length));
    }
  }

  /** Copies one row of products to where pixels are. */
  void copyOut(int row, Array to, Int start, int step, int block, Int pixels) {
    Int at = code.let("a", start);
    pieces(
        step == block,
        block,
        pixels,
        (x, length) ->
            copy(OUT, x.times(block).plus(place(row)), to, x.times(step).plus(at), length));
  }

  private void copy(Array from, Int fromIndex, Array to, Int toIndex, Int length) {
    code.add(new Statement.Copy(from, fromIndex, to, toIndex, length));
  }

  @FunctionalInterface
  private interface Piece {
    void at(Int pixel, Int length);
  }

  /** One piece for all pixels where they lie next to each other, else one for each. */
  private void pieces(boolean whole, int block, Int pixels, Piece piece) {
    if (whole) {
      piece.at(Int.of(0), pixels.times(block));
    } else {
      code.loop("x", Int.of(0), pixels, 1, x -> piece.at(x, Int.of(block)));
    }
  }

  /** {@code OUT = T IN}, with the rows of {@code IN} where they were copied to. */
  void multiply(Matrix t, Int length) {
    List<Integer> places = new ArrayList<>();
    for (int c = 0; c < t.columns(); c++) places.add(place(c));
    multiply("multiply", t, places, length);
  }

  /**
   * The same where the rows of {@code IN} are elsewhere.
   *
   * @param name what the part that does it is called, before the size of the matrix
   */
  void multiply(String name, Matrix t, List<Integer> places, Int length) {
    PartCode part = new PartCode();
    Int elements = part.parameter(length);
    boolean[] done = new boolean[t.rows()];
    for (int r = 0; r < t.rows(); r++) {
      if (done[r]) continue;
      int row = r;
      part.code.loop(
          "j",
          Int.of(0),
          elements,
          1,
          j -> makeRow(part.code, product(t, places, j), row, done, j));
    }
    String sized = name + t.rows() + "x" + t.columns();
    parts.putIfAbsent(sized, part.part(sized, 0));
    code.add(part.call(sized, List.of()));
  }

  private static List<Expr> product(Matrix t, List<Integer> places, Int j) {
    List<Expr> x = new ArrayList<>();
    for (int place : places) x.add(new Expr.Load(IN, j.plus(place), false));
    return new MatrixCode().multiply(t, x);
  }

  private void makeRow(Code to, List<Expr> y, int row, boolean[] done, Int j) {
    for (int other = row + 1; other < y.size(); other++) {
      if (!isPair(y.get(row), y.get(other))) continue;
      Expr.Binary pair = (Expr.Binary) y.get(row);
      Expr even = to.let("t", pair.left(), false);
      Expr odd = to.let("t", pair.right(), false);
      store(to, row, j, new Expr.Binary(Expr.BinaryOperator.ADD, even, odd));
      store(to, other, j, new Expr.Binary(Expr.BinaryOperator.SUBTRACT, even, odd));
      done[other] = true;
      return;
    }
    store(to, row, j, y.get(row));
  }

  private static boolean isPair(Expr sum, Expr difference) {
    return sum instanceof Expr.Binary s
        && difference instanceof Expr.Binary d
        && s.operator() == Expr.BinaryOperator.ADD
        && d.operator() == Expr.BinaryOperator.SUBTRACT
        && s.left().equals(d.left())
        && s.right().equals(d.right());
  }

  private void store(Code to, int row, Int j, Expr value) {
    to.add(new Statement.Store(OUT, j.plus(place(row)), value, false));
  }
}
