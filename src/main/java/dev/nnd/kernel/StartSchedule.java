package dev.nnd.kernel;

import dev.nnd.kernel.Kernel.Output;
import dev.nnd.loop.Int;
import dev.nnd.loop.Statement;
import dev.nnd.source.Span;

/** Sets a task's sums over the batch to where they start. */
final class StartSchedule {
  private StartSchedule() {}

  /** The routine that a task calls before its samples are added to a sum. */
  static Work schedule(Output sum, Placed placed, Span origin) {
    Places places = new Places(placed);
    Int start = places.start(sum.target());
    Int end = start.plus(placed.layout(sum.target()).strides().get(0));
    Code code = new Code();
    code.add(new Statement.Mark(origin));
    code.add(new Statement.Fill(Places.array(sum.target()), start, end, NestSums.start(sum)));
    return places.work("start", code.statements(), 0);
  }
}
