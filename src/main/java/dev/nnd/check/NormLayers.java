package dev.nnd.check;

import dev.nnd.check.Kinds.Range;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Role;
import dev.nnd.graph.Value;
import java.util.Optional;

/** The layers that bring elements to mean 0, or to mean square 1, or both. */
final class NormLayers {
  static final Setting<Double> MOMENTUM = Setting.of("momentum", Kinds.number(Range.UNIT), 0.9);
  static final Setting<Double> EPSILON = Setting.of("epsilon", Kinds.number(Range.POSITIVE), 1e-5);
  static final Setting<Boolean> SCALE = Setting.of("scale", Kinds.FLAG, true);
  static final Setting<Boolean> SHIFT = Setting.of("shift", Kinds.FLAG, true);
  static final Setting<Integer> GROUPS = Setting.required("groups", Kinds.COUNT);

  private NormLayers() {}

  static Optional<Value> batchNorm(LayerCall call) {
    if (call.writtenRank() == 0) {
      return call.needsAxisOf("channels");
    }
    int channels = call.shape().dim(1);
    affine(call, channels, call.get(SCALE), call.get(SHIFT));
    call.vector("running_mean", Role.STATISTIC, channels, 0);
    call.vector("running_var", Role.STATISTIC, channels, 1);
    return call.emit(
        new Layer.BatchNorm(
            call.get(MOMENTUM), call.get(EPSILON), call.get(SCALE), call.get(SHIFT)));
  }

  private static void affine(LayerCall call, int size, boolean scale, boolean shift) {
    if (scale) {
      call.vector("scale", Role.SCALE, size, 1);
    }
    if (shift) {
      call.vector("shift", Role.SHIFT, size, 0);
    }
  }

  static Optional<Value> layerNorm(LayerCall call) {
    return overLastAxis(call, true, call.get(SHIFT));
  }

  static Optional<Value> rmsNorm(LayerCall call) {
    return overLastAxis(call, false, false);
  }

  private static Optional<Value> overLastAxis(LayerCall call, boolean centred, boolean shift) {
    if (call.writtenRank() == 0) {
      return call.needsAxisOf("features");
    }
    affine(call, call.shape().dim(-1), call.get(SCALE), shift);
    return call.emit(new Layer.LayerNorm(centred, call.get(EPSILON), call.get(SCALE), shift));
  }

  static Optional<Value> groupNorm(LayerCall call) {
    if (call.writtenRank() == 0) {
      return call.needsAxisOf("channels");
    }
    int groups = call.get(GROUPS);
    int channels = call.shape().dim(1);
    if (channels % groups != 0) {
      return call.needs("a number of channels that `groups: " + groups + "` divides");
    }
    affine(call, channels, true, true);
    return call.emit(new Layer.GroupNorm(groups, call.get(EPSILON)));
  }
}
