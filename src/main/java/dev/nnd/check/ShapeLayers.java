package dev.nnd.check;

import dev.nnd.graph.GraphBuilder;
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
import java.util.stream.IntStream;

/** The layers that put elements in another order or tensors together. */
final class ShapeLayers {
  static final Setting<List<Integer>> SIZES =
      Setting.required(
          "sizes",
          Kinds.constant(
              "a list of ints of at least 1, of which one may be -1", ShapeLayers::sizes));
  static final Setting<Integer> CONCAT_AXIS = Setting.of("axis", Kinds.AXIS, 0);

  static final Setting<List<Integer>> AXES =
      Setting.required("axes", Kinds.constant("a list of ints", ShapeLayers::axes));
  static final Setting<List<Integer>> FACTOR = Setting.required("factor", Kinds.perAxis(2, 1));

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

  private static Optional<List<Integer>> axes(Constant constant) {
    return constant instanceof Constant.ListOf list
        ? Kinds.ints(list, -Kinds.LARGEST)
        : Optional.empty();
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
      Diagnostic mismatch = call.mismatch(needed + " elements for " + Types.text(call.get(SIZES)));
      call.assembly()
          .report(mismatch.withHelp("it has " + elements + "; -1 stands for what is left over"));
      return Optional.empty();
    }
    return reshaped(call, sizes);
  }

  static Optional<Value> concat(LayerCall call) {
    Optional<Integer> axis = call.axis(CONCAT_AXIS);
    return axis.isPresent() ? concat(call, axis.get()) : Optional.empty();
  }

  private static Optional<Value> concat(LayerCall call, int batched) {
    int rank = call.writtenRank();
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
        String what = "tensors that differ in axis " + (batched - 1) + " alone";
        Diagnostic differ = operandsDiffer(call, other, what);
        call.assembly().report(differ.withHelp("`axis` says along which they are joined"));
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

  static Optional<Value> permute(LayerCall call) {
    int rank = call.writtenRank();
    List<Integer> axes = new ArrayList<>(List.of(0));
    for (int axis : call.get(AXES)) {
      axes.add(1 + (axis < 0 ? axis + rank : axis));
    }
    List<Integer> inOrder = IntStream.rangeClosed(0, rank).boxed().toList();
    if (!axes.stream().sorted().toList().equals(inOrder)) {
      String type = Types.text(call.assembly().builder().type(call.input()));
      String axesOfInput = Types.text(inOrder.subList(0, rank));
      call.assembly()
          .report(
              Diagnostic.of(
                      Code.NOT_EACH_AXIS,
                      call.span(),
                      call.name(),
                      type,
                      Types.text(call.get(AXES)))
                  .withHelp("write its axes, " + axesOfInput + ", in the order of the result"));
      return Optional.empty();
    }
    return axes.equals(inOrder)
        ? Optional.of(call.input())
        : call.emit(new Primitive.Permute(axes));
  }

  /** Each pixel again and again: along a new axis after each, which is then merged with it. */
  static Optional<Value> upsample(LayerCall call) {
    if (!Sliding.IMAGE.suits(call)) {
      return Optional.empty();
    }
    List<Integer> factor = call.get(FACTOR);
    int channels = call.shape().dim(1);
    int height = call.shape().dim(2);
    int width = call.shape().dim(3);
    long rows = (long) height * factor.get(0);
    long columns = (long) width * factor.get(1);
    if (rows > Assembly.MOST_ELEMENTS / columns / channels) {
      call.assembly().tooLarge("[%d, %d, %d]".formatted(channels, rows, columns), call.span());
      return Optional.empty();
    }
    Shape single = Shape.of(channels, height, 1, width, 1).perSample();
    Shape many = Shape.of(channels, height, factor.get(0), width, factor.get(1)).perSample();
    List<Integer> axes = IntStream.range(0, many.rank()).boxed().toList();
    GraphBuilder to = call.assembly().builder().at(call.span());
    Value repeated = to.broadcast(to.reshape(call.input(), single), many, axes);
    return Optional.of(
        to.reshape(repeated, Shape.of(channels, (int) rows, (int) columns).perSample()));
  }

  /** The mean of a tuple, with broadcasting. */
  static Optional<Value> average(LayerCall call) {
    GraphBuilder to = call.assembly().builder().at(call.span());
    return elementwise(call, BinaryFunction.ADD)
        .map(sum -> to.times(sum, 1.0 / call.inputs().size()));
  }

  /** The sum, product or largest of a tuple, with broadcasting. */
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
          Diagnostic differ = operandsDiffer(call, next, "tensors of one shape");
          call.assembly().report(differ.withHelp(TensorArithmetic.SIZES));
        }
        return Optional.empty();
      }
      result = combined.get();
    }
    return Optional.of(result);
  }
}
