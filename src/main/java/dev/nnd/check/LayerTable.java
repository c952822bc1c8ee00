package dev.nnd.check;

import dev.nnd.check.Kinds.Range;
import dev.nnd.check.LayerSpec.Takes;
import dev.nnd.graph.Activation;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Pooling;
import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The layers of the language. A new one is one entry of the table: what flows in, its name, the
 * rule that builds it and its settings in order.
 */
final class LayerTable {
  /** What a layer is called in messages about its name. */
  static final String WHAT = "layer of the language";

  /** The layers that only a later version has. */
  private static final Set<String> LATER =
      Set.of(
          "conv1d",
          "conv2d_transpose",
          "max_pool1d",
          "avg_pool1d",
          "layer_norm",
          "rms_norm",
          "group_norm",
          "lstm",
          "gru",
          "attention",
          "permute",
          "upsample2d",
          "average",
          "maximum",
          "mean",
          "sum",
          "max",
          "relu6",
          "elu",
          "selu",
          "silu",
          "softplus",
          "hard_sigmoid",
          "hard_swish",
          "log_softmax");

  private static final Setting<Double> RATE =
      Setting.required("rate", Kinds.number(Range.BELOW_ONE));
  private static final Setting<Double> SLOPE = Setting.of("slope", Kinds.number(Range.ANY), 0.01);
  private static final Setting<Boolean> APPROXIMATE = Setting.of("approximate", Kinds.FLAG, false);
  private static final Setting<Integer> SOFTMAX_AXIS = Setting.of("axis", Kinds.AXIS, -1);

  private static final Map<String, LayerSpec> ALL =
      table(
          LayerSpec.of(
              Takes.FLOATS,
              "dense",
              WeightLayers::dense,
              WeightLayers.UNITS,
              WeightLayers.BIAS,
              WeightLayers.INIT),
          LayerSpec.of(
              Takes.FLOATS,
              "conv2d",
              WeightLayers::convolution,
              WeightLayers.CHANNELS,
              WeightLayers.KERNEL,
              WeightLayers.STRIDE,
              WeightLayers.PADDING,
              WeightLayers.DILATION,
              WeightLayers.GROUPS,
              WeightLayers.BIAS,
              WeightLayers.INIT),
          LayerSpec.of(
              Takes.FLOATS,
              "depthwise_conv2d",
              WeightLayers::depthwise,
              WeightLayers.KERNEL,
              WeightLayers.MULTIPLIER,
              WeightLayers.STRIDE,
              WeightLayers.PADDING,
              WeightLayers.DILATION,
              WeightLayers.BIAS,
              WeightLayers.INIT),
          pool("max_pool2d", Pooling.MAX),
          pool("avg_pool2d", Pooling.MEAN),
          LayerSpec.of(Takes.FLOATS, "global_avg_pool", PoolLayers.global(Pooling.MEAN)),
          LayerSpec.of(Takes.FLOATS, "global_max_pool", PoolLayers.global(Pooling.MAX)),
          LayerSpec.of(
              Takes.FLOATS,
              "batch_norm",
              WeightLayers::batchNorm,
              WeightLayers.MOMENTUM,
              WeightLayers.EPSILON,
              WeightLayers.SCALE,
              WeightLayers.SHIFT),
          LayerSpec.of(
              Takes.INTS,
              "embedding",
              SequenceLayers::embedding,
              SequenceLayers.VOCABULARY,
              SequenceLayers.SIZE),
          LayerSpec.of(Takes.FLOATS, "dropout", LayerTable::dropout, RATE),
          LayerSpec.of(Takes.ONE, "flatten", ShapeLayers::flatten),
          LayerSpec.of(Takes.ONE, "reshape", ShapeLayers::reshape, ShapeLayers.SIZES),
          LayerSpec.of(Takes.TUPLE, "concat", ShapeLayers::concat, ShapeLayers.CONCAT_AXIS),
          LayerSpec.of(Takes.TUPLE, "add", ShapeLayers.elementwise(BinaryFunction.ADD)),
          LayerSpec.of(Takes.TUPLE, "multiply", ShapeLayers.elementwise(BinaryFunction.MULTIPLY)),
          LayerSpec.of(Takes.ONE, "identity", call -> Optional.of(call.input())),
          activation("relu", call -> Activation.of(Activation.Kind.RELU)),
          activation("leaky_relu", LayerTable::leakyRelu, SLOPE),
          activation("sigmoid", call -> Activation.of(Activation.Kind.SIGMOID)),
          activation("tanh", call -> Activation.of(Activation.Kind.TANH)),
          activation("gelu", LayerTable::gelu, APPROXIMATE),
          LayerSpec.of(Takes.FLOATS, "softmax", LayerTable::softmax, SOFTMAX_AXIS));

  private LayerTable() {}

  private static Map<String, LayerSpec> table(LayerSpec... layers) {
    Map<String, LayerSpec> table = new LinkedHashMap<>();
    for (LayerSpec layer : layers) {
      table.put(layer.name(), layer);
    }
    return table;
  }

  /** The layer of this name, if this version has it. */
  static Optional<LayerSpec> find(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  /** Whether the language has a layer of this name. */
  static boolean knows(String name) {
    return ALL.containsKey(name) || LATER.contains(name);
  }

  /** The names of all layers of the language. */
  static List<String> names() {
    List<String> names = new ArrayList<>(ALL.keySet());
    names.addAll(LATER);
    return names;
  }

  private static LayerSpec pool(String name, Pooling pooling) {
    return LayerSpec.of(
        Takes.FLOATS,
        name,
        PoolLayers.windows(pooling),
        PoolLayers.SIZE,
        PoolLayers.STRIDE,
        WeightLayers.PADDING);
  }

  private interface ActivationRule {
    Activation of(LayerCall call);
  }

  private static LayerSpec activation(String name, ActivationRule rule, Setting<?>... settings) {
    LayerSpec.Rule build = call -> call.emit(new Layer.Activate(rule.of(call)));
    return LayerSpec.of(Takes.FLOATS, name, build, settings);
  }

  private static Activation leakyRelu(LayerCall call) {
    return new Activation(Activation.Kind.LEAKY_RELU, call.get(SLOPE).floatValue());
  }

  private static Activation gelu(LayerCall call) {
    return Activation.of(call.get(APPROXIMATE) ? Activation.Kind.GELU_TANH : Activation.Kind.GELU);
  }

  private static Optional<Value> dropout(LayerCall call) {
    return call.emit(new Layer.Dropout(call.get(RATE), call.stream()));
  }

  private static Optional<Value> softmax(LayerCall call) {
    int rank = call.writtenRank();
    int axis = call.get(SOFTMAX_AXIS) < 0 ? call.get(SOFTMAX_AXIS) + rank : call.get(SOFTMAX_AXIS);
    return axis < 0 || axis >= rank
        ? call.needs("a tensor with axis " + call.get(SOFTMAX_AXIS))
        : call.emit(new Layer.Softmax(axis + 1));
  }
}
