package dev.nnd.kernel;

import dev.nnd.graph.Matrix;
import dev.nnd.kernel.Kernel.Transform;
import dev.nnd.kernel.TransformLoops.Pixels;
import dev.nnd.kernel.TransformLoops.Rows;
import dev.nnd.kernel.TransformLoops.Stretch;
import dev.nnd.loop.Array;
import dev.nnd.loop.Int;
import dev.nnd.loop.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The loops of a transform: down the columns of a row of tiles first, where tiles that overlap
 * share the work, then across each tile.
 */
final class TransformSchedule {
  private final Transform transform;
  private final Matrix matrix;
  private final Places places;
  private final Layout input;
  private final Layout tiles;
  private final TransformLoops loops;

  /** How many tiles after its own hold the last pixels that a tile reads. */
  private final int after;

  private TransformSchedule(Transform transform, Placed placed, Target target) {
    this.transform = transform;
    this.matrix = transform.op().matrix();
    this.places = new Places(placed);
    this.input = placed.layout(transform.input());
    this.tiles = placed.layout(transform.target());
    int stride = transform.op().stride();
    this.after = (matrix.columns() - 1) / stride;
    int more = target.isPortable() ? after * stride : matrix.columns() - stride;
    Pixels pixels = new Pixels(stride, more);
    int width = TransformLoops.width(transform.target(), tiles);
    this.loops = new TransformLoops(transform.target(), width, true, target, pixels, matrix.rows());
  }

  /** The routine that does a transform. */
  static Work schedule(Transform transform, Placed placed, Target target) {
    TransformSchedule schedule = new TransformSchedule(transform, placed, target);
    schedule.loops.code.add(new Statement.Mark(transform.origin()));
    schedule.loops.each(schedule::write);
    return schedule.loops.work("transform", schedule.places);
  }

  private void write(Stretch at) {
    int stride = transform.op().stride();
    Int row = at.row().times(stride).plus(-transform.op().before());
    Int column = at.first().times(stride).plus(-transform.op().before());
    Int from =
        loops.code.let(
            "a",
            sample(transform.input(), input, at)
                .plus(row.times(input.strides().get(2)))
                .plus(column.times(input.strides().get(3))));
    Array image = Places.array(transform.input());
    Rows in = new Rows(image, r -> from.plus(r * input.strides().get(2)), input.strides().get(3));
    Int to =
        loops.code.let(
            "b",
            sample(transform.target(), tiles, at)
                .plus(at.row().times(tiles.strides().get(4)))
                .plus(at.first().times(tiles.strides().get(5))));
    if (loops.flat) {
      flat(in, to, at.count());
      return;
    }
    loops.multiply(
        matrix,
        in,
        new Rows(TransformLoops.SCRATCH, p -> Int.of(p * loops.rowLength), loops.block),
        at.count().times(stride).plus(matrix.columns() - stride));
    loops.code.loop(
        "p", Int.of(0), Int.of(matrix.rows()), 1, p -> across(p, to, at.count(), stride));
  }

  private void across(Int p, Int to, Int count, int stride) {
    Int scratch = loops.code.let("s", p.times(loops.rowLength));
    Int target = loops.code.let("b", to.plus(p.times(tiles.strides().get(2))));
    loops.multiply(
        matrix,
        new Rows(TransformLoops.SCRATCH, s -> scratch.plus(s * loops.block), stride * loops.block),
        new Rows(
            Places.array(transform.target()),
            q -> target.plus(q * tiles.strides().get(3)),
            tiles.strides().get(5)),
        count);
  }

  /**
   * With the pixels of a row ordered by their place in a tile: then what all tiles of the row read
   * at one place are neighbours.
   */
  private void flat(Rows in, Int to, Int count) {
    FlatRows rows = loops.flatRows();
    int stride = transform.op().stride();
    int apart = loops.rowLength / stride;
    for (int c = 0; c < matrix.columns(); c++) copyByPlace(in, c, rows.place(c), apart, count);
    rows.multiply(matrix, Int.of(loops.rowLength));
    for (int p = 0; p < matrix.rows(); p++) {
      Int place = Int.of(rows.place(p));
      Int length = Int.of(loops.rowLength);
      loops.code.add(
          new Statement.Copy(FlatRows.OUT, place, TransformLoops.SCRATCH, place, length));
    }
    List<Integer> places = new ArrayList<>();
    for (int c = 0; c < matrix.columns(); c++)
      places.add(c % stride * apart + c / stride * loops.block);
    loops.code.loop(
        "p", Int.of(0), Int.of(matrix.rows()), 1, p -> acrossFlat(rows, p, places, to, count));
  }

  private void copyByPlace(Rows in, int row, int place, int apart, Int count) {
    int stride = transform.op().stride();
    Int from = loops.code.let("a", in.start().apply(row));
    loops.code.loop("x", Int.of(0), count, 1, x -> copyPixels(in, from, x, stride, place, apart));
    int left = matrix.columns() - stride;
    for (int x = 0; x < left; x += stride)
      copyPixels(in, from, count.plus(x / stride), Math.min(stride, left - x), place, apart);
  }

  /** Copies some of the pixels of a tile, each to the tile's place among those of its kind. */
  private void copyPixels(Rows in, Int from, Int tile, int pixels, int place, int apart) {
    Int length = Int.of(loops.block);
    for (int r = 0; r < pixels; r++) {
      Int pixel = tile.times(transform.op().stride()).plus(r);
      Int to = tile.times(loops.block).plus(place + r * apart);
      Int at = pixel.times(in.step()).plus(from);
      loops.code.add(new Statement.Copy(in.array(), at, FlatRows.IN, to, length));
    }
  }

  private void acrossFlat(FlatRows rows, Int p, List<Integer> places, Int to, Int count) {
    Int length = Int.of(loops.rowLength);
    Int from = p.times(rows.place(1));
    loops.code.add(
        new Statement.Copy(TransformLoops.SCRATCH, from, FlatRows.IN, Int.of(0), length));
    rows.multiply("multiplyAcross", matrix, places, count.times(loops.block));
    Int target = loops.code.let("b", to.plus(p.times(tiles.strides().get(2))));
    Array array = Places.array(transform.target());
    for (int q = 0; q < matrix.rows(); q++) {
      Int start = target.plus(q * tiles.strides().get(3));
      rows.copyOut(q, array, start, tiles.strides().get(5), loops.block, count);
    }
  }

  /** Where the elements of a stretch begin in a buffer. */
  private Int sample(Buffer buffer, Layout layout, Stretch at) {
    boolean batched = Places.batched(buffer);
    Int sample = batched ? at.sample().times(layout.strides().get(0)) : Int.of(0);
    return sample.plus(at.element()).plus(layout.origin()).plus(places.start(buffer));
  }
}
