package dev.nnd.kernel;

import dev.nnd.graph.Matrix;
import dev.nnd.kernel.Kernel.Transform;
import dev.nnd.kernel.TransformLoops.Pixels;
import dev.nnd.kernel.TransformLoops.Rows;
import dev.nnd.kernel.TransformLoops.Stretch;
import dev.nnd.loop.Array;
import dev.nnd.loop.Int;
import dev.nnd.loop.Statement;

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

  private TransformSchedule(Transform transform, Placed placed, Target target) {
    this.transform = transform;
    this.matrix = transform.op().matrix();
    this.places = new Places(placed);
    this.input = placed.layout(transform.input());
    this.tiles = placed.layout(transform.target());
    int stride = transform.op().stride();
    Pixels pixels = new Pixels(stride, matrix.columns() - stride);
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
    Int pixels = at.count().times(stride).plus(matrix.columns() - stride);
    loops.multiply(
        matrix,
        new Rows(image, r -> from.plus(r * input.strides().get(2)), input.strides().get(3)),
        new Rows(TransformLoops.SCRATCH, p -> Int.of(p * loops.rowLength), loops.block),
        pixels);
    Int to =
        loops.code.let(
            "b",
            sample(transform.target(), tiles, at)
                .plus(at.row().times(tiles.strides().get(4)))
                .plus(at.first().times(tiles.strides().get(5))));
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

  /** Where the elements of a stretch begin in a buffer. */
  private Int sample(Buffer buffer, Layout layout, Stretch at) {
    boolean batched = Places.batched(buffer);
    Int sample = batched ? at.sample().times(layout.strides().get(0)) : Int.of(0);
    return sample.plus(at.element()).plus(layout.origin()).plus(places.start(buffer));
  }
}
