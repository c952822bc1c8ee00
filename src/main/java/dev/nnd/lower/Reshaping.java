package dev.nnd.lower;

import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.IndexMap;
import dev.nnd.graph.IndexMap.Axis;
import dev.nnd.graph.Node;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Values made anew under another shape with the same elements in row-major order, so that no
 * reshape is left: where they come from a reshape, are the same everywhere, are random (numbered in
 * row-major order too), or are made elementwise or by a contraction from what can be reshaped.
 *
 * @param readOnce whether a value has one reader only, so that making it anew makes it once
 */
record Reshaping(GraphBuilder to, Predicate<Value> readOnce) {

  /** An index of a contraction and the extents it is split into. */
  private record Split(int index, List<Integer> extents) {}

  /** The value under another shape, unless a reshape would be left. */
  Optional<Value> of(Value value, Shape shape) {
    if (to.shape(value).equals(shape)) return Optional.of(value);
    Node node = to.node(value);
    if (node.op() instanceof Primitive.Reshape) {
      return Optional.of(node.operands().get(0)).filter(x -> to.shape(x).equals(shape));
    }
    Optional<Value> free = free(node, shape);
    if (free.isPresent() || !readOnce.test(value)) return free;
    if (node.op() instanceof Primitive.Contract op) {
      return ShapeFactors.of(shape, to.shape(value))
          .flatMap(factors -> contract(op.map(), node.operands(), splits(op.map().out(), factors)));
    }
    return isElementwise(node) ? elementwise(node, shape, this::of) : Optional.empty();
  }

  /** As {@link #of}, for values that cost nothing to make twice. */
  private Optional<Value> free(Value value, Shape shape) {
    return free(to.node(value), shape);
  }

  private Optional<Value> free(Node node, Shape shape) {
    if (node.op() instanceof Primitive.Random op) {
      return Optional.of(to.add(new Primitive.Random(op.stream(), shape)));
    }
    if (node.op() instanceof Primitive.Broadcast op && op.axes().isEmpty()) {
      return Optional.of(to.broadcast(node.operands().get(0), shape, List.of()));
    }
    return isElementwise(node) ? elementwise(node, shape, this::free) : Optional.empty();
  }

  static boolean isElementwise(Node node) {
    return node.op() instanceof Primitive.Unary
        || node.op() instanceof Primitive.Binary
        || node.op() instanceof Primitive.Select;
  }

  @FunctionalInterface
  private interface Remake {
    Optional<Value> of(Value value, Shape shape);
  }

  private Optional<Value> elementwise(Node node, Shape shape, Remake remake) {
    if (to.shape(node.operands().get(0)).rank() == 0) return Optional.empty();
    List<Value> operands = new ArrayList<>();
    for (Value operand : node.operands()) {
      Optional<Value> remade = remake.of(operand, shape);
      if (remade.isEmpty()) return Optional.empty();
      operands.add(remade.get());
    }
    return Optional.of(to.add(node.op(), operands.toArray(Value[]::new)));
  }

  /**
   * {@code f(reshape(x), …) = reshape(f(x, …))} for an elementwise f and a reshape that merges
   * axes.
   */
  Optional<Value> sunk(Primitive op, List<Value> operands) {
    Shape shape = to.shape(operands.get(0));
    if (!shape.batched()) return Optional.empty();
    for (Value operand : operands) {
      Optional<Shape> source = mergedFrom(operand);
      if (source.isEmpty()) continue;
      List<Value> remade = new ArrayList<>();
      for (Value other : operands) of(other, source.get()).ifPresent(remade::add);
      if (remade.size() < operands.size()) return Optional.empty();
      return Optional.of(to.reshape(to.add(op, remade.toArray(Value[]::new)), shape));
    }
    return Optional.empty();
  }

  /** The shape whose axes a reshape merged into this value. */
  private Optional<Shape> mergedFrom(Value value) {
    Node node = to.node(value);
    if (!(node.op() instanceof Primitive.Reshape)) return Optional.empty();
    Shape source = to.shape(node.operands().get(0));
    return ShapeFactors.of(source, to.shape(value)).map(factors -> source);
  }

  /**
   * {@code contract(reshape(x), w) = contract(x, reshape(w))} with a reshape that merges axes: an
   * index that ran over merged axes becomes one for each. If it is an axis of the result too, the
   * reshape comes after the contraction.
   */
  Optional<Value> absorbed(IndexMap map, List<Value> operands) {
    List<List<Axis>> sides = List.of(map.left(), map.right());
    for (int side = 0; side < 2; side++) {
      Value operand = operands.get(side);
      List<Axis> axes = sides.get(side);
      Optional<Value> contraction =
          mergedFrom(operand)
              .flatMap(source -> ShapeFactors.of(source, to.shape(operand)))
              .flatMap(factors -> contract(map, operands, splits(axes, factors)));
      if (contraction.isPresent())
        return Optional.of(to.reshape(contraction.get(), map.outShape()));
    }
    return Optional.empty();
  }

  /** The indices to split; an axis that is no index of its own gives -1. */
  private static List<Split> splits(List<Axis> axes, List<List<Integer>> factors) {
    List<Split> splits = new ArrayList<>();
    for (int i = 0; i < axes.size(); i++) {
      if (factors.get(i).size() == 1) continue;
      int index = axes.get(i).isIndex() ? axes.get(i).terms().get(0).index() : -1;
      splits.add(new Split(index, factors.get(i)));
    }
    splits.sort(Comparator.comparingInt(Split::index).reversed());
    return splits;
  }

  /** A contraction with some indices split, from the last to the first. */
  private Optional<Value> contract(IndexMap map, List<Value> operands, List<Split> splits) {
    IndexMap after = map;
    Shape left = to.shape(operands.get(0));
    Shape right = to.shape(operands.get(1));
    for (Split split : splits) {
      IndexMap before = after;
      Optional<IndexMap> next =
          split.index() >= 0
                  && SplitIndex.covers(left, before, before.left(), split.index())
                  && SplitIndex.covers(right, before, before.right(), split.index())
              ? SplitIndex.of(before, split.index(), split.extents())
              : Optional.empty();
      if (next.isEmpty()) return Optional.empty();
      left = SplitIndex.shape(left, before.left(), split.index(), split.extents());
      right = SplitIndex.shape(right, before.right(), split.index(), split.extents());
      after = next.get();
    }
    Value l = reshape(operands.get(0), left);
    Value r = reshape(operands.get(1), right);
    return Optional.of(to.contract(after, l, r));
  }

  /** The same elements under another shape, through at most one reshape. */
  Value reshape(Value value, Shape shape) {
    Node node = to.node(value);
    return to.reshape(
        node.op() instanceof Primitive.Reshape ? node.operands().get(0) : value, shape);
  }
}
