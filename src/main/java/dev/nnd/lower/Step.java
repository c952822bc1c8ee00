package dev.nnd.lower;

import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import java.util.List;
import java.util.function.Supplier;

/**
 * One step of the reverse walk: what a gradient rule sees.
 *
 * @param to where gradients are added
 * @param operands the node's operands
 * @param y its result
 * @param dy the gradient of the loss along its result
 */
record Step(GraphBuilder to, List<Value> operands, Value y, Value dy) {
  /** The gradient along an operand that the result does not vary with, but for jumps. */
  static final Supplier<Value> FLAT =
      () -> {
        throw new IllegalStateException("differentiate: a flat operand was asked for its gradient");
      };

  Value x() {
    return operands.get(0);
  }

  Value operand(int i) {
    return operands.get(i);
  }

  /** The shape of the first operand. */
  Shape shape() {
    return to.shape(x());
  }
}
