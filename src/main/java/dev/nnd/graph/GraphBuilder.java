package dev.nnd.graph;

import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Primitive.Reduction;
import dev.nnd.graph.Primitive.UnaryFunction;
import dev.nnd.source.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Makes a graph, node by node. Types are derived, so that a node with wrong operands cannot be
 * made. The methods named after operations add one primitive each (and the broadcasts of scalars
 * that it needs) with the span set by {@link #at}.
 */
public final class GraphBuilder {
  private final Map<Value, Node> nodes = new LinkedHashMap<>();
  private final List<Result> results = new ArrayList<>();
  private Span origin = Span.nowhere();
  private int next;

  /** Sets the span of the nodes that the short methods add from now on. */
  public GraphBuilder at(Span span) {
    origin = span;
    return this;
  }

  /**
   * Adds a node.
   *
   * @throws IllegalArgumentException if the operands do not suit the op
   */
  public Value add(Op op, List<Value> operands, Span span) {
    List<Type> types = new ArrayList<>();
    for (Value operand : operands) types.add(type(operand));
    Value value = new Value(next++);
    nodes.put(value, new Node(value, op, operands, TypeRules.derive(op, types), span));
    return value;
  }

  /** Adds a node with the current span. */
  public Value add(Op op, Value... operands) {
    return add(op, List.of(operands), origin);
  }

  /** Marks a value as something the graph is for. */
  public void result(Result.Kind kind, String name, Value value) {
    type(value);
    results.add(new Result(kind, name, value));
  }

  /** The number that the next value gets. */
  public int next() {
    return next;
  }

  /** The type of a value made here. */
  public Type type(Value value) {
    return node(value).type();
  }

  /** The shape of a value made here. */
  public Shape shape(Value value) {
    return type(value).shape();
  }

  /**
   * The node of a value made here.
   *
   * @throws IllegalArgumentException if it was made elsewhere
   */
  public Node node(Value value) {
    Node node = nodes.get(value);
    if (node == null) throw new IllegalArgumentException("no node defines " + value);
    return node;
  }

  /** The graph as it is now. */
  public Graph build() {
    Set<String> paths = new HashSet<>();
    for (Node node : nodes.values()) {
      if (node.op() instanceof Primitive.Parameter p && !paths.add(p.path())) {
        throw new IllegalArgumentException("two parameters named " + p.path());
      }
    }
    return new Graph(List.copyOf(nodes.values()), results);
  }

  /** A number. */
  public Value constant(double value) {
    return add(new Primitive.Constant((float) value));
  }

  /** A function of every element. */
  public Value unary(UnaryFunction function, Value a) {
    return add(new Primitive.Unary(function), a);
  }

  /** A function of pairs of elements; a scalar operand is broadcast to the other's shape. */
  public Value binary(BinaryFunction function, Value a, Value b) {
    Shape shape = shape(a).rank() == 0 ? shape(b) : shape(a);
    return add(new Primitive.Binary(function), fill(a, shape), fill(b, shape));
  }

  /** {@code a + b}. */
  public Value plus(Value a, Value b) {
    return binary(BinaryFunction.ADD, a, b);
  }

  /** {@code a - b}. */
  public Value minus(Value a, Value b) {
    return binary(BinaryFunction.SUBTRACT, a, b);
  }

  /** {@code a * b}. */
  public Value times(Value a, Value b) {
    return binary(BinaryFunction.MULTIPLY, a, b);
  }

  /** {@code a * number}. */
  public Value times(Value a, double number) {
    return times(a, constant(number));
  }

  /** {@code a / b}. */
  public Value over(Value a, Value b) {
    return binary(BinaryFunction.DIVIDE, a, b);
  }

  /** {@code condition != 0 ? a : b}; scalars are broadcast. */
  public Value select(Value condition, Value a, Value b) {
    Shape shape = shape(condition);
    return add(new Primitive.Select(), condition, fill(a, shape), fill(b, shape));
  }

  /** A scalar at every position of a shape; any other value as it is. */
  public Value fill(Value a, Shape shape) {
    return shape(a).rank() == 0 && shape.rank() > 0 ? broadcast(a, shape, List.of()) : a;
  }

  /** Repeats a tensor; see {@link Primitive.Broadcast}. The value itself if nothing changes. */
  public Value broadcast(Value a, Shape shape, List<Integer> axes) {
    return shape(a).equals(shape) ? a : add(new Primitive.Broadcast(shape, axes), a);
  }

  /** A vector {@code [C]} along one axis of a shape. */
  public Value along(int axis, Value vector, Shape shape) {
    return broadcast(vector, shape, List.of(axis));
  }

  /** Sums over axes; the value itself if there are none. */
  public Value sum(Value a, List<Integer> axes) {
    return axes.isEmpty() ? a : add(new Primitive.Reduce(Reduction.SUM, axes), a);
  }

  /** Sums over all axes but one. */
  public Value sumAllBut(int axis, Value a) {
    return sum(a, IntStream.range(0, shape(a).rank()).filter(i -> i != axis).boxed().toList());
  }

  /** Contracts two tensors. */
  public Value contract(IndexMap map, Value left, Value right) {
    return add(new Primitive.Contract(map), left, right);
  }

  /** The same elements under another shape; the value itself if it has it already. */
  public Value reshape(Value a, Shape shape) {
    return shape(a).equals(shape) ? a : add(new Primitive.Reshape(shape), a);
  }
}
