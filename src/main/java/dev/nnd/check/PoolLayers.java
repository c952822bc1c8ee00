package dev.nnd.check;

import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Pooling;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Primitive.Reduction;
import dev.nnd.graph.Value;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import java.util.List;
import java.util.Optional;

/** The layers that keep the largest or the mean element of a stretch. */
final class PoolLayers {
  static final Setting<Integer> AXIS = Setting.required("axis", Kinds.AXIS);

  private PoolLayers() {}

  /** A pool over windows. */
  static LayerSpec.Rule windows(Pooling pooling, Sliding sliding) {
    return call -> sliding.suits(call) ? windows(call, pooling, sliding) : Optional.empty();
  }

  private static Optional<Value> windows(LayerCall call, Pooling pooling, Sliding sliding) {
    List<Integer> size = call.get(sliding.size());
    List<Integer> stride = call.get(sliding.poolStride()).orElse(size);
    Padding padding = call.get(sliding.padding());
    Optional<Window> window = Window.over(call, size, stride, sliding.noDilation(), padding);
    if (window.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> around = window.get().padding();
    for (int side = 0; side < around.size(); side++) {
      if (around.get(side) >= size.get(side / 2)) {
        // A window wholly in the padding would have no largest element and no mean.
        call.assembly()
            .report(Diagnostic.of(Code.POOL_PADDING, call.span(), around.get(side), size));
        return Optional.empty();
      }
    }
    return call.emit(new Layer.Pool(pooling, size, stride, around));
  }

  /** A pool over all axes but the first. */
  static LayerSpec.Rule global(Pooling pooling) {
    return call ->
        call.writtenRank() < 2
            ? call.needs("[channels, …]")
            : call.emit(new Layer.GlobalPool(pooling));
  }

  /** The sum or the largest of an axis, which goes. */
  static LayerSpec.Rule along(Reduction reduction) {
    return call -> call.axis(AXIS).flatMap(axis -> reduced(call, reduction, axis));
  }

  private static Optional<Value> reduced(LayerCall call, Reduction reduction, int axis) {
    return call.emit(new Primitive.Reduce(reduction, List.of(axis)));
  }

  /** The mean along an axis, which goes. */
  static Optional<Value> mean(LayerCall call) {
    GraphBuilder to = call.assembly().builder().at(call.span());
    return call.axis(AXIS)
        .flatMap(
            axis ->
                reduced(call, Reduction.SUM, axis)
                    .map(sum -> to.times(sum, 1.0 / call.shape().dim(axis))));
  }
}
