package dev.nnd.kernel;

import dev.nnd.loop.Array;
import dev.nnd.loop.Int;
import dev.nnd.loop.IntVar;
import dev.nnd.loop.Statement;
import dev.nnd.source.Span;

/** Sets the zeros around a buffer, whose memory held something else before. */
final class BorderSchedule {
  private final Buffer buffer;
  private final Layout layout;
  private final Code code = new Code();

  private BorderSchedule(Buffer buffer, Layout layout) {
    this.buffer = buffer;
    this.layout = layout;
  }

  /** The routine that clears a buffer's border. */
  static Work schedule(Buffer buffer, Placed placed, Span origin) {
    BorderSchedule schedule = new BorderSchedule(buffer, placed.layout(buffer));
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
    Array array = Places.array(buffer);
    Int base = code.let("z", start);
    if (border.low() > 0)
      code.add(new Statement.Fill(array, base, base.plus(border.low() * step), 0));
    if (border.high() > 0) {
      Int after = base.plus((border.low() + extent) * step);
      code.add(new Statement.Fill(array, after, after.plus(border.high() * step), 0));
    }
    if (position == deepest()) return;
    Int first = base.plus(border.low() * step);
    code.loop(
        "i", Int.of(0), Int.of(extent), 1, i -> clear(position + 1, i.times(step).plus(first)));
  }

  private int deepest() {
    int last = -1;
    for (int i = 0; i < layout.order().size(); i++) {
      if (!layout.borders().get(layout.order().get(i)).isNone()) last = i;
    }
    return last;
  }
}
