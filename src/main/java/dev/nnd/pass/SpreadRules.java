package dev.nnd.pass;

import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Node;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * How a constant that is the same in every sample passes through one op: {@code op(x + c) = op(x) +
 * c'}, and what {@code c'} is.
 *
 * <p>Linear steps map the constant as they map anything, which is how they are written down here:
 * the op itself, on the constant. A pool of either kind passes what is the same all over a channel,
 * and its padding does not matter, as neither a largest nor a mean element takes it in.
 *
 * @param graph the node's graph
 * @param node whose op it is
 * @param constants what the operands carry; a bias that is looked at carries itself
 * @param weights the same weight in the graph that is made
 * @param to takes the constants
 */
record SpreadRules(
    Graph graph,
    Node node,
    List<Optional<Value>> constants,
    UnaryOperator<Value> weights,
    GraphBuilder to) {
  SpreadRules {
    constants = List.copyOf(constants);
  }

  /** Applies the rule of the node's op. */
  Spread apply() {
    return node.op() instanceof Layer layer
        ? layer.accept(new LayerSpread(this))
        : ((Primitive) node.op()).accept(new PrimitiveSpread(this));
  }

  Spread stop() {
    return new Spread.Stopped(new Terms(graph).place(node) + " comes before any batch_norm");
  }

  Spread stop(String why) {
    return new Spread.Stopped(new Terms(graph).place(node) + " " + why);
  }

  static Spread carry(Value constant) {
    return new Spread.Carried(constant);
  }

  Shape operand(int position) {
    return graph.type(node.operands().get(position)).shape();
  }

  /** Whether the constant is the same along all axes from {@code axis} on. */
  boolean sameFrom(int axis, Value constant) {
    Shape shape = to.shape(constant);
    return IntStream.range(axis, shape.rank()).allMatch(i -> shape.dim(i) == 1);
  }

  /** Repeats a constant, where it does not vary, to other extents. */
  Value repeated(Value constant, Shape shape) {
    if (to.shape(constant).rank() == 0) return to.fill(constant, shape);
    return to.broadcast(constant, shape, IntStream.range(0, shape.rank()).boxed().toList());
  }

  /** A sum or difference of two constants, which vary along any axis that one of them does. */
  Value both(BinaryFunction function, Value a, Value b) {
    Shape left = to.shape(a);
    Shape right = to.shape(b);
    Shape joint =
        new Shape(
            IntStream.range(0, left.rank())
                .mapToObj(i -> Math.max(left.dim(i), right.dim(i)))
                .toList());
    return to.binary(function, repeated(a, joint), repeated(b, joint));
  }
}
