package dev.nnd.graph;

import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Primitive.Reduction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Draws of what pools, reduces or rearranges values, for {@link RandomNetwork}. */
final class ShapeDraws {
  private final NetworkDraw draw;
  private final Random random;
  private final GraphBuilder to;

  ShapeDraws(NetworkDraw draw) {
    this.draw = draw;
    this.random = draw.random();
    this.to = draw.to();
  }

  Optional<Value> pool(Value x) {
    Shape shape = to.shape(x);
    if (shape.rank() < 3) return Optional.empty();
    List<Integer> size = new ArrayList<>();
    List<Integer> stride = new ArrayList<>();
    List<Integer> padding = new ArrayList<>();
    for (int axis = 2; axis < shape.rank(); axis++) {
      int extent = 1 + random.nextInt(Math.min(3, shape.dim(axis)));
      size.add(extent);
      stride.add(1 + random.nextInt(3));
      padding.addAll(List.of(random.nextInt(extent), random.nextInt(extent)));
    }
    Pooling kind = draw.pick(List.of(Pooling.values()));
    return Optional.of(draw.add(new Layer.Pool(kind, size, stride, padding), x));
  }

  Optional<Value> globalPool(Value x) {
    if (to.shape(x).rank() < 3 || random.nextBoolean()) return Optional.empty();
    return Optional.of(draw.add(new Layer.GlobalPool(draw.pick(List.of(Pooling.values()))), x));
  }

  /** With a value of each channel, broadcast as NumPy does it. */
  Optional<Value> gate(Value x) {
    Shape shape = to.shape(x);
    if (shape.rank() < 3) return Optional.empty();
    Value pooled = draw.add(new Layer.GlobalPool(Pooling.MEAN), x);
    Shape unit = shape;
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (axis > 1) unit = unit.with(axis, 1);
      axes.add(axis);
    }
    Value wide = to.broadcast(to.reshape(pooled, unit), shape, axes);
    return Optional.of(
        to.binary(draw.pick(List.of(BinaryFunction.values()).subList(0, 3)), x, wide));
  }

  /** Each element of the last axis, or the last two, several times. */
  Optional<Value> upsample(Value x) {
    Shape shape = to.shape(x);
    if (shape.rank() < 3) return Optional.empty();
    List<Integer> single = new ArrayList<>(shape.dims().subList(0, 2));
    List<Integer> many = new ArrayList<>(single);
    List<Integer> merged = new ArrayList<>(single);
    for (int axis = 2; axis < shape.rank(); axis++) {
      int factor = 1 + random.nextInt(3);
      single.addAll(List.of(shape.dim(axis), 1));
      many.addAll(List.of(shape.dim(axis), factor));
      merged.add(shape.dim(axis) * factor);
    }
    Shape wide = new Shape(many);
    if (wide.size() > NetworkDraw.MOST) return Optional.empty();
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis < wide.rank(); axis++) axes.add(axis);
    Value repeated = to.broadcast(to.reshape(x, new Shape(single)), wide, axes);
    return Optional.of(to.reshape(repeated, new Shape(merged)));
  }

  /** Over one of several written axes. */
  Optional<Value> reduce(Value x) {
    Shape shape = to.shape(x);
    if (shape.rank() < 3) return Optional.empty();
    int axis = 1 + random.nextInt(shape.rank() - 1);
    Reduction reduction = draw.pick(List.of(Reduction.values()));
    Value reduced = to.add(new Primitive.Reduce(reduction, List.of(axis)), x);
    return Optional.of(
        reduction == Reduction.SUM ? to.times(reduced, 1.0 / shape.dim(axis)) : reduced);
  }

  Optional<Value> concat(Value x) {
    Shape shape = to.shape(x);
    int axis = 1 + random.nextInt(shape.rank() - 1);
    List<Value> fitting =
        draw.live().stream()
            .filter(v -> to.shape(v).rank() == shape.rank())
            .filter(v -> to.shape(v).with(axis, 1).equals(shape.with(axis, 1)))
            .toList();
    Value y = to.add(new Primitive.Concat(axis), draw.pick(fitting), x);
    return Optional.of(y).filter(v -> to.shape(v).size() <= NetworkDraw.MOST);
  }

  /** To a vector, or with one axis divided in two. */
  Optional<Value> reshape(Value x) {
    Shape shape = to.shape(x);
    if (shape.rank() > 2 && random.nextBoolean()) {
      return Optional.of(to.reshape(x, Shape.of(Shape.BATCH, (int) shape.size())));
    }
    if (shape.rank() > 3) return Optional.empty();
    int axis = 1 + random.nextInt(shape.rank() - 1);
    int first = draw.pick(NetworkDraw.divisors(shape.dim(axis)));
    List<Integer> dims = new ArrayList<>(shape.dims());
    dims.set(axis, first);
    dims.add(axis + 1, shape.dim(axis) / first);
    return Optional.of(to.reshape(x, new Shape(dims)));
  }

  Optional<Value> permute(Value x) {
    List<Integer> written = new ArrayList<>();
    for (int axis = 1; axis < to.shape(x).rank(); axis++) written.add(axis);
    Collections.shuffle(written, random);
    written.add(0, 0);
    return Optional.of(to.add(new Primitive.Permute(written), x));
  }
}
