package dev.nnd.pass;

import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Node;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A node that computes {@code factor * x + offset} per channel (axis 1): a {@link
 * Layer.ChannelAffine}, or arithmetic of a tensor with a number.
 *
 * @param position which operand is x
 * @param factor {@code [C]} or {@code []}; 1 if absent
 * @param offset likewise; 0 if absent
 */
record Affine(int position, Optional<Value> factor, Optional<Value> offset) {
  /** Whether a node is one, and which operand it is x. */
  static Optional<Integer> input(Node node, Function<Value, Node> producer) {
    if (!node.type().shape().batched() || node.type().shape().rank() < 2) return Optional.empty();
    if (node.op() instanceof Layer.ChannelAffine) return Optional.of(0);
    if (!(node.op() instanceof Primitive.Binary binary)) return Optional.empty();
    boolean left = number(node.operands().get(0), producer).isPresent();
    boolean right = number(node.operands().get(1), producer).isPresent();
    if (left == right) return Optional.empty();
    return switch (binary.function()) {
      case ADD, SUBTRACT, MULTIPLY -> Optional.of(left ? 1 : 0);
      case DIVIDE -> left ? Optional.empty() : Optional.of(0);
      case MAXIMUM, MINIMUM, LESS, EQUAL -> Optional.empty();
    };
  }

  /** Whether a node that is one may add something, and not only multiply. */
  static boolean shifts(Node node) {
    return !(node.op() instanceof Primitive.Binary binary)
        || binary.function() == BinaryFunction.ADD
        || binary.function() == BinaryFunction.SUBTRACT;
  }

  /** The view of a node of the graph that is being made, if it is one. */
  static Optional<Affine> of(Node node, GraphBuilder to) {
    return input(node, to::node).map(x -> read(node, x, to));
  }

  private static Affine read(Node node, int x, GraphBuilder to) {
    List<Value> operands = node.operands();
    if (node.op() instanceof Layer.ChannelAffine) {
      return new Affine(x, Optional.of(operands.get(1)), Optional.of(operands.get(2)));
    }
    to.at(node.origin());
    Value number = number(operands.get(1 - x), to::node).orElseThrow();
    Optional<Value> none = Optional.empty();
    return switch (((Primitive.Binary) node.op()).function()) {
      case ADD -> new Affine(x, none, Optional.of(number));
      case SUBTRACT ->
          x == 0
              ? new Affine(x, none, Optional.of(to.minus(to.constant(0), number)))
              : new Affine(x, Optional.of(to.constant(-1)), Optional.of(number));
      case MULTIPLY -> new Affine(x, Optional.of(number), none);
      case DIVIDE -> new Affine(x, Optional.of(to.over(to.constant(1), number)), none);
      case MAXIMUM, MINIMUM, LESS, EQUAL -> throw new IllegalStateException("no affine: " + node);
    };
  }

  /** The number that a value repeats everywhere, if it is one. */
  static Optional<Value> number(Value value, Function<Value, Node> producer) {
    Node node = producer.apply(value);
    if (node.op() instanceof Primitive.Constant) return Optional.of(value);
    return node.op() instanceof Primitive.Broadcast
        ? number(node.operands().get(0), producer)
        : Optional.empty();
  }

  /** {@code outer(this(x))}, of the same x as this. */
  Affine then(Affine outer, GraphBuilder to) {
    Optional<Value> factors = both(factor, outer.factor, to::times);
    Optional<Value> offsets = both(outer.scaled(offset, to), outer.offset, to::plus);
    return new Affine(position, factors, offsets);
  }

  /** A constant before this step's offset is added to it. */
  Optional<Value> scaled(Optional<Value> constant, GraphBuilder to) {
    return constant.map(c -> factor.map(f -> to.times(c, f)).orElse(c));
  }

  /** The step itself, on some x. */
  Value on(Value x, GraphBuilder to) {
    Shape channels = Shape.of(to.shape(x).dim(1));
    Value f = to.fill(factor.orElseGet(() -> to.constant(1)), channels);
    Value o = to.fill(offset.orElseGet(() -> to.constant(0)), channels);
    return to.add(new Layer.ChannelAffine(), x, f, o);
  }

  private interface Join {
    Value of(Value a, Value b);
  }

  private static Optional<Value> both(Optional<Value> a, Optional<Value> b, Join join) {
    return a.isPresent() && b.isPresent() ? Optional.of(join.of(a.get(), b.get())) : a.or(() -> b);
  }
}
