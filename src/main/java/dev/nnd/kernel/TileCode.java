package dev.nnd.kernel;

import dev.nnd.loop.Array;
import dev.nnd.loop.Expr;
import dev.nnd.loop.FloatVar;
import dev.nnd.loop.Int;
import dev.nnd.loop.IntVar;
import dev.nnd.loop.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of a contraction that takes all its time: a tile of sums lives in registers through one
 * loop, in which every number of the narrow factor is repeated and multiplied with vectors of the
 * wide one.
 *
 * <p>C2 only takes the checks of bounds out of the loop if the steps of the factors are constants;
 * everything else is a parameter, so that a network needs few of these parts.
 *
 * @param tile how many sums
 * @param narrowStep how far the narrow factor moves from one product to the next
 * @param wideStep how far the wide factor does
 * @param narrowVectors whether the narrow factor moves along the columns too
 * @param lanes floats in a vector; 1 for plain floats
 */
record TileCode(Tile tile, int narrowStep, int wideStep, boolean narrowVectors, int lanes) {
  private static final Array NARROW = Array.given(0);
  private static final Array WIDE = Array.given(1);
  private static final Array SUMS = Array.given(2);

  private static final IntVar NARROW_AT = new IntVar("narrow");
  private static final IntVar NARROW_ROW = new IntVar("narrow_row");
  private static final IntVar WIDE_AT = new IntVar("wide");
  private static final IntVar SUMS_AT = new IntVar("sums");
  private static final IntVar SUMS_ROW = new IntVar("sums_row");
  private static final IntVar COUNT = new IntVar("count");
  private static final IntVar AGAIN = new IntVar("again");

  /** The name of the part within its contraction. */
  String name() {
    return "tile%dx%d".formatted(tile.rows(), tile.blocks());
  }

  /**
   * A call of the part.
   *
   * @param narrow where the narrow factor begins, and how far apart its rows are
   * @param count how many products each sum gets
   * @param again 0 to begin the sums, any other number to go on with what is stored
   */
  Statement call(Place narrow, Place wide, Place sums, Int count, Int again) {
    return new Statement.Call(
        name(),
        List.of(narrow.array, wide.array, sums.array),
        List.of(narrow.at, Int.of(narrow.row), wide.at, sums.at, Int.of(sums.row), count, again));
  }

  /** Where an operand of a tile stands; its rows are {@code row} elements apart. */
  record Place(Array array, Int at, int row) {}

  /** The part. */
  Part part() {
    Code code = new Code();
    List<List<FloatVar>> sums = new ArrayList<>();
    List<Statement> load = new ArrayList<>();
    List<Statement> zero = new ArrayList<>();
    for (int r = 0; r < tile.rows(); r++) {
      Int row = code.let("o", Int.of(SUMS_ROW).times(r).plus(Int.of(SUMS_AT)));
      List<FloatVar> variables = new ArrayList<>();
      for (int b = 0; b < tile.blocks(); b++) {
        FloatVar sum = code.variable("s", isVector());
        load.add(new Statement.Set(sum, new Expr.Load(SUMS, row.plus(b * lanes), false)));
        zero.add(new Statement.Set(sum, new Expr.Const(0)));
        variables.add(sum);
      }
      sums.add(variables);
    }
    code.add(new Statement.If(Int.of(AGAIN), load, zero));
    multiply(code, sums);
    store(code, sums);
    List<IntVar> parameters =
        List.of(NARROW_AT, NARROW_ROW, WIDE_AT, SUMS_AT, SUMS_ROW, COUNT, AGAIN);
    return new Part(name(), 3, parameters, code.statements());
  }

  private boolean isVector() {
    return lanes > 1;
  }

  private void multiply(Code code, List<List<FloatVar>> sums) {
    List<Int> rows = new ArrayList<>();
    for (int r = 0; r < tile.rows(); r++)
      rows.add(code.let("a", Int.of(NARROW_ROW).times(r).plus(Int.of(NARROW_AT))));
    code.loop(
        "k",
        Int.of(0),
        Int.of(COUNT),
        1,
        k -> {
          List<Expr> vectors = new ArrayList<>();
          Int wide = k.times(wideStep).plus(Int.of(WIDE_AT));
          for (int b = 0; b < tile.blocks(); b++) {
            Expr load = new Expr.Load(WIDE, wide.plus(b * lanes), false);
            vectors.add(code.let("w", load, isVector()));
          }
          for (int r = 0; r < tile.rows(); r++) {
            Int narrow = k.times(narrowStep).plus(rows.get(r));
            Expr factor = factor(code, narrow, 0);
            for (int b = 0; b < tile.blocks(); b++) {
              if (narrowVectors && b > 0) factor = factor(code, narrow, b);
              FloatVar sum = sums.get(r).get(b);
              Expr added = new Expr.Fma(factor, vectors.get(b), new Expr.Local(sum));
              code.add(new Statement.Set(sum, added));
            }
          }
        });
  }

  private Expr factor(Code code, Int narrow, int block) {
    Expr load = new Expr.Load(NARROW, narrow.plus(block * lanes), !narrowVectors);
    return code.let("x", load, isVector());
  }

  private void store(Code code, List<List<FloatVar>> sums) {
    for (int r = 0; r < tile.rows(); r++) {
      Int row = code.let("o", Int.of(SUMS_ROW).times(r).plus(Int.of(SUMS_AT)));
      for (int b = 0; b < tile.blocks(); b++) {
        Expr sum = new Expr.Local(sums.get(r).get(b));
        code.add(new Statement.Store(SUMS, row.plus(b * lanes), sum, isVector()));
      }
    }
  }
}
