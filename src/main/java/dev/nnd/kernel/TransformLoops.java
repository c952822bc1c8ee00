package dev.nnd.kernel;

import dev.nnd.graph.Matrix;
import dev.nnd.loop.Array;
import dev.nnd.loop.Expr;
import dev.nnd.loop.Int;
import dev.nnd.loop.IntVar;
import dev.nnd.loop.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * What the schedules of tiles share. A row of tiles is done at a time: one axis into rows of
 * scratch that stay in the first cache, then the other. Vectors run along the channels, which lie
 * next to each other; of weights both leading axes do. On the portable target whole rows are copied
 * to scratch rows and go through plain loops, which C2 makes vectors of.
 */
final class TransformLoops {
  /** The longest row of scratch. */
  private static final int LONGEST = ScratchLengths.LEAST;

  /** The elements of all rows of scratch: half of a first cache. */
  private static final int ROOM = 4096;

  /** Fewer elements than this, where there is no batch, are not worth dividing. */
  private static final int SMALLEST_DIVIDED = 32768;

  /** Where the rows of tiles are between one axis and the other. */
  static final Array SCRATCH = Array.scratch(0);

  final Code code = new Code();
  private final Map<String, Part> parts = new LinkedHashMap<>();

  /** How many elements next to each other are done at a time. */
  final int block;

  /** How many elements a row of scratch has. */
  final int rowLength;

  /** Floats in a vector; 1 for plain loops. */
  final int lanes;

  /** Whether plain loops go over whole rows. */
  final boolean flat;

  private final boolean batched;
  private final int width;
  private final int down;
  private final int across;
  private final int stretch;
  private final int rows;
  private final int units;

  /** How long a row of scratch is: so many pixels for each tile, and some more. */
  record Pixels(int each, int more) {
    int of(int tiles) {
      return tiles * each + more;
    }
  }

  /**
   * The loops over tiles.
   *
   * @param tiles the buffer of the tiles, {@code [A,B,P,P,I,J]}
   * @param width elements of it next to each other
   * @param vectors whether all accesses suit vectors
   * @param rows of scratch
   */
  TransformLoops(Buffer tiles, int width, boolean vectors, Target target, Pixels pixels, int rows) {
    this.batched = Places.batched(tiles);
    this.width = width;
    this.down = tiles.shape().dim(4);
    this.across = tiles.shape().dim(5);
    this.rows = rows;
    this.lanes = vectors ? target.lanes() : 1;
    this.flat = vectors && target.isPortable();
    int unit = vectors ? Layout.BLOCK : 1;
    int room = Math.min(LONGEST, ROOM / rows);
    int most = across;
    while (most > 1 && pixels.of(most) * unit > room) most--;
    this.stretch = most;
    int elements = width;
    while (elements > unit && (width % elements != 0 || pixels.of(stretch) * elements > room))
      elements -= unit;
    this.block = elements;
    this.rowLength = pixels.of(stretch) * block;
    boolean small = tiles.shape().size() < SMALLEST_DIVIDED;
    this.units = batched ? 0 : small ? 1 : width / block;
  }

  /** The elements of a buffer that lie next to each other: those of the axes 0 and 1. */
  static int width(Buffer buffer, Layout layout) {
    if (Places.batched(buffer)) return layout.width();
    int other = 1 - layout.minor();
    return layout.strides().get(other) * buffer.shape().dim(other);
  }

  /**
   * Where a stretch of tiles is.
   *
   * @param sample the batch's counter; 0 where there is none
   * @param element the first of the elements next to each other
   * @param row the row of tiles
   * @param first the first tile of the stretch
   * @param count how many tiles it has
   */
  record Stretch(Int sample, Int element, Int row, Int first, Int count) {}

  /** What happens at each stretch of tiles. */
  @FunctionalInterface
  interface Body {
    void at(Stretch stretch);
  }

  /** Opens the loops around stretches of tiles. */
  void each(Body body) {
    if (batched) {
      Int from = Int.of(IntVar.FROM);
      code.loop("n", from, Int.of(IntVar.TO), 1, n -> blocks(n, body));
    } else if (units > 1) {
      Int from = Int.of(IntVar.FROM);
      code.loop("i", from, Int.of(IntVar.TO), 1, i -> tileRows(Int.of(0), i.times(block), body));
    } else {
      blocks(Int.of(0), body);
    }
  }

  private void blocks(Int sample, Body body) {
    code.loop("k", Int.of(0), Int.of(width), block, k -> tileRows(sample, k, body));
  }

  private void tileRows(Int sample, Int element, Body body) {
    code.loop(
        "y",
        Int.of(0),
        Int.of(down),
        1,
        y ->
            code.loop(
                "t",
                Int.of(0),
                Int.of(across),
                stretch,
                t -> body.at(new Stretch(sample, element, y, t, count(t)))));
  }

  private Int count(Int first) {
    boolean even = across % stretch == 0;
    return even ? Int.of(stretch) : code.let("c", Int.of(across).minus(first).min(Int.of(stretch)));
  }

  /** The routine with what has been written. */
  Work work(String name, Places places) {
    int room = flat ? rowLength + Layout.BLOCK : rowLength;
    return places.work(name, code.statements(), units, List.copyOf(parts.values()), rows * room);
  }

  /**
   * Rows of pixels of {@link #block} elements.
   *
   * @param start where each row begins
   * @param step from one pixel to the next
   */
  record Rows(Array array, IntFunction<Int> start, int step) {}

  /** Writes {@code out = T in}, pixel by pixel. */
  void multiply(Matrix t, Rows in, Rows out, Int pixels) {
    boolean joined = in.step == block && out.step == block;
    Int rounds = joined ? Int.of(1) : pixels;
    Int length = joined ? pixels.times(block) : Int.of(block);
    code.loop(
        "x",
        Int.of(0),
        rounds,
        1,
        x ->
            code.loop(
                "j",
                Int.of(0),
                length,
                lanes,
                j -> {
                  List<Expr> product =
                      new MatrixCode(code, lanes > 1)
                          .multiply(t, load(t, in, x.times(in.step).plus(j)));
                  Int to = x.times(out.step).plus(j);
                  for (int r = 0; r < t.rows(); r++) {
                    store(out.array, out.start.apply(r).plus(to), product.get(r));
                  }
                }));
  }

  /** The elements of all rows at one place. */
  List<Expr> load(Matrix t, Rows in, Int at) {
    List<Expr> x = new ArrayList<>();
    for (int c = 0; c < t.columns(); c++) {
      Expr load = new Expr.Load(in.array, in.start.apply(c).plus(at), false);
      x.add(code.let("x", load, lanes > 1));
    }
    return x;
  }

  /** Stores a vector, or an element where loops are plain. */
  void store(Array array, Int at, Expr value) {
    code.add(new Statement.Store(array, at, value, lanes > 1));
  }

  /** Rows in scratch for plain loops. */
  FlatRows flatRows() {
    return new FlatRows(code, parts, rowLength);
  }
}
