package dev.nnd.graph;

import dev.nnd.graph.Primitive.BinaryFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Draws of layers with weights, for {@link RandomNetwork}. */
final class WeightDraws {
  private final NetworkDraw draw;
  private final Random random;
  private final GraphBuilder to;

  WeightDraws(NetworkDraw draw) {
    this.draw = draw;
    this.random = draw.random();
    this.to = draw.to();
  }

  Value dense(Shape x, int units) {
    return draw.parameter("weight", Role.WEIGHT, units, x.dim(-1));
  }

  Optional<Value> dense(Value x) {
    int units = draw.size(9);
    Shape shape = to.shape(x);
    if (shape.size() / shape.dim(-1) * units > NetworkDraw.MOST) return Optional.empty();
    return Optional.of(
        draw.weighted(new Layer.Dense(random.nextBoolean()), x, dense(shape, units)));
  }

  Optional<Value> convolution(Value x) {
    Shape shape = to.shape(x);
    if (shape.rank() < 3) return Optional.empty();
    int channels = shape.dim(1);
    int groups = random.nextBoolean() ? 1 : draw.pick(NetworkDraw.divisors(channels));
    List<Integer> stride = new ArrayList<>();
    List<Integer> padding = new ArrayList<>();
    List<Integer> dilation = new ArrayList<>();
    List<Integer> weight =
        new ArrayList<>(
            List.of(groups * (groups == 1 ? draw.size(6) : draw.size(3)), channels / groups));
    for (int axis = 2; axis < shape.rank(); axis++) {
      int before = random.nextInt(3);
      int after = random.nextBoolean() ? before : random.nextInt(3);
      int kernel = 1 + random.nextInt(Math.min(3, shape.dim(axis) + before + after));
      int room = (shape.dim(axis) + before + after - 1) / Math.max(1, kernel - 1);
      weight.add(kernel);
      stride.add(1 + random.nextInt(3));
      padding.addAll(List.of(before, after));
      dilation.add(Math.max(1, Math.min(room, 1 + random.nextInt(2))));
    }
    Layer.Convolution layer =
        new Layer.Convolution(stride, padding, dilation, groups, random.nextBoolean());
    int[] dims = weight.stream().mapToInt(Integer::intValue).toArray();
    Value y = draw.weighted(layer, x, draw.parameter("weight", Role.WEIGHT, dims));
    return Optional.of(y).filter(v -> to.shape(v).size() <= NetworkDraw.MOST);
  }

  /** Kernels smaller and larger than strides, and paddings beyond kernels. */
  Optional<Value> transposed(Value x) {
    Shape shape = to.shape(x);
    if (shape.rank() < 3) return Optional.empty();
    List<Integer> stride = new ArrayList<>();
    List<Integer> padding = new ArrayList<>();
    List<Integer> more = new ArrayList<>();
    List<Integer> weight = new ArrayList<>(List.of(shape.dim(1), draw.size(4)));
    for (int axis = 2; axis < shape.rank(); axis++) {
      int step = 1 + random.nextInt(3);
      int kernel = 1 + random.nextInt(4);
      int added = random.nextInt(step);
      int whole = (shape.dim(axis) - 1) * step + kernel + added;
      int before = random.nextInt(Math.min(3, whole));
      int after = random.nextInt(Math.min(3, whole - before));
      weight.add(kernel);
      stride.add(step);
      padding.addAll(List.of(before, after));
      more.add(added);
    }
    boolean bias = random.nextBoolean();
    Layer layer = new Layer.TransposedConvolution(stride, padding, more, bias);
    int[] dims = weight.stream().mapToInt(Integer::intValue).toArray();
    Value y = draw.weighted(layer, bias, dims[1], x, draw.parameter("weight", Role.WEIGHT, dims));
    return Optional.of(y).filter(v -> to.shape(v).size() <= NetworkDraw.MOST);
  }

  /** A table for an input of its own, whose codes may be far off. */
  Optional<Value> embedding(Value x) {
    Shape shape =
        random.nextBoolean() ? Shape.of(Shape.BATCH) : Shape.of(Shape.BATCH, draw.size(5));
    Value table = draw.parameter("weight", Role.WEIGHT, 1 + random.nextInt(7), draw.size(9));
    Value codes = to.add(new Primitive.Input("codes" + draw.next(), Type.ints(shape)));
    return Optional.of(to.add(new Primitive.Gather(), codes, table));
  }

  Optional<Value> recurrence(Value x) {
    if (to.shape(x).rank() != 3) return Optional.empty();
    Cell cell = draw.pick(List.of(Cell.values()));
    int units = draw.size(5);
    int gates = cell.gates() * units;
    if (to.shape(x).dim(1) * gates > NetworkDraw.MOST) return Optional.empty();
    Value projected = draw.weighted(new Layer.Dense(true), x, dense(to.shape(x), gates));
    Value weight = draw.parameter("weight", Role.WEIGHT, gates, units);
    Value bias = draw.parameter("bias", Role.BIAS, gates);
    Layer layer = new Layer.Recurrence(cell, random.nextBoolean());
    return Optional.of(draw.remembered(layer, projected, List.of(weight, bias)));
  }

  /** Of a sequence, over itself: with one head or two, with dense layers before and after. */
  Optional<Value> attention(Value x) {
    Shape shape = to.shape(x);
    if (shape.rank() != 3 || shape.dim(1) > 9) return Optional.empty();
    int heads = shape.dim(2) % 2 == 0 ? 1 + random.nextInt(2) : 1;
    String sizes = "n=N h=%d t=%d s=%2$d d=%3$d: ";
    String axes = sizes.formatted(heads, shape.dim(1), shape.dim(2) / heads);
    String stretch = shape.dim(2) / heads + "*h+d";
    String asked = "n, t, " + stretch + "; n, s, " + stretch + "; n, h, t, s";
    String given = "n, h, t, s; n, s, " + stretch + "; n, t, " + stretch;
    Value scores = contract(axes + asked, square(x), square(x));
    Value seen = random.nextBoolean() ? causal(scores) : scores;
    Value weights = draw.add(new Layer.Softmax(3), to.times(seen, 0.5));
    return Optional.of(square(contract(axes + given, weights, square(x))));
  }

  private Value contract(String map, Value left, Value right) {
    return to.add(new Primitive.Contract(IndexMap.parse(map)), left, right);
  }

  private Value square(Value x) {
    return draw.weighted(
        new Layer.Dense(random.nextBoolean()), x, dense(to.shape(x), to.shape(x).dim(-1)));
  }

  /** Minus infinity where a key comes after the query. */
  private Value causal(Value scores) {
    Shape all = to.shape(scores);
    Value query = to.broadcast(to.add(new Primitive.Iota(all.dim(2))), all, List.of(2));
    Value key = to.broadcast(to.add(new Primitive.Iota(all.dim(3))), all, List.of(3));
    Value never = to.broadcast(to.constant(Double.NEGATIVE_INFINITY), all, List.of());
    Value later = to.binary(BinaryFunction.LESS, query, key);
    return to.add(new Primitive.Select(), later, never, scores);
  }
}
