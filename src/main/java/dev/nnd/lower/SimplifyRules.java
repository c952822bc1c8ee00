package dev.nnd.lower;

import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Node;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Primitive.UnaryFunction;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What takes the place of a node whose operands are simple already; each rule is an equation. Where
 * none applies it is the node itself.
 */
final class SimplifyRules implements Primitive.Visitor<Value> {
  private final GraphBuilder to;
  private final Reshaping reshaping;
  private final List<Value> operands;
  private final Shape shape;

  SimplifyRules(GraphBuilder to, Predicate<Value> readOnce, List<Value> operands, Shape shape) {
    this.to = to;
    this.reshaping = new Reshaping(to, readOnce);
    this.operands = operands;
    this.shape = shape;
  }

  private Value x() {
    return operands.get(0);
  }

  /** The node as it is. */
  private Value same(Primitive op) {
    return to.add(op, operands.toArray(Value[]::new));
  }

  private Node producer(Value value) {
    return to.node(value);
  }

  /** The number that a value is everywhere, if it is a constant. */
  private Optional<Float> constant(Value value) {
    Node node = producer(value);
    if (node.op() instanceof Primitive.Constant op) return Optional.of(op.value());
    boolean filled = node.op() instanceof Primitive.Broadcast op && op.axes().isEmpty();
    return filled ? constant(node.operands().get(0)) : Optional.empty();
  }

  private boolean is(Value value, float number) {
    return constant(value).filter(c -> c == number).isPresent();
  }

  private Value filled(double number) {
    return to.fill(to.constant(number), shape);
  }

  /** The operand of a negation. */
  private Optional<Value> negated(Value value) {
    Node node = producer(value);
    boolean negation =
        node.op() instanceof Primitive.Unary op && op.function() == UnaryFunction.NEGATE;
    return negation ? Optional.of(node.operands().get(0)) : Optional.empty();
  }

  @Override
  public Value input(Primitive.Input op) {
    return same(op);
  }

  @Override
  public Value parameter(Primitive.Parameter op) {
    return same(op);
  }

  @Override
  public Value setting(Primitive.Setting op) {
    return same(op);
  }

  @Override
  public Value constant(Primitive.Constant op) {
    return same(op);
  }

  @Override
  public Value batchSize(Primitive.BatchSize op) {
    return same(op);
  }

  @Override
  public Value iota(Primitive.Iota op) {
    return same(op);
  }

  @Override
  public Value random(Primitive.Random op) {
    return same(op);
  }

  @Override
  public Value scan(Primitive.Scan op) {
    return same(op);
  }

  @Override
  public Value gather(Primitive.Gather op) {
    return same(op);
  }

  @Override
  public Value scatterAdd(Primitive.ScatterAdd op) {
    return same(op);
  }

  /** {@code --x = x}; {@code f(c)} is a constant. */
  @Override
  public Value unary(Primitive.Unary op) {
    Optional<Float> number = constant(x());
    if (number.isPresent() && Folding.folds(op.function())) {
      return filled(Folding.unary(op.function(), number.get()));
    }
    Optional<Value> negated = negated(x());
    if (op.function() == UnaryFunction.NEGATE && negated.isPresent()) return negated.get();
    return moved(op);
  }

  /**
   * {@code x + 0 = x}, {@code x - 0 = x}, {@code 0 - x = -x}, {@code x + -y = x - y}, {@code x - -y
   * = x + y}, {@code x * 1 = x}, {@code x / 1 = x}; {@code f(c, d)} is a constant.
   */
  @Override
  public Value binary(Primitive.Binary op) {
    Value a = operands.get(0);
    Value b = operands.get(1);
    Optional<Float> left = constant(a);
    Optional<Float> right = constant(b);
    if (left.isPresent() && right.isPresent()) {
      return filled(Folding.binary(op.function(), left.get(), right.get()));
    }
    Optional<Value> simple =
        switch (op.function()) {
          case ADD -> sum(a, b);
          case SUBTRACT -> difference(a, b);
          case MULTIPLY -> is(a, 1) ? Optional.of(b) : Optional.of(a).filter(v -> is(b, 1));
          case DIVIDE -> Optional.of(a).filter(v -> is(b, 1));
          case MAXIMUM, MINIMUM, LESS, EQUAL -> Optional.empty();
        };
    return simple.orElseGet(() -> moved(op));
  }

  /** An elementwise node after the reshapes and broadcasts of its operands. */
  private Value moved(Primitive op) {
    return unrepeated(op).or(() -> reshaping.sunk(op, operands)).orElseGet(() -> same(op));
  }

  /** {@code f(broadcast(x), broadcast(y)) = broadcast(f(x, y))}: once, not at every copy. */
  private Optional<Value> unrepeated(Primitive op) {
    List<Node> nodes = operands.stream().map(this::producer).toList();
    if (!nodes.stream().allMatch(node -> node.op() instanceof Primitive.Broadcast))
      return Optional.empty();
    Node widest = Collections.max(nodes, Comparator.comparingInt(node -> source(node).rank()));
    Primitive.Broadcast repeat = (Primitive.Broadcast) widest.op();
    List<Value> sources = new ArrayList<>();
    for (Node node : nodes) {
      boolean alike = node.op().equals(repeat) && source(node).equals(source(widest));
      if (!alike && source(node).rank() > 0) return Optional.empty();
      sources.add(to.fill(node.operands().get(0), source(widest)));
    }
    Value once = to.add(op, sources.toArray(Value[]::new));
    return Optional.of(to.broadcast(once, shape, repeat.axes()));
  }

  private Shape source(Node broadcast) {
    return to.shape(broadcast.operands().get(0));
  }

  private Optional<Value> sum(Value a, Value b) {
    if (is(a, 0)) return Optional.of(b);
    if (is(b, 0)) return Optional.of(a);
    return negated(b).map(y -> to.minus(a, y)).or(() -> negated(a).map(x -> to.minus(b, x)));
  }

  private Optional<Value> difference(Value a, Value b) {
    if (is(b, 0)) return Optional.of(a);
    if (is(a, 0)) return Optional.of(to.unary(UnaryFunction.NEGATE, b));
    return negated(b).map(y -> to.plus(a, y));
  }

  /** {@code c ? a : a = a}; a constant condition chooses. */
  @Override
  public Value select(Primitive.Select op) {
    Value a = operands.get(1);
    Value b = operands.get(2);
    if (a.equals(b)) return a;
    Optional<Float> condition = constant(x());
    if (condition.isPresent()) return condition.get() != 0 ? a : b;
    return moved(op);
  }

  /**
   * A broadcast of a broadcast is one; so is the broadcast of a reshape that puts in axes of extent
   * 1.
   */
  @Override
  public Value broadcast(Primitive.Broadcast op) {
    if (to.shape(x()).equals(shape)) return x();
    Node node = producer(x());
    if (node.op() instanceof Primitive.Broadcast inner) {
      return to.broadcast(
          node.operands().get(0), shape, inner.axes().stream().map(op.axes()::get).toList());
    }
    if (node.op() instanceof Primitive.Reshape) {
      Value source = node.operands().get(0);
      Optional<List<Integer>> axes = ShapeFactors.unitsAdded(to.shape(source), to.shape(x()));
      if (axes.isPresent())
        return to.broadcast(source, shape, axes.get().stream().map(op.axes()::get).toList());
    }
    return same(op);
  }

  /** Over axes of extent 1 it is a reshape. */
  @Override
  public Value reduce(Primitive.Reduce op) {
    Shape from = to.shape(x());
    return op.axes().stream().allMatch(axis -> from.dim(axis) == 1)
        ? to.reshape(x(), shape)
        : same(op);
  }

  @Override
  public Value contract(Primitive.Contract op) {
    return reshaping.absorbed(op.map(), operands).orElseGet(() -> same(op));
  }

  /** Windows of one element, side by side, are the elements. */
  @Override
  public Value windowReduce(Primitive.WindowReduce op) {
    boolean nothing =
        op.size().stream().allMatch(n -> n == 1) && op.stride().stream().allMatch(n -> n == 1);
    return nothing ? x() : same(op);
  }

  @Override
  public Value windowScatter(Primitive.WindowScatter op) {
    return same(op);
  }

  @Override
  public Value tileTransform(Primitive.TileTransform op) {
    return same(op);
  }

  @Override
  public Value tileMerge(Primitive.TileMerge op) {
    return same(op);
  }

  @Override
  public Value pad(Primitive.Pad op) {
    return to.shape(x()).equals(shape) ? x() : same(op);
  }

  /** A slice of a slice of the same axis is one. */
  @Override
  public Value slice(Primitive.Slice op) {
    if (to.shape(x()).equals(shape)) return x();
    Node node = producer(x());
    if (node.op() instanceof Primitive.Slice inner && inner.axis() == op.axis()) {
      int start = inner.start() + op.start();
      return to.add(new Primitive.Slice(op.axis(), start, op.size()), node.operands().get(0));
    }
    return same(op);
  }

  /** A reshape of a reshape is one; one that splits axes is taken in by what makes its operand. */
  @Override
  public Value reshape(Primitive.Reshape op) {
    if (producer(x()).op() instanceof Primitive.Reshape) return reshaping.reshape(x(), shape);
    boolean splits = ShapeFactors.of(shape, to.shape(x())).isPresent();
    Optional<Value> remade = splits ? reshaping.of(x(), shape) : Optional.empty();
    return remade.orElseGet(() -> to.shape(x()).equals(shape) ? x() : same(op));
  }

  /** A permute of a permute is one. */
  @Override
  public Value permute(Primitive.Permute op) {
    if (IntStream.range(0, shape.rank()).allMatch(i -> op.axes().get(i) == i)) return x();
    Node node = producer(x());
    if (!(node.op() instanceof Primitive.Permute inner)) return same(op);
    List<Integer> axes = op.axes().stream().map(inner.axes()::get).toList();
    return to.add(new Primitive.Permute(axes), node.operands().get(0));
  }

  @Override
  public Value concat(Primitive.Concat op) {
    return same(op);
  }
}
