package dev.nnd.check;

import dev.nnd.check.Kinds.Range;
import dev.nnd.check.LayerSpec.Takes;
import dev.nnd.graph.Activation;
import dev.nnd.graph.Cell;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Pooling;
import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Primitive.Reduction;
import dev.nnd.graph.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The layers of the language. A new one is one entry of the table: what flows in, its name, the
 * rule that builds it and its settings in order.
 */
final class LayerTable {
  /** What a layer is called in messages about its name. */
  static final String WHAT = "layer of the language";

  private static final Setting<Double> RATE =
      Setting.required("rate", Kinds.number(Range.BELOW_ONE));
  private static final Setting<Double> SLOPE = Setting.of("slope", Kinds.number(Range.ANY), 0.01);
  private static final Setting<Double> ALPHA = Setting.of("alpha", Kinds.number(Range.ANY), 1.0);
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
          convolution("conv1d", Sliding.SEQUENCE),
          convolution("conv2d", Sliding.IMAGE),
          LayerSpec.of(
              Takes.FLOATS,
              "depthwise_conv2d",
              WeightLayers::depthwise,
              Sliding.IMAGE.kernel(),
              WeightLayers.MULTIPLIER,
              Sliding.IMAGE.stride(),
              Sliding.IMAGE.padding(),
              Sliding.IMAGE.dilation(),
              WeightLayers.BIAS,
              WeightLayers.INIT),
          LayerSpec.of(
              Takes.FLOATS,
              "conv2d_transpose",
              TransposedLayers::convolution,
              WeightLayers.CHANNELS,
              Sliding.IMAGE.kernel(),
              Sliding.IMAGE.stride(),
              Sliding.IMAGE.padding(),
              TransposedLayers.OUTPUT_PADDING,
              WeightLayers.BIAS,
              WeightLayers.INIT),
          pool("max_pool1d", Pooling.MAX, Sliding.SEQUENCE),
          pool("max_pool2d", Pooling.MAX, Sliding.IMAGE),
          pool("avg_pool1d", Pooling.MEAN, Sliding.SEQUENCE),
          pool("avg_pool2d", Pooling.MEAN, Sliding.IMAGE),
          LayerSpec.of(Takes.FLOATS, "global_avg_pool", PoolLayers.global(Pooling.MEAN)),
          LayerSpec.of(Takes.FLOATS, "global_max_pool", PoolLayers.global(Pooling.MAX)),
          LayerSpec.of(
              Takes.FLOATS,
              "batch_norm",
              NormLayers::batchNorm,
              NormLayers.MOMENTUM,
              NormLayers.EPSILON,
              NormLayers.SCALE,
              NormLayers.SHIFT),
          LayerSpec.of(
              Takes.FLOATS,
              "layer_norm",
              NormLayers::layerNorm,
              NormLayers.EPSILON,
              NormLayers.SCALE,
              NormLayers.SHIFT),
          LayerSpec.of(
              Takes.FLOATS, "rms_norm", NormLayers::rmsNorm, NormLayers.EPSILON, NormLayers.SCALE),
          LayerSpec.of(
              Takes.FLOATS,
              "group_norm",
              NormLayers::groupNorm,
              NormLayers.GROUPS,
              NormLayers.EPSILON),
          LayerSpec.of(
              Takes.INTS,
              "embedding",
              SequenceLayers::embedding,
              SequenceLayers.VOCABULARY,
              SequenceLayers.SIZE),
          LayerSpec.of(
              Takes.EITHER,
              "attention",
              AttentionLayer::build,
              AttentionLayer.HEADS,
              AttentionLayer.CAUSAL),
          recurrence(Cell.LSTM),
          recurrence(Cell.GRU),
          LayerSpec.of(Takes.FLOATS, "dropout", LayerTable::dropout, RATE),
          LayerSpec.of(Takes.ONE, "flatten", ShapeLayers::flatten),
          LayerSpec.of(Takes.ONE, "reshape", ShapeLayers::reshape, ShapeLayers.SIZES),
          LayerSpec.of(Takes.ONE, "permute", ShapeLayers::permute, ShapeLayers.AXES),
          LayerSpec.of(Takes.ONE, "upsample2d", ShapeLayers::upsample, ShapeLayers.FACTOR),
          LayerSpec.of(Takes.TUPLE, "concat", ShapeLayers::concat, ShapeLayers.CONCAT_AXIS),
          LayerSpec.of(Takes.TUPLE, "add", ShapeLayers.elementwise(BinaryFunction.ADD)),
          LayerSpec.of(Takes.TUPLE, "multiply", ShapeLayers.elementwise(BinaryFunction.MULTIPLY)),
          LayerSpec.of(Takes.TUPLE, "average", ShapeLayers::average),
          LayerSpec.of(Takes.TUPLE, "maximum", ShapeLayers.elementwise(BinaryFunction.MAXIMUM)),
          LayerSpec.of(Takes.FLOATS, "mean", PoolLayers::mean, PoolLayers.AXIS),
          LayerSpec.of(Takes.FLOATS, "sum", PoolLayers.along(Reduction.SUM), PoolLayers.AXIS),
          LayerSpec.of(Takes.FLOATS, "max", PoolLayers.along(Reduction.MAX), PoolLayers.AXIS),
          LayerSpec.of(Takes.ONE, "identity", call -> Optional.of(call.input())),
          activation("relu", Activation.Kind.RELU),
          activation("relu6", Activation.Kind.RELU6),
          activation("leaky_relu", LayerTable::leakyRelu, SLOPE),
          activation("elu", LayerTable::elu, ALPHA),
          activation("selu", Activation.Kind.SELU),
          activation("gelu", LayerTable::gelu, APPROXIMATE),
          activation("silu", Activation.Kind.SILU),
          activation("sigmoid", Activation.Kind.SIGMOID),
          activation("tanh", Activation.Kind.TANH),
          activation("softplus", Activation.Kind.SOFTPLUS),
          activation("hard_sigmoid", Activation.Kind.HARD_SIGMOID),
          activation("hard_swish", Activation.Kind.HARD_SWISH),
          LayerSpec.of(Takes.FLOATS, "softmax", along(Layer.Softmax::new), SOFTMAX_AXIS),
          LayerSpec.of(Takes.FLOATS, "log_softmax", along(Layer.LogSoftmax::new), SOFTMAX_AXIS));

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
    return ALL.containsKey(name);
  }

  /** The names of all layers of the language. */
  static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  private static LayerSpec convolution(String name, Sliding sliding) {
    return LayerSpec.of(
        Takes.FLOATS,
        name,
        WeightLayers.convolution(sliding),
        WeightLayers.CHANNELS,
        sliding.kernel(),
        sliding.stride(),
        sliding.padding(),
        sliding.dilation(),
        WeightLayers.GROUPS,
        WeightLayers.BIAS,
        WeightLayers.INIT);
  }

  private static LayerSpec pool(String name, Pooling pooling, Sliding sliding) {
    return LayerSpec.of(
        Takes.FLOATS,
        name,
        PoolLayers.windows(pooling, sliding),
        sliding.size(),
        sliding.poolStride(),
        sliding.padding());
  }

  private static LayerSpec recurrence(Cell cell) {
    return LayerSpec.of(
        Takes.FLOATS,
        cell.toString(),
        call -> SequenceLayers.recurrence(call, cell),
        WeightLayers.UNITS,
        SequenceLayers.SEQUENCE,
        SequenceLayers.REVERSE);
  }

  private interface ActivationRule {
    Activation of(LayerCall call);
  }

  private static LayerSpec activation(String name, Activation.Kind kind) {
    return activation(name, call -> Activation.of(kind));
  }

  private static LayerSpec activation(String name, ActivationRule rule, Setting<?>... settings) {
    LayerSpec.Rule build = call -> call.emit(new Layer.Activate(rule.of(call)));
    return LayerSpec.of(Takes.FLOATS, name, build, settings);
  }

  private static Activation leakyRelu(LayerCall call) {
    return new Activation(Activation.Kind.LEAKY_RELU, call.get(SLOPE).floatValue());
  }

  private static Activation elu(LayerCall call) {
    return new Activation(Activation.Kind.ELU, call.get(ALPHA).floatValue());
  }

  private static Activation gelu(LayerCall call) {
    return Activation.of(call.get(APPROXIMATE) ? Activation.Kind.GELU_TANH : Activation.Kind.GELU);
  }

  private static Optional<Value> dropout(LayerCall call) {
    return call.emit(new Layer.Dropout(call.get(RATE), call.stream()));
  }

  private static LayerSpec.Rule along(IntFunction<Layer> layer) {
    return call -> call.axis(SOFTMAX_AXIS).flatMap(axis -> call.emit(layer.apply(axis)));
  }
}
