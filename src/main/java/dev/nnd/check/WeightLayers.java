package dev.nnd.check;

import dev.nnd.check.Kinds.Range;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Role;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The layers with parameters. */
final class WeightLayers {
  static final Setting<Integer> UNITS = Setting.required("units", Kinds.COUNT);
  static final Setting<Boolean> BIAS = Setting.of("bias", Kinds.FLAG, true);
  static final Setting<Start> INIT = Setting.of("init", Starts.KIND, Start.AUTO);
  static final Setting<Integer> CHANNELS = Setting.required("channels", Kinds.COUNT);
  static final Setting<List<Integer>> KERNEL = Setting.required("kernel", Kinds.perAxis(2, 1));
  static final Setting<List<Integer>> STRIDE =
      Setting.of("stride", Kinds.perAxis(2, 1), List.of(1, 1));
  static final Setting<Padding> PADDING = Setting.of("padding", Padding.OF_TWO_AXES, Padding.VALID);
  static final Setting<List<Integer>> DILATION =
      Setting.of("dilation", Kinds.perAxis(2, 1), List.of(1, 1));
  static final Setting<Integer> GROUPS = Setting.of("groups", Kinds.COUNT, 1);
  static final Setting<Integer> MULTIPLIER = Setting.of("multiplier", Kinds.COUNT, 1);
  static final Setting<Double> MOMENTUM = Setting.of("momentum", Kinds.number(Range.UNIT), 0.9);
  static final Setting<Double> EPSILON = Setting.of("epsilon", Kinds.number(Range.POSITIVE), 1e-5);
  static final Setting<Boolean> SCALE = Setting.of("scale", Kinds.FLAG, true);
  static final Setting<Boolean> SHIFT = Setting.of("shift", Kinds.FLAG, true);

  private WeightLayers() {}

  static Optional<Value> dense(LayerCall call) {
    if (call.writtenRank() == 0) {
      return call.needs("a tensor with an axis of features");
    }
    int units = call.get(UNITS);
    call.weight(Shape.of(units, call.shape().dim(-1)), call.get(INIT));
    bias(call, units);
    return call.emit(new Layer.Dense(call.get(BIAS)));
  }

  private static void bias(LayerCall call, int size) {
    if (call.get(BIAS)) {
      call.vector("bias", Role.BIAS, size, 0);
    }
  }

  static Optional<Value> convolution(LayerCall call) {
    if (call.writtenRank() != 3) {
      return call.needsImage();
    }
    int groups = call.get(GROUPS);
    int in = call.shape().dim(1);
    if (in % groups != 0) {
      return call.needs("a number of channels that `groups: " + groups + "` divides");
    }
    if (call.get(CHANNELS) % groups != 0) {
      Diagnostic uneven =
          Diagnostic.of(Code.UNEVEN_GROUPS, call.span(), call.get(CHANNELS), groups);
      call.assembly().report(uneven);
      return Optional.empty();
    }
    return convolution(call, call.get(CHANNELS), groups);
  }

  static Optional<Value> depthwise(LayerCall call) {
    if (call.writtenRank() != 3) {
      return call.needsImage();
    }
    int in = call.shape().dim(1);
    long out = (long) in * call.get(MULTIPLIER);
    return out > Assembly.MOST_ELEMENTS
        ? call.needs("fewer channels")
        : convolution(call, (int) out, in);
  }

  private static Optional<Value> convolution(LayerCall call, int out, int groups) {
    Optional<Window> window =
        Window.over(
            call, call.get(KERNEL), call.get(STRIDE), call.get(DILATION), call.get(PADDING));
    if (window.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> weight = new ArrayList<>(List.of(out, call.shape().dim(1) / groups));
    weight.addAll(call.get(KERNEL));
    call.weight(new Shape(weight), call.get(INIT));
    bias(call, out);
    return call.emit(
        new Layer.Convolution(
            call.get(STRIDE), window.get().padding(), call.get(DILATION), groups, call.get(BIAS)));
  }

  static Optional<Value> batchNorm(LayerCall call) {
    if (call.writtenRank() == 0) {
      return call.needs("a tensor with an axis of channels");
    }
    int channels = call.shape().dim(1);
    boolean scale = call.get(SCALE);
    boolean shift = call.get(SHIFT);
    if (scale) {
      call.vector("scale", Role.SCALE, channels, 1);
    }
    if (shift) {
      call.vector("shift", Role.SHIFT, channels, 0);
    }
    call.vector("running_mean", Role.STATISTIC, channels, 0);
    call.vector("running_var", Role.STATISTIC, channels, 1);
    return call.emit(new Layer.BatchNorm(call.get(MOMENTUM), call.get(EPSILON), scale, shift));
  }
}
