package dev.nnd.interpret;

import dev.nnd.graph.IndexMap;
import dev.nnd.graph.Node;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import dev.nnd.runtime.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** The value of one node, each case written as its definition says. */
final class Evaluation implements Primitive.Visitor<NdArray> {
  private final Feed feed;
  private final List<NdArray> operands = new ArrayList<>();
  private final List<Integer> dims;

  Evaluation(Node node, Feed feed, Map<Value, NdArray> values) {
    this.feed = feed;
    for (Value operand : node.operands()) operands.add(values.get(operand));
    this.dims = dims(node.type().shape());
  }

  private List<Integer> dims(Shape shape) {
    return shape.dims().stream().map(this::extent).toList();
  }

  private int extent(int dim) {
    return dim == Shape.BATCH ? feed.batch() : dim;
  }

  private NdArray x() {
    return operands.get(0);
  }

  /** The result's element at each index. */
  @FunctionalInterface
  private interface Element {
    double at(int[] index);
  }

  private NdArray fill(Element element) {
    NdArray y = NdArray.zeros(dims);
    NdArray.each(dims, index -> y.data()[y.position(index)] = element.at(index));
    return y;
  }

  private NdArray scalar(double value) {
    return new NdArray(dims, new double[] {value});
  }

  private NdArray given(Map<String, double[]> arrays, String name) {
    double[] data = arrays.get(name);
    if (data == null) throw new IllegalArgumentException("the feed misses " + name);
    if (data.length != NdArray.size(dims)) {
      throw new IllegalArgumentException(name + " has " + data.length + " elements for " + dims);
    }
    return new NdArray(dims, data);
  }

  @Override
  public NdArray input(Primitive.Input op) {
    return given(feed.inputs(), op.name());
  }

  @Override
  public NdArray parameter(Primitive.Parameter op) {
    return given(feed.parameters(), op.path());
  }

  @Override
  public NdArray setting(Primitive.Setting op) {
    Double value = feed.settings().get(op.name());
    if (value == null) throw new IllegalArgumentException("the feed misses " + op.name());
    return scalar(value);
  }

  @Override
  public NdArray constant(Primitive.Constant op) {
    return scalar(op.value());
  }

  @Override
  public NdArray batchSize(Primitive.BatchSize op) {
    return scalar(feed.batch());
  }

  @Override
  public NdArray iota(Primitive.Iota op) {
    return fill(index -> index[0]);
  }

  @Override
  public NdArray random(Primitive.Random op) {
    int key = CounterRandom.key(CounterRandom.key(feed.seed(), op.stream()), feed.step());
    NdArray y = NdArray.zeros(dims);
    for (int i = 0; i < y.data().length; i++) y.data()[i] = CounterRandom.uniform(key, i);
    return y;
  }

  @Override
  public NdArray unary(Primitive.Unary op) {
    DoubleUnaryOperator function = function(op.function());
    return new NdArray(dims, Arrays.stream(x().data()).map(function).toArray());
  }

  private static DoubleUnaryOperator function(Primitive.UnaryFunction function) {
    return switch (function) {
      case NEGATE -> v -> -v;
      case ABS -> Math::abs;
      case SIGN -> Math::signum;
      case EXP -> Math::exp;
      case LOG -> Math::log;
      case SQRT -> Math::sqrt;
      case TANH -> Math::tanh;
      case SIGMOID -> v -> 1 / (1 + Math.exp(-v));
      case ERF -> ErrorFunction::erf;
    };
  }

  @Override
  public NdArray binary(Primitive.Binary op) {
    DoubleBinaryOperator function = function(op.function());
    double[] b = operands.get(1).data();
    NdArray y = NdArray.zeros(dims);
    for (int i = 0; i < b.length; i++) y.data()[i] = function.applyAsDouble(x().data()[i], b[i]);
    return y;
  }

  private static DoubleBinaryOperator function(Primitive.BinaryFunction function) {
    return switch (function) {
      case ADD -> Double::sum;
      case SUBTRACT -> (a, b) -> a - b;
      case MULTIPLY -> (a, b) -> a * b;
      case DIVIDE -> (a, b) -> a / b;
      case MAXIMUM -> Math::max;
      case MINIMUM -> Math::min;
      case LESS -> (a, b) -> a < b ? 1 : 0;
      case EQUAL -> (a, b) -> a == b ? 1 : 0;
    };
  }

  @Override
  public NdArray select(Primitive.Select op) {
    return fill(index -> operands.get(x().at(index) != 0 ? 1 : 2).at(index));
  }

  @Override
  public NdArray broadcast(Primitive.Broadcast op) {
    int[] from = new int[op.axes().size()];
    return fill(
        index -> {
          for (int i = 0; i < from.length; i++) {
            from[i] = x().dims().get(i) == 1 ? 0 : index[op.axes().get(i)];
          }
          return x().at(from);
        });
  }

  /** Where folding starts: what changes nothing. */
  private static double neutral(Primitive.Reduction reduction) {
    return reduction == Primitive.Reduction.SUM ? 0 : Double.NEGATIVE_INFINITY;
  }

  private static double fold(Primitive.Reduction reduction, double a, double b) {
    return reduction == Primitive.Reduction.SUM ? a + b : Math.max(a, b);
  }

  @Override
  public NdArray reduce(Primitive.Reduce op) {
    NdArray y = NdArray.zeros(dims);
    Arrays.fill(y.data(), neutral(op.reduction()));
    int[] to = new int[dims.size()];
    NdArray.each(
        x().dims(),
        index -> {
          int kept = 0;
          for (int axis = 0; axis < index.length; axis++) {
            if (!op.axes().contains(axis)) to[kept++] = index[axis];
          }
          int at = y.position(to);
          y.data()[at] = fold(op.reduction(), y.data()[at], x().at(index));
        });
    return y;
  }

  @Override
  public NdArray contract(Primitive.Contract op) {
    IndexMap map = op.map();
    NdArray left = x();
    NdArray right = operands.get(1);
    NdArray y = NdArray.zeros(dims);
    List<Integer> extents = map.indices().stream().map(i -> extent(i.extent())).toList();
    NdArray.each(
        extents,
        index -> {
          int[] l = place(map.left(), index);
          int[] r = place(map.right(), index);
          if (!left.contains(l) || !right.contains(r)) return;
          y.data()[y.position(place(map.out(), index))] += left.at(l) * right.at(r);
        });
    return y;
  }

  private static int[] place(List<IndexMap.Axis> axes, int[] index) {
    int[] place = new int[axes.size()];
    for (int i = 0; i < place.length; i++) {
      place[i] = axes.get(i).offset();
      for (IndexMap.Term term : axes.get(i).terms())
        place[i] += term.coefficient() * index[term.index()];
    }
    return place;
  }

  /** The index in the windowed tensor of an element of the window with index {@code window}. */
  private static int[] inside(int[] window, int[] element, List<Integer> stride) {
    int[] index = window.clone();
    int first = window.length - element.length;
    for (int i = 0; i < element.length; i++)
      index[first + i] = window[first + i] * stride.get(i) + element[i];
    return index;
  }

  @Override
  public NdArray windowReduce(Primitive.WindowReduce op) {
    return fill(
        window -> {
          double[] sum = {neutral(op.reduction())};
          NdArray.each(
              op.size(),
              element -> {
                double next = x().at(inside(window, element, op.stride()));
                sum[0] = fold(op.reduction(), sum[0], next);
              });
          return sum[0];
        });
  }

  @Override
  public NdArray windowScatter(Primitive.WindowScatter op) {
    NdArray dy = operands.get(1);
    NdArray dx = NdArray.zeros(dims);
    NdArray.each(
        dy.dims(),
        window -> {
          int[] best = {-1};
          NdArray.each(
              op.size(),
              element -> {
                int at = x().position(inside(window, element, op.stride()));
                if (best[0] < 0 || x().data()[at] > x().data()[best[0]]) best[0] = at;
              });
          dx.data()[best[0]] += dy.at(window);
        });
    return dx;
  }

  @Override
  public NdArray tileTransform(Primitive.TileTransform op) {
    return Tiles.transform(op, x(), dims);
  }

  @Override
  public NdArray tileMerge(Primitive.TileMerge op) {
    return Tiles.merge(op, x(), dims);
  }

  @Override
  public NdArray pad(Primitive.Pad op) {
    NdArray y = NdArray.zeros(dims);
    Arrays.fill(y.data(), op.value());
    NdArray.each(
        x().dims(),
        index -> {
          int[] to = index.clone();
          to[op.axis()] = op.low() + index[op.axis()] * (1 + op.interior());
          y.data()[y.position(to)] = x().at(index);
        });
    return y;
  }

  @Override
  public NdArray slice(Primitive.Slice op) {
    return fill(
        index -> {
          int[] from = index.clone();
          from[op.axis()] += op.start();
          return x().at(from);
        });
  }

  @Override
  public NdArray reshape(Primitive.Reshape op) {
    return new NdArray(dims, x().data());
  }

  @Override
  public NdArray permute(Primitive.Permute op) {
    int[] from = new int[dims.size()];
    return fill(
        index -> {
          for (int i = 0; i < from.length; i++) from[op.axes().get(i)] = index[i];
          return x().at(from);
        });
  }

  @Override
  public NdArray concat(Primitive.Concat op) {
    return fill(
        index -> {
          int[] from = index.clone();
          for (NdArray part : operands) {
            int extent = part.dims().get(op.axis());
            if (from[op.axis()] < extent) return part.at(from);
            from[op.axis()] -= extent;
          }
          throw new IllegalStateException("interpret: concat is shorter than its parts say");
        });
  }

  /** The row of the table that an index means. */
  private static int row(double index, int rows) {
    return Math.max(0, Math.min(rows - 1, (int) index));
  }

  @Override
  public NdArray gather(Primitive.Gather op) {
    NdArray table = operands.get(1);
    return fill(
        index -> {
          double row = x().at(Arrays.copyOf(index, index.length - 1));
          return table.at(new int[] {row(row, table.dims().get(0)), index[index.length - 1]});
        });
  }

  @Override
  public NdArray scatterAdd(Primitive.ScatterAdd op) {
    NdArray values = operands.get(1);
    NdArray y = NdArray.zeros(dims);
    NdArray.each(
        values.dims(),
        index -> {
          double row = x().at(Arrays.copyOf(index, index.length - 1));
          int at = y.position(new int[] {row(row, op.rows()), index[index.length - 1]});
          y.data()[at] += values.at(index);
        });
    return y;
  }

  @Override
  public NdArray scan(Primitive.Scan op) {
    return Steps.run(op, operands, feed, dims);
  }
}
