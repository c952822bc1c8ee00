package dev.nnd.kernel;

import dev.nnd.loop.Array;
import dev.nnd.loop.Expr;
import dev.nnd.loop.Int;
import dev.nnd.loop.IntVar;
import dev.nnd.loop.Statement;
import dev.nnd.source.Span;

/**
 * Sets the zeros around a buffer, whose memory held something else before. What lies between two
 * rows is cleared at once, and with a few stores where it is short.
 */
final class BorderSchedule {
  private static final int MOST_STORES = 8;

  private final Buffer buffer;
  private final Target target;
  private final Layout layout;
  private final Code code = new Code();

  private BorderSchedule(Buffer buffer, Layout layout, Target target) {
    this.buffer = buffer;
    this.target = target;
    this.layout = layout;
  }

  /** The routine that clears a buffer's border. */
  static Work schedule(Buffer buffer, Placed placed, Target target, Span origin) {
    BorderSchedule schedule = new BorderSchedule(buffer, placed.layout(buffer), target);
    Places places = new Places(placed);
    Int start = places.start(buffer);
    schedule.code.add(new Statement.Mark(origin));
    boolean batched = Places.batched(buffer);
    int size = schedule.layout.size();
    if (batched) {
      Int from = Int.of(IntVar.FROM);
      schedule.code.loop(
          "n", from, Int.of(IntVar.TO), 1, n -> schedule.clear(0, n.times(size).plus(start)));
    } else {
      schedule.clear(0, start);
    }
    return places.work("border", schedule.code.statements(), batched ? 0 : 1);
  }

  /** Clears what lies before and after an axis, and within it the borders of the faster axes. */
  private void clear(int position, Int start) {
    if (position > deepest()) return;
    int axis = layout.order().get(position);
    int step = layout.strides().get(axis);
    Reach border = layout.borders().get(axis);
    int extent = buffer.shape().dim(axis);
    Int base = code.let("z", start);
    Int first = base.plus(border.low() * step);
    fill(base, border.low() * step);
    if (isRows(position + 1)) {
      clearBetween(position + 1, first, extent, step);
    } else if (position < deepest()) {
      code.loop(
          "i", Int.of(0), Int.of(extent), 1, i -> clear(position + 1, i.times(step).plus(first)));
    }
    fill(first.plus(extent * step), border.high() * step);
  }

  /** Whether the borders of an axis are the last there are, and its rows follow without gaps. */
  private boolean isRows(int position) {
    if (position != deepest()) return false;
    int axis = layout.order().get(position);
    Reach border = layout.borders().get(axis);
    int whole = border.low() + buffer.shape().dim(axis) + border.high();
    int outer = layout.strides().get(layout.order().get(position - 1));
    return whole * layout.strides().get(axis) == outer;
  }

  private void clearBetween(int position, Int first, int rows, int row) {
    int axis = layout.order().get(position);
    int step = layout.strides().get(axis);
    Reach border = layout.borders().get(axis);
    int low = border.low() * step;
    int high = border.high() * step;
    fill(first, low);
    Int after = first.plus(row - high);
    code.loop(
        "i",
        Int.of(0),
        Int.of(rows - 1),
        1,
        i -> fill(code.let("z", i.times(row).plus(after)), high + low));
    fill(after.plus((rows - 1) * row), high);
  }

  private void fill(Int start, int length) {
    if (length == 0) return;
    Array array = Places.array(buffer);
    boolean vectors = !target.isPortable() && length % target.lanes() == 0;
    int step = vectors ? target.lanes() : 1;
    if (length > MOST_STORES * step) {
      code.add(new Statement.Fill(array, start, start.plus(length), 0));
      return;
    }
    for (int i = 0; i < length; i += step)
      code.add(new Statement.Store(array, start.plus(i), new Expr.Const(0), vectors));
  }

  private int deepest() {
    int last = -1;
    for (int i = 0; i < layout.order().size(); i++) {
      if (!layout.borders().get(layout.order().get(i)).isNone()) last = i;
    }
    return last;
  }
}
