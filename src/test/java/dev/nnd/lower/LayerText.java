package dev.nnd.lower;

import dev.nnd.graph.Activation;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Init;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Pooling;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Role;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import dev.nnd.source.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Layers from text such as {@code conv2d(4, kernel: [3, 2], stride: 2)}, added to a graph. The
 * shapes of parameters are given, so that nothing of the checker is needed.
 */
final class LayerText {
  private final GraphBuilder to;
  private final String name;
  private final Map<String, Object> settings;
  private final Map<String, Pytorch.Array> parameters;

  private LayerText(GraphBuilder to, String text, Map<String, Pytorch.Array> parameters) {
    this.to = to;
    this.name = Pytorch.name(text);
    this.settings = Pytorch.settings(text);
    this.parameters = parameters;
  }

  /** Adds a layer. */
  static Value add(GraphBuilder to, Value x, String text, Map<String, Pytorch.Array> parameters) {
    return new LayerText(to, text, parameters).build(x);
  }

  private int number(String key, int otherwise) {
    return ((Number) settings.getOrDefault(key, otherwise)).intValue();
  }

  private double real(String key, double otherwise) {
    return ((Number) settings.getOrDefault(key, otherwise)).doubleValue();
  }

  private boolean flag(String key) {
    return (Boolean) settings.getOrDefault(key, true);
  }

  private List<Integer> each(Object setting, int axes) {
    if (setting instanceof Number n) return Collections.nCopies(axes, n.intValue());
    List<Integer> all = new ArrayList<>();
    for (Object item : (List<?>) setting) {
      if (item instanceof List<?> pair) all.addAll(each(pair, 2));
      else all.add(((Number) item).intValue());
    }
    return all;
  }

  private Value parameter(String suffix, Role role) {
    String path = name + "." + suffix;
    Shape shape = new Shape(parameters.get(path).shape());
    return to.add(new Primitive.Parameter(path, role, shape, Init.constant(0)));
  }

  private Value layer(Layer layer, Value... operands) {
    return to.add(layer, List.of(operands), Span.nowhere());
  }

  private Value build(Value x) {
    int rank = to.shape(x).rank();
    return switch (name) {
      case "dense" -> weighted(new Layer.Dense(flag("bias")), x);
      case "conv1d", "conv2d", "depthwise_conv2d" -> convolution(x);
      case "max_pool1d", "max_pool2d" -> pool(Pooling.MAX, x);
      case "avg_pool1d", "avg_pool2d" -> pool(Pooling.MEAN, x);
      case "global_avg_pool" -> layer(new Layer.GlobalPool(Pooling.MEAN), x);
      case "global_max_pool" -> layer(new Layer.GlobalPool(Pooling.MAX), x);
      case "batch_norm" -> norm(x);
      case "relu" -> activate(Activation.Kind.RELU, x);
      case "leaky_relu" ->
          layer(
              new Layer.Activate(
                  new Activation(Activation.Kind.LEAKY_RELU, (float) real("slope", 0.01))),
              x);
      case "gelu" ->
          activate(settings.isEmpty() ? Activation.Kind.GELU : Activation.Kind.GELU_TANH, x);
      case "sigmoid" -> activate(Activation.Kind.SIGMOID, x);
      case "tanh" -> activate(Activation.Kind.TANH, x);
      case "softmax" ->
          layer(new Layer.Softmax(Math.floorMod(number("axis", -1), rank - 1) + 1), x);
      case "permute" -> permute(x);
      case "flatten" -> reshape(List.of(-1), x);
      case "reshape" -> reshape(each(settings.get("first"), 1), x);
      default -> throw new IllegalArgumentException("no layer " + name);
    };
  }

  private Value activate(Activation.Kind kind, Value x) {
    return layer(new Layer.Activate(Activation.of(kind)), x);
  }

  private Value weighted(Layer layer, Value x) {
    Value weight = parameter("weight", Role.WEIGHT);
    return flag("bias")
        ? layer(layer, x, weight, parameter("bias", Role.BIAS))
        : layer(layer, x, weight);
  }

  private Value convolution(Value x) {
    List<Integer> weight = parameters.get(name + ".weight").shape();
    List<Integer> kernel = weight.subList(2, weight.size());
    List<Integer> stride = each(settings.getOrDefault("stride", 1), kernel.size());
    List<Integer> dilation = each(settings.getOrDefault("dilation", 1), kernel.size());
    int groups = name.startsWith("depthwise") ? to.shape(x).dim(1) : number("groups", 1);
    List<Integer> reach = new ArrayList<>();
    for (int i = 0; i < kernel.size(); i++) reach.add((kernel.get(i) - 1) * dilation.get(i) + 1);
    List<Integer> padding = padding(reach, stride, x);
    return weighted(new Layer.Convolution(stride, padding, dilation, groups, flag("bias")), x);
  }

  private List<Integer> padding(List<Integer> reach, List<Integer> stride, Value x) {
    Object padding = settings.getOrDefault("padding", "valid");
    if (padding.equals("valid")) return each(0, 2 * reach.size());
    if (!padding.equals("same")) return each(padding, 2 * reach.size());
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < reach.size(); i++) {
      int n = to.shape(x).dim(2 + i);
      int s = stride.get(i);
      int total = Math.max(0, ((n + s - 1) / s - 1) * s + reach.get(i) - n);
      all.addAll(List.of(total / 2, total - total / 2));
    }
    return all;
  }

  private Value pool(Pooling pooling, Value x) {
    int axes = to.shape(x).rank() - 2;
    List<Integer> size = each(settings.get("first"), axes);
    List<Integer> stride = each(settings.getOrDefault("stride", size), axes);
    return layer(new Layer.Pool(pooling, size, stride, padding(size, stride, x)), x);
  }

  private Value norm(Value x) {
    Layer.BatchNorm norm =
        new Layer.BatchNorm(
            real("momentum", 0.9), real("epsilon", 1e-5), flag("scale"), flag("shift"));
    List<Value> operands = new ArrayList<>(List.of(x));
    if (norm.scale()) operands.add(parameter("scale", Role.SCALE));
    if (norm.shift()) operands.add(parameter("shift", Role.SHIFT));
    operands.add(parameter("running_mean", Role.STATISTIC));
    operands.add(parameter("running_var", Role.STATISTIC));
    return layer(norm, operands.toArray(Value[]::new));
  }

  private Value permute(Value x) {
    List<Integer> axes = new ArrayList<>(List.of(0));
    for (int axis : each(settings.get("first"), 1)) axes.add(axis + 1);
    return to.add(new Primitive.Permute(axes), x);
  }

  private Value reshape(List<Integer> written, Value x) {
    int known = written.stream().filter(n -> n > 0).reduce(1, (a, b) -> a * b);
    int rest = (int) to.shape(x).size() / known;
    Shape shape = new Shape(written.stream().map(n -> n < 0 ? rest : n).toList());
    return to.reshape(x, shape.perSample());
  }
}
