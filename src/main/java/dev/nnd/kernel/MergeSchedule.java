package dev.nnd.kernel;

import dev.nnd.graph.Matrix;
import dev.nnd.kernel.Kernel.Merge;
import dev.nnd.kernel.Kernel.Output;
import dev.nnd.kernel.TransformLoops.Pixels;
import dev.nnd.kernel.TransformLoops.Rows;
import dev.nnd.kernel.TransformLoops.Stretch;
import dev.nnd.loop.Array;
import dev.nnd.loop.Expr;
import dev.nnd.loop.Int;
import dev.nnd.loop.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The loops of a merge: down the columns of a row of tiles first, then across, where each element
 * is finished and stored. Elements past the end are not stored.
 */
final class MergeSchedule {
  private final Merge merge;
  private final Matrix matrix;
  private final Places places;
  private final Layout tiles;
  private final Space space;
  private final boolean batched;
  private final TransformLoops loops;
  private final Code code;

  private MergeSchedule(Merge merge, Placed placed, Target target) {
    this.merge = merge;
    this.matrix = merge.op().matrix();
    this.places = new Places(placed);
    this.tiles = placed.layout(merge.input());
    this.batched = Places.batched(merge.input());
    List<Integer> extents = result().target().shape().dims();
    this.space = new Space(placed, extents, Collections.nCopies(extents.size(), true));
    merge.outputs().forEach(space::access);
    boolean vectors = merge.outputs().stream().allMatch(this::suitsVectors);
    if (!batched && (!vectors || !isPlain()))
      throw new IllegalStateException("kernel: weights are merged as they are: " + merge);
    int width = vectors ? TransformLoops.width(merge.input(), tiles) : extents.get(1);
    int rows = matrix.rows() * matrix.columns();
    this.loops = new TransformLoops(merge.input(), width, vectors, target, new Pixels(1, 0), rows);
    this.code = loops.code;
  }

  /** The routine that does a merge. */
  static Work schedule(Merge merge, Placed placed, Target target) {
    MergeSchedule schedule = new MergeSchedule(merge, placed, target);
    schedule.code.add(new Statement.Mark(merge.origin()));
    schedule.loops.each(schedule::write);
    return schedule.loops.work("merge", schedule.places);
  }

  private Output result() {
    return merge.outputs().get(0);
  }

  private boolean isPlain() {
    return merge.outputs().size() == 1 && result().value() instanceof Element.Product;
  }

  /**
   * Whether an output, and all that it reads, has the channels next to each other or one for all.
   */
  private boolean suitsVectors(Output output) {
    if (!batched) return true;
    int width = tiles.width();
    boolean fits = space.step(output, 1) == 1 && places.layout(output.target()).width() >= width;
    for (Element.Read read : Footprint.reads(output.value())) {
      int step = space.step(read, 1);
      fits &= step == 0 || step == 1 && places.layout(read.buffer()).width() >= width;
    }
    return fits;
  }

  private void write(Stretch at) {
    Int sample = batched ? at.sample().times(tiles.strides().get(0)) : Int.of(0);
    Int from =
        code.let(
            "a",
            sample
                .plus(at.element())
                .plus(tiles.origin())
                .plus(places.start(merge.input()))
                .plus(at.row().times(tiles.strides().get(4)))
                .plus(at.first().times(tiles.strides().get(5))));
    Int size = Int.of(matrix.columns());
    code.loop("q", Int.of(0), size, 1, q -> down(q, from, at.count()));
    int height = merge.op().size().get(0);
    int step = matrix.rows();
    boolean even = height % step == 0;
    Int rows =
        even
            ? Int.of(step)
            : code.let("h", Int.of(height).minus(at.row().times(step)).min(Int.of(step)));
    code.loop("u", Int.of(0), rows, 1, u -> across(u, at));
  }

  private void down(Int q, Int start, Int count) {
    Int in = code.let("a", start.plus(q.times(tiles.strides().get(3))));
    Int scratch = code.let("s", q.times(loops.rowLength));
    int each = matrix.columns() * loops.rowLength;
    Rows from =
        new Rows(
            Places.array(merge.input()),
            p -> in.plus(p * tiles.strides().get(2)),
            tiles.strides().get(5));
    if (!loops.flat) {
      Rows to = new Rows(TransformLoops.SCRATCH, u -> scratch.plus(u * each), loops.block);
      loops.multiply(matrix, from, to, count);
      return;
    }
    FlatRows rows = loops.flatRows();
    rows.copyIn(from, matrix.columns(), loops.block, count);
    rows.multiply(matrix, count.times(loops.block));
    for (int u = 0; u < matrix.rows(); u++) {
      Int to = scratch.plus(u * each);
      rows.copyOut(u, TransformLoops.SCRATCH, to, loops.block, loops.block, count);
    }
  }

  private void across(Int u, Stretch at) {
    int step = matrix.rows();
    int width = merge.op().size().get(1);
    Int y = code.let("y", at.row().times(step).plus(u));
    Int x = code.let("x", at.first().times(step));
    Int scratch = code.let("s", u.times(matrix.columns() * loops.rowLength));
    Rows in = new Rows(TransformLoops.SCRATCH, q -> scratch.plus(q * loops.rowLength), loops.block);
    Row row = new Row(at, y, x);
    if (loops.flat) {
      FlatRows rows = loops.flatRows();
      rows.copyIn(in, matrix.columns(), loops.block, at.count());
      rows.multiply(matrix, at.count().times(loops.block));
      for (int v = 0; v < step; v++) flat(v, rows.place(v), row, at);
      return;
    }
    boolean even = width % step == 0;
    Int whole =
        even ? at.count() : code.let("w", Int.of(width / step).minus(at.first()).min(at.count()));
    code.loop("x", Int.of(0), whole, 1, t -> row.tile(in, t, step));
    if (!even) code.loop("x", whole, at.count(), 1, t -> row.tile(in, t, width % step));
  }

  /** Finishes and stores one element of every tile in a row. */
  private void flat(int v, int place, Row row, Stretch at) {
    int step = matrix.rows();
    int width = merge.op().size().get(1);
    Int end = Int.of((width - v + step - 1) / step).minus(at.first()).min(at.count());
    Int count = width % step == 0 ? at.count() : code.let("w", end);
    code.loop("x", Int.of(0), count, 1, t -> row.flatTile(place, t, v));
  }

  /** One row of the result along a stretch of tiles. */
  private final class Row {
    private final Stretch at;
    private final Int y;
    private final Int x;

    Row(Stretch at, Int y, Int x) {
      this.at = at;
      this.y = y;
      this.x = x;
    }

    private Int column(Int tile, int v) {
      return x.plus(tile.times(matrix.rows())).plus(v);
    }

    /** Where an access is, at a column and the first element of the stretch. */
    private Int address(Object key, Buffer buffer, Int column) {
      Int start = places.start(buffer);
      if (batched)
        return space.position(key, List.of(at.sample(), at.element(), y, column)).plus(start);
      Layout layout = places.layout(buffer);
      Int row = y.times(layout.strides().get(2)).plus(column.times(layout.strides().get(3)));
      return row.plus(at.element()).plus(layout.origin()).plus(start);
    }

    private Int step(Object key, Int j) {
      return batched ? j.times(space.step(key, 1)) : j;
    }

    /** The elements of one tile, as many of a row as are asked for. */
    void tile(Rows in, Int tile, int count) {
      List<Int> columns = new ArrayList<>();
      for (int v = 0; v < count; v++) columns.add(column(tile, v));
      code.loop(
          "j",
          Int.of(0),
          Int.of(loops.block),
          loops.lanes,
          j -> {
            Int from = tile.times(loops.block).plus(j);
            List<Expr> product =
                new MatrixCode(code, loops.lanes > 1)
                    .multiply(matrix, loops.load(matrix, in, from));
            Map<Element.Read, Expr> still = still(columns, j);
            for (int v = 0; v < count; v++) finish(product.get(v), columns.get(v), j, still);
          });
    }

    /** What is the same for all columns is read once. */
    private Map<Element.Read, Expr> still(List<Int> columns, Int j) {
      Map<Element.Read, Expr> found = new HashMap<>();
      if (columns.size() == 1) return found;
      Set<Integer> written = new HashSet<>();
      for (Output o : merge.outputs()) written.add(Footprint.memory(o.target()));
      for (Output o : merge.outputs()) {
        for (Element.Read read : Footprint.reads(o.value())) {
          boolean moves =
              !address(read, read.buffer(), columns.get(0))
                  .equals(address(read, read.buffer(), columns.get(1)));
          if (moves || found.containsKey(read) || written.contains(Footprint.memory(read.buffer())))
            continue;
          found.put(read, code.let("w", load(read, columns.get(0), j), loops.lanes > 1));
        }
      }
      return found;
    }

    private Expr load(Element.Read read, Int column, Int j) {
      Int from = address(read, read.buffer(), column).plus(step(read, j));
      boolean repeat = space.step(read, 1) == 0;
      return new Expr.Load(Places.array(read.buffer()), from, repeat);
    }

    private void finish(Expr product, Int column, Int j, Map<Element.Read, Expr> still) {
      boolean vector = loops.lanes > 1;
      ElementCode element = new ElementCode(code, vector, new Reading(product, column, j, still));
      List<Expr> values = new ArrayList<>();
      for (Output o : merge.outputs()) values.add(element.writeAndKeep(o.value()));
      for (int i = 0; i < values.size(); i++) {
        Output o = merge.outputs().get(i);
        Int to = address(o, o.target(), column).plus(step(o, j));
        loops.store(Places.array(o.target()), to, values.get(i));
      }
    }

    /** One element of a tile, from and to rows of scratch. */
    void flatTile(int place, Int tile, int v) {
      Int column = column(tile, v);
      Int first = tile.times(loops.block).plus(place);
      Int length = Int.of(loops.block);
      for (int i = 0; i < merge.outputs().size(); i++) {
        Output o = merge.outputs().get(i);
        Int to = address(o, o.target(), column);
        if (isPlain()) {
          code.add(new Statement.Copy(FlatRows.OUT, first, Places.array(o.target()), to, length));
          return;
        }
        Array scratch = Array.scratch(3 + i);
        code.loop(
            "j",
            Int.of(0),
            length,
            1,
            j -> {
              Expr load = new Expr.Load(FlatRows.OUT, j.plus(first), false);
              ElementCode element =
                  new ElementCode(code, false, new Reading(load, column, j, Map.of()));
              loops.store(scratch, j, element.write(o.value()));
            });
      }
      for (int i = 0; i < merge.outputs().size(); i++) {
        Output o = merge.outputs().get(i);
        Array scratch = Array.scratch(3 + i);
        Int to = address(o, o.target(), column);
        code.add(new Statement.Copy(scratch, Int.of(0), Places.array(o.target()), to, length));
      }
    }

    /** Reads what finishes an element. */
    private final class Reading implements ElementCode.Reading {
      private final Expr product;
      private final Int column;
      private final Int j;
      private final Map<Element.Read, Expr> still;

      Reading(Expr product, Int column, Int j, Map<Element.Read, Expr> still) {
        this.product = product;
        this.column = column;
        this.j = j;
        this.still = still;
      }

      @Override
      public Expr read(Element.Read read) {
        Expr known = still.get(read);
        return known != null ? known : load(read, column, j);
      }

      private Int number(Element element) {
        List<Int> counters = List.of(at.sample(), at.element().plus(j), y, column);
        return space.position(element, counters);
      }

      @Override
      public Expr position(Element.Position position) {
        return new Expr.FromInt(number(position), space.step(position, 1));
      }

      @Override
      public Expr uniform(Element.Uniform uniform) {
        int lane = space.step(uniform, 1);
        return new Expr.Uniform(new Int.Key(uniform.stream()), number(uniform), lane);
      }

      @Override
      public Optional<Expr> product() {
        return Optional.of(product);
      }
    }
  }
}
