package dev.nnd.check;

import dev.nnd.graph.Primitive;
import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Type;
import dev.nnd.graph.Value;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The layers that put elements in another order or tensors together. */
final class ShapeLayers {
  static final Setting<List<Integer>> SIZES =
      Setting.required(
          "sizes",
          Kinds.constant(
              "a list of ints of at least 1, of which one may be -1", ShapeLayers::sizes));
  static final Setting<Integer> CONCAT_AXIS = Setting.of("axis", Kinds.AXIS, 0);

  /** More elements than any tensor has; times a size, it is still a long. */
  private static final long FAR_TOO_MANY = 1L << 38;

  private ShapeLayers() {}

  private static Optional<List<Integer>> sizes(Constant constant) {
    Constant.ListOf list =
        constant instanceof Constant.ListOf l ? l : new Constant.ListOf(List.of(constant));
    return Kinds.ints(list, -1)
        .filter(sizes -> !sizes.contains(0))
        .filter(sizes -> sizes.stream().filter(s -> s == -1).count() <= 1);
  }

  static Optional<Value> flatten(LayerCall call) {
    return reshaped(call, List.of((int) Types.elements(call.shape())));
  }

  private static Optional<Value> reshaped(LayerCall call, List<Integer> sizes) {
    Shape shape = new Shape(sizes).perSample();
    return shape.equals(call.shape())
        ? Optional.of(call.input())
        : call.emit(new Primitive.Reshape(shape));
  }

  static Optional<Value> reshape(LayerCall call) {
    List<Integer> sizes = new ArrayList<>(call.get(SIZES));
    long elements = Types.elements(call.shape());
    long known = 1;
    for (int size : sizes) {
      known = size == -1 ? known : Math.min(known * size, FAR_TOO_MANY);
    }
    int open = sizes.indexOf(-1);
    if (open >= 0 && elements % known == 0) {
      sizes.set(open, (int) (elements / known));
    } else if (open >= 0 || known != elements) {
      String needed = open >= 0 ? "a multiple of " + known : String.valueOf(known);
      return call.needs(needed + " elements for " + Types.text(call.get(SIZES)));
    }
    return reshaped(call, sizes);
  }

  static Optional<Value> concat(LayerCall call) {
    int rank = call.writtenRank();
    int axis = call.get(CONCAT_AXIS) < 0 ? call.get(CONCAT_AXIS) + rank : call.get(CONCAT_AXIS);
    if (axis < 0 || axis >= rank) {
      return call.needs("a tensor with axis " + call.get(CONCAT_AXIS));
    }
    int batched = axis + 1;
    long elements = 0;
    for (Value other : call.inputs()) {
      Type type = call.assembly().builder().type(other);
      Type first = call.assembly().builder().type(call.input());
      elements += Types.elements(type.shape());
      boolean suits =
          type.element() == first.element()
              && type.shape().rank() == rank + 1
              && type.shape().with(batched, 1).equals(first.shape().with(batched, 1));
      if (!suits) {
        String what = "tensors that differ in axis " + axis + " alone";
        call.assembly().report(operandsDiffer(call, other, what));
        return Optional.empty();
      }
    }
    return elements > Assembly.MOST_ELEMENTS
        ? call.needs("tensors that are smaller")
        : call.emit(new Primitive.Concat(batched));
  }

  private static Diagnostic operandsDiffer(LayerCall call, Value other, String needs) {
    return TensorArithmetic.withMakers(
        Diagnostic.of(Code.OPERANDS_DIFFER, call.span(), call.name(), needs)
            .withLabel(call.span(), "needs " + needs),
        call.assembly().builder(),
        List.of(call.input(), other));
  }

  /** The sum or product of a tuple, with broadcasting. */
  static LayerSpec.Rule elementwise(BinaryFunction function) {
    return call -> elementwise(call, function);
  }

  private static Optional<Value> elementwise(LayerCall call, BinaryFunction function) {
    TensorArithmetic arithmetic = new TensorArithmetic(call.assembly());
    Value result = call.input();
    for (Value next : call.inputs().subList(1, call.inputs().size())) {
      Optional<Value> combined = arithmetic.combine(function, result, next, call.span());
      if (combined.isEmpty()) {
        if (!arithmetic.compatible(result, next)) {
          call.assembly().report(operandsDiffer(call, next, "tensors of one shape"));
        }
        return Optional.empty();
      }
      result = combined.get();
    }
    return Optional.of(result);
  }
}
