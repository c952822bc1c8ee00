package dev.nnd.pass;

import dev.nnd.graph.Activation;
import dev.nnd.graph.Element;
import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Init;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Pooling;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Primitive.Reduction;
import dev.nnd.graph.Result;
import dev.nnd.graph.Role;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Type;
import dev.nnd.graph.Value;
import dev.nnd.source.SourceFile;
import dev.nnd.source.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes small networks for tests, each layer on a line of its own of {@code net.nnd}. Layers of
 * the same name share their parameters.
 */
final class Net {
  private static final SourceFile FILE = new SourceFile("net.nnd", "x\n".repeat(200));

  private final GraphBuilder to = new GraphBuilder();
  private final Map<String, Value> parameters = new HashMap<>();
  private int line;

  /** The settings of a convolution; the defaults are those of the language. */
  record Conv(int kernel, int stride, int padding, int dilation, int groups, boolean bias) {
    static Conv of(int kernel) {
      return new Conv(kernel, 1, 0, 1, 1, true);
    }

    Conv padding(int pixels) {
      return new Conv(kernel, stride, pixels, dilation, groups, bias);
    }

    Conv stride(int step) {
      return new Conv(kernel, step, padding, dilation, groups, bias);
    }

    Conv dilation(int step) {
      return new Conv(kernel, stride, padding, step, groups, bias);
    }

    Conv groups(int count) {
      return new Conv(kernel, stride, padding, dilation, count, bias);
    }

    Conv noBias() {
      return new Conv(kernel, stride, padding, dilation, groups, false);
    }
  }

  Graph graph() {
    return to.build();
  }

  Shape shape(Value x) {
    return to.shape(x);
  }

  private void nextLine() {
    int start = FILE.lineStart(++line);
    to.at(new Span(FILE, start, start + 1));
  }

  Value input(String name, int... dims) {
    nextLine();
    Type type = Type.floats(Shape.of(dims).perSample());
    return to.add(new Primitive.Input(name, type));
  }

  private Value parameter(String path, Role role, int... dims) {
    return parameters.computeIfAbsent(
        path, p -> to.add(new Primitive.Parameter(p, role, Shape.of(dims), Init.constant(0))));
  }

  Value dense(String name, Value x, int units) {
    return dense(name, x, units, true);
  }

  Value dense(String name, Value x, int units, boolean bias) {
    nextLine();
    List<Value> operands = new ArrayList<>(List.of(x));
    operands.add(parameter(name + ".weight", Role.WEIGHT, units, shape(x).dim(-1)));
    if (bias) operands.add(parameter(name + ".bias", Role.BIAS, units));
    return to.add(new Layer.Dense(bias), operands.toArray(Value[]::new));
  }

  Value conv(String name, Value x, int channels, Conv conv) {
    nextLine();
    int spatial = shape(x).rank() - 2;
    int[] dims = new int[2 + spatial];
    Arrays.fill(dims, conv.kernel);
    dims[0] = channels;
    dims[1] = shape(x).dim(1) / conv.groups;
    List<Value> operands = new ArrayList<>(List.of(x));
    operands.add(parameter(name + ".weight", Role.WEIGHT, dims));
    if (conv.bias) operands.add(parameter(name + ".bias", Role.BIAS, channels));
    Layer op =
        new Layer.Convolution(
            Collections.nCopies(spatial, conv.stride),
            Collections.nCopies(2 * spatial, conv.padding),
            Collections.nCopies(spatial, conv.dilation),
            conv.groups,
            conv.bias);
    return to.add(op, operands.toArray(Value[]::new));
  }

  /** Its output padding is the largest there is; groups and dilation do not matter. */
  Value transposed(String name, Value x, int channels, Conv conv) {
    nextLine();
    int spatial = shape(x).rank() - 2;
    int[] dims = new int[2 + spatial];
    Arrays.fill(dims, conv.kernel);
    dims[0] = shape(x).dim(1);
    dims[1] = channels;
    List<Value> operands = new ArrayList<>(List.of(x));
    operands.add(parameter(name + ".weight", Role.WEIGHT, dims));
    if (conv.bias) operands.add(parameter(name + ".bias", Role.BIAS, channels));
    Layer op =
        new Layer.TransposedConvolution(
            Collections.nCopies(spatial, conv.stride),
            Collections.nCopies(2 * spatial, conv.padding),
            Collections.nCopies(spatial, conv.stride - 1),
            conv.bias);
    return to.add(op, operands.toArray(Value[]::new));
  }

  Value norm(String name, Value x) {
    return norm(name, x, new Layer.BatchNorm(0.9, 1e-5, true, true));
  }

  Value norm(String name, Value x, Layer.BatchNorm op) {
    nextLine();
    int channels = shape(x).dim(1);
    List<Value> operands = new ArrayList<>(List.of(x));
    if (op.scale()) operands.add(parameter(name + ".scale", Role.SCALE, channels));
    if (op.shift()) operands.add(parameter(name + ".shift", Role.SHIFT, channels));
    operands.add(parameter(name + ".running_mean", Role.STATISTIC, channels));
    operands.add(parameter(name + ".running_var", Role.STATISTIC, channels));
    return to.add(op, operands.toArray(Value[]::new));
  }

  Value relu(Value x) {
    return activate(Activation.Kind.RELU, x);
  }

  Value activate(Activation.Kind kind, Value x) {
    nextLine();
    return to.add(
        new Layer.Activate(new Activation(kind, kind == Activation.Kind.LEAKY_RELU ? 0.1f : 0)), x);
  }

  Value pool(Pooling pooling, Value x, int size, int padding) {
    nextLine();
    int spatial = shape(x).rank() - 2;
    return to.add(
        new Layer.Pool(
            pooling,
            Collections.nCopies(spatial, size),
            Collections.nCopies(spatial, size),
            Collections.nCopies(2 * spatial, padding)),
        x);
  }

  Value globalPool(Pooling pooling, Value x) {
    nextLine();
    return to.add(new Layer.GlobalPool(pooling), x);
  }

  Value layerNorm(Value x) {
    nextLine();
    return to.add(new Layer.LayerNorm(true, 1e-5, false, false), x);
  }

  Value reduce(Reduction reduction, Value x, Integer... axes) {
    nextLine();
    return to.add(new Primitive.Reduce(reduction, List.of(axes)), x);
  }

  /** Each pixel twice along both axes. */
  Value upsample(Value x) {
    nextLine();
    Shape old = shape(x);
    int h = old.dim(2);
    int w = old.dim(3);
    Value single = to.reshape(x, Shape.of(old.dim(1), h, 1, w, 1).perSample());
    Value twice = spread(single, Shape.of(old.dim(1), h, 2, w, 2).perSample());
    return to.reshape(twice, Shape.of(old.dim(1), 2 * h, 2 * w).perSample());
  }

  Value dropout(Value x) {
    nextLine();
    return to.add(new Layer.Dropout(0.5, "drop" + line), x);
  }

  Value softmax(Value x, int axis) {
    nextLine();
    return to.add(new Layer.Softmax(axis), x);
  }

  Value flatten(Value x) {
    return reshape(x, (int) shape(x).size());
  }

  Value reshape(Value x, int... dims) {
    nextLine();
    return to.add(new Primitive.Reshape(Shape.of(dims).perSample()), x);
  }

  Value permute(Value x, Integer... axes) {
    nextLine();
    return to.add(new Primitive.Permute(List.of(axes)), x);
  }

  Value concat(int axis, Value... parts) {
    nextLine();
    return to.add(new Primitive.Concat(axis), parts);
  }

  Value slice(Value x, int axis, int start, int size) {
    nextLine();
    return to.add(new Primitive.Slice(axis, start, size), x);
  }

  Value plus(Value a, Value b) {
    nextLine();
    return to.plus(a, b);
  }

  Value minus(Value a, Value b) {
    nextLine();
    return to.minus(a, b);
  }

  Value binary(BinaryFunction function, Value a, Value b) {
    nextLine();
    return to.binary(function, a, b);
  }

  Value number(double value) {
    return to.constant(value);
  }

  /** Repeats unit axes to another shape, as arithmetic of different shapes does. */
  Value spread(Value x, Shape shape) {
    nextLine();
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) axes.add(axis);
    return to.broadcast(x, shape, axes);
  }

  Value crossEntropy(Value probabilities, double smoothing) {
    nextLine();
    Shape shape = shape(probabilities);
    Shape positions = shape.without(List.of(shape.rank() - 1));
    Value target = to.add(new Primitive.Input("target", new Type(Element.INT, positions)));
    return to.add(new Layer.CrossEntropy(smoothing), probabilities, target);
  }

  Value binaryCrossEntropy(Value probabilities, double smoothing) {
    nextLine();
    Value target = to.add(new Primitive.Input("target", to.type(probabilities)));
    return to.add(new Layer.BinaryCrossEntropy(smoothing), probabilities, target);
  }

  Value squaredError(Value output) {
    nextLine();
    Value target = to.add(new Primitive.Input("target", to.type(output)));
    return to.add(new Layer.MeanSquaredError(), output, target);
  }

  Net output(String name, Value value) {
    to.result(Result.Kind.OUTPUT, name, value);
    return this;
  }

  Net loss(Value value) {
    to.result(Result.Kind.LOSS, "loss", value);
    return this;
  }
}
