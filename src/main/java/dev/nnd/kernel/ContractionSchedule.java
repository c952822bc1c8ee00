package dev.nnd.kernel;

import dev.nnd.graph.Shape;
import dev.nnd.kernel.Kernel.Contraction;
import dev.nnd.kernel.Kernel.Output;
import dev.nnd.loop.Int;
import dev.nnd.loop.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The loops of a contraction around its tiles ({@link TileCode}). From the outside: the batch if it
 * is summed, what both factors step with, a few columns, the other kept loops, stretches of the
 * products of each sum, and the rows. A stretch of the wide factor stays in a near cache while all
 * rows use it; between two stretches the sums stand where the result will. A strip of rows that has
 * all its products is finished at once ({@link FinishCode}).
 *
 * <p>The terms of each sum are added in the order of the summed loops, one fused multiply-add at a
 * time, so tiles, targets and threads do not change a bit of it.
 */
final class ContractionSchedule {
  /**
   * Elements of the wide factor that all rows use before the next ones come: 64 KiB. A tile takes
   * them in so slowly that they come from the second cache in time; shorter stretches cost more, as
   * the sums go to memory and back between them.
   */
  private static final int STRETCH = 16384;

  private final ContractionLoops loops;
  private final Space space;
  private final Output result;
  private final int lanes;
  private final int inner;
  private final boolean batchOutside;
  private final TileRows rows;
  private final Tile tile;
  private final Options options;
  private final Places places;
  private final Code code;
  private final Map<String, Part> parts;

  private ContractionSchedule(
      ContractionLoops loops,
      Options options,
      Tile tile,
      Places places,
      Code code,
      Map<String, Part> parts) {
    this.loops = loops;
    this.space = loops.space;
    this.result = loops.contraction.outputs().get(0);
    this.lanes = lanes(loops, options);
    this.inner = loops.summed.isEmpty() ? -1 : loops.summed.get(loops.summed.size() - 1);
    this.batchOutside =
        loops.summed.size() > 1 && space.loop(loops.summed.get(0)).extent() == Shape.BATCH;
    this.tile = tile;
    this.rows = TileRows.of(loops, tile.rows(), code);
    this.options = options;
    this.places = places;
    this.code = code;
    this.parts = parts;
  }

  private static int lanes(ContractionLoops loops, Options options) {
    return loops.columns ? options.target().lanes() : 1;
  }

  /** The routine that does a contraction. */
  static Work schedule(
      Contraction contraction, Optional<Division> division, Placed placed, Options options) {
    ContractionLoops loops = new ContractionLoops(contraction, division, placed);
    if (options.target().isPortable()) {
      Optional<Work> rows = PackedContraction.schedule(loops, placed, options);
      if (rows.isPresent()) return rows.get();
      if (loops.columns) return PortableContraction.schedule(loops, placed);
    }
    int lanes = lanes(loops, options);
    Tile tile = Tile.of(loops.width() / lanes, lanes, loops.rows >= 0);
    Code code = new Code();
    code.add(new Statement.Mark(contraction.origin()));
    ContractionSchedule schedule =
        new ContractionSchedule(
            loops, options, tile, new Places(placed), code, new LinkedHashMap<>());
    schedule.write();
    return schedule.work();
  }

  private Work work() {
    int units = loops.units(rows.units());
    return places.work("contract", code.statements(), units, List.copyOf(parts.values()));
  }

  /**
   * Writes the loops. Where samples are the rows, as in a dense layer, and there are too few for a
   * tile, all depends on how fast the wide factor comes from memory: more vectors a row then make
   * longer runs of it.
   */
  private void write() {
    Tile oneRow = Tile.of(loops.width() / lanes, lanes, false);
    if (!(rows instanceof TileRows.Samples) || oneRow.blocks() <= tile.blocks()) {
      writeLoops();
      return;
    }
    Int tiles = rows.end().minus(rows.first()).over(tile.rows());
    ContractionSchedule few = new ContractionSchedule(loops, options, oneRow, places, code, parts);
    code.choose(tiles, this::writeLoops, few::writeLoops);
  }

  private void writeLoops() {
    List<Int> start = new ArrayList<>(Collections.nCopies(space.size(), Int.of(0)));
    if (batchOutside) {
      if (!loops.continues) strips(start, this::clear);
      open(loops.summed.get(0), start, at -> strips(at, this::addStretches));
    } else {
      strips(start, this::addStretches);
    }
  }

  /** A few vectors of columns of all rows of this task, at counters that lack the row. */
  private record Strip(List<Int> counters, int blocks) {}

  /**
   * The batch and what both factors step with, then columns, then the other kept loops. Weights
   * that step with a loop, as those of tiles do, are read once for all samples.
   */
  private void strips(List<Int> counters, Consumer<Strip> body) {
    List<Integer> early = new ArrayList<>();
    List<Integer> late = new ArrayList<>();
    for (int loop : loops.outer) {
      Space.Loop l = space.loop(loop);
      boolean first = l.divides() || l.extent() == Shape.BATCH || space.step(loops.wide, loop) != 0;
      (first ? early : late).add(loop);
    }
    early.sort(
        Comparator.comparing((Integer loop) -> !space.loop(loop).divides())
            .thenComparing(loop -> space.step(loops.wide, loop) == 0));
    open(
        early,
        counters,
        at ->
            columns(
                at,
                strip ->
                    open(
                        late,
                        strip.counters,
                        inside -> body.accept(new Strip(inside, strip.blocks)))));
  }

  private void columns(List<Int> counters, Consumer<Strip> body) {
    if (!loops.columns) {
      body.accept(new Strip(counters, 1));
      return;
    }
    int vectors = loops.width() / lanes;
    int whole = vectors / tile.blocks() * tile.blocks();
    int last = space.size() - 1;
    code.loop(
        "j",
        Int.of(0),
        Int.of(whole * lanes),
        tile.blocks() * lanes,
        j -> body.accept(new Strip(with(counters, last, j), tile.blocks())));
    if (vectors > whole)
      body.accept(new Strip(with(counters, last, Int.of(whole * lanes)), vectors - whole));
  }

  private void open(List<Integer> opened, List<Int> counters, Consumer<List<Int>> body) {
    if (opened.isEmpty()) {
      body.accept(counters);
    } else {
      List<Integer> left = opened.subList(1, opened.size());
      open(opened.get(0), counters, at -> open(left, at, body));
    }
  }

  private void open(int loop, List<Int> counters, Consumer<List<Int>> body) {
    Space.Loop l = space.loop(loop);
    code.loop("i", l.from(), l.to(), 1, counter -> body.accept(with(counters, loop, counter)));
  }

  private static List<Int> with(List<Int> counters, int loop, Int counter) {
    List<Int> changed = new ArrayList<>(counters);
    changed.set(loop, counter);
    return changed;
  }

  private void clear(Strip strip) {
    code.loop(
        "r",
        rows.first(),
        rows.end(),
        1,
        r -> {
          Int at = code.let("o", address(result, result.target(), atRow(strip.counters, r)));
          Int end = at.plus(strip.blocks * lanes);
          code.add(new Statement.Fill(Places.array(result.target()), at, end, 0));
        });
  }

  private List<Int> atRow(List<Int> counters, Int row) {
    return loops.rows < 0 ? counters : with(counters, loops.rows, row);
  }

  private Int address(Object key, Buffer buffer, List<Int> counters) {
    return space.position(key, counters).plus(places.start(buffer));
  }

  private void addStretches(Strip strip) {
    int first = batchOutside ? 1 : 0;
    List<Integer> outer =
        inner < 0 ? List.of() : loops.summed.subList(first, loops.summed.size() - 1);
    open(
        outer,
        strip.counters,
        counters -> {
          Int again = Int.of(batchOutside || loops.continues ? 1 : 0);
          for (int loop : outer) again = again.plus(counters.get(loop));
          addProducts(counters, again, strip.blocks);
        });
    finish(strip);
  }

  /** Adds the products of the innermost summed loop, stretch by stretch. */
  private void addProducts(List<Int> counters, Int again, int blocks) {
    if (inner < 0) {
      addRows(counters, Int.of(1), again, blocks);
      return;
    }
    Space.Loop loop = space.loop(inner);
    int extent = loop.extent();
    int most = STRETCH / (blocks * lanes);
    if (extent == Shape.BATCH && hasManyRows()) {
      code.loop(
          "c",
          loop.from(),
          loop.to(),
          most,
          c -> {
            Int count = code.let("n", loop.to().minus(c).min(Int.of(most)));
            addRows(with(counters, inner, c), count, again.plus(c), blocks);
          });
      return;
    }
    if (extent <= most || !hasManyRows()) {
      Int count = code.let("n", loop.to().minus(loop.from()));
      addRows(with(counters, inner, loop.from()), count, again, blocks);
      return;
    }
    int stretches = (extent + most - 1) / most;
    int length = (extent + stretches - 1) / stretches;
    code.loop(
        "c",
        Int.of(0),
        Int.of(extent),
        length,
        c -> {
          boolean even = extent % length == 0;
          Int count = even ? Int.of(length) : Int.of(extent).minus(c).min(Int.of(length));
          addRows(with(counters, inner, c), code.let("n", count), again.plus(c), blocks);
        });
  }

  /** Whether a stretch is used often enough to be worth it. */
  private boolean hasManyRows() {
    if (loops.rows < 0) return false;
    int extent = space.loop(loops.rows).extent();
    return (extent == Shape.BATCH ? options.capacity() : extent) > 2 * tile.rows();
  }

  private void addRows(List<Int> counters, Int count, Int again, int blocks) {
    rows.each(
        (row, number) -> addTile(atRow(counters, row), new Tile(number, blocks), count, again));
  }

  private void addTile(List<Int> counters, Tile shape, Int count, Int again) {
    boolean narrowVectors = loops.columns && space.step(loops.narrow, space.size() - 1) == 1;
    TileCode part =
        new TileCode(shape, stepInside(loops.narrow), stepInside(loops.wide), narrowVectors, lanes);
    parts.computeIfAbsent(part.name(), name -> part.part());
    code.add(
        part.call(
            place(loops.narrow, loops.narrow.buffer(), counters),
            place(loops.wide, loops.wide.buffer(), counters),
            place(result, result.target(), counters),
            count,
            again));
  }

  private int stepInside(Element.Read factor) {
    return inner < 0 ? 0 : space.step(factor, inner);
  }

  private TileCode.Place place(Object key, Buffer buffer, List<Int> counters) {
    int row = loops.rows < 0 ? 0 : space.step(key, loops.rows);
    return new TileCode.Place(Places.array(buffer), address(key, buffer, counters), row);
  }

  private void finish(Strip strip) {
    List<Output> outputs = loops.contraction.outputs();
    if (outputs.size() == 1 && result.value() instanceof Element.Product) return;
    FinishCode finish = new FinishCode(loops, strip.blocks, lanes);
    parts.computeIfAbsent(finish.name(), name -> finish.part());
    Int count = code.let("n", rows.end().minus(rows.first()));
    code.add(finish.call(places, atRow(strip.counters, rows.first()), count));
  }
}
