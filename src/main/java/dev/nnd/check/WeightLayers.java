package dev.nnd.check;

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
  static final Setting<Integer> GROUPS = Setting.of("groups", Kinds.COUNT, 1);
  static final Setting<Integer> MULTIPLIER = Setting.of("multiplier", Kinds.COUNT, 1);

  private WeightLayers() {}

  static Optional<Value> dense(LayerCall call) {
    if (call.writtenRank() == 0) {
      return call.needsAxisOf("features");
    }
    int units = call.get(UNITS);
    call.weight(Shape.of(units, call.shape().dim(-1)), call.get(INIT));
    bias(call, units);
    return call.emit(new Layer.Dense(call.get(BIAS)));
  }

  /** Adds a bias if the layer has one. */
  static void bias(LayerCall call, int size) {
    if (call.get(BIAS)) {
      call.vector("bias", Role.BIAS, size, 0);
    }
  }

  /** A convolution over some axes. */
  static LayerSpec.Rule convolution(Sliding sliding) {
    return call -> sliding.suits(call) ? convolution(call, sliding) : Optional.empty();
  }

  private static Optional<Value> convolution(LayerCall call, Sliding sliding) {
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
    return convolution(call, sliding, call.get(CHANNELS), groups);
  }

  static Optional<Value> depthwise(LayerCall call) {
    Sliding sliding = Sliding.IMAGE;
    if (!sliding.suits(call)) {
      return Optional.empty();
    }
    int in = call.shape().dim(1);
    long out = (long) in * call.get(MULTIPLIER);
    return out > Assembly.MOST_ELEMENTS
        ? call.needs("fewer channels")
        : convolution(call, sliding, (int) out, in);
  }

  private static Optional<Value> convolution(LayerCall call, Sliding sliding, int out, int groups) {
    List<Integer> kernel = call.get(sliding.kernel());
    List<Integer> stride = call.get(sliding.stride());
    List<Integer> dilation = call.get(sliding.dilation());
    Optional<Window> window =
        Window.over(call, kernel, stride, dilation, call.get(sliding.padding()));
    if (window.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> weight = new ArrayList<>(List.of(out, call.shape().dim(1) / groups));
    weight.addAll(kernel);
    call.weight(new Shape(weight), call.get(INIT));
    bias(call, out);
    return call.emit(
        new Layer.Convolution(stride, window.get().padding(), dilation, groups, call.get(BIAS)));
  }
}
