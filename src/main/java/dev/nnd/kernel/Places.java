package dev.nnd.kernel;

import dev.nnd.graph.Shape;
import dev.nnd.loop.Array;
import dev.nnd.loop.Int;
import dev.nnd.loop.IntVar;
import dev.nnd.loop.Statement;
import java.util.ArrayList;
import java.util.List;

/** The places that a routine takes as parameters, in the order it first needs them. */
final class Places {
  private final Placed placed;
  private final List<Buffer> buffers = new ArrayList<>();
  private final List<IntVar> parameters = new ArrayList<>();

  Places(Placed placed) {
    this.placed = placed;
  }

  Layout layout(Buffer buffer) {
    return placed.layout(buffer);
  }

  /** The array a buffer stands in. */
  static Array array(Buffer buffer) {
    return switch (buffer.place()) {
      case WEIGHTS -> Array.weights();
      case ARENA, PLAIN, PARTS, ALIAS, STEP, BEFORE, AFTER -> Array.arena();
      case CALLER -> Array.caller(buffer.slot());
    };
  }

  /**
   * Where a buffer begins in its array: in a caller's array, where this step's first sample does.
   */
  Int start(Buffer buffer) {
    if (buffer.place() == Buffer.Place.CALLER) {
      return buffer.shape().batched()
          ? Int.of(IntVar.FIRST).times(layout(buffer).size())
          : Int.of(0);
    }
    Buffer memory =
        buffer.place() == Buffer.Place.ALIAS ? placed.fused().buffers().get(buffer.slot()) : buffer;
    int known = buffers.indexOf(memory);
    if (known < 0) {
      known = buffers.size();
      buffers.add(memory);
      parameters.add(new IntVar("place_" + known));
    }
    return Int.of(parameters.get(known));
  }

  /** The routine with this body. */
  Work work(String name, List<Statement> body, int units) {
    return work(name, body, units, List.of());
  }

  /** The routine with this body, which calls parts. */
  Work work(String name, List<Statement> body, int units, List<Part> parts) {
    return new Work(name, buffers, parameters, body, units, parts, 0);
  }

  /** The routine with this body, which uses so many elements of the first scratch row. */
  Work work(String name, List<Statement> body, int units, List<Part> parts, int scratch) {
    return new Work(name, buffers, parameters, body, units, parts, scratch);
  }

  /** Whether a buffer has a batch axis. */
  static boolean batched(Buffer buffer) {
    return buffer.shape().dims().contains(Shape.BATCH);
  }
}
