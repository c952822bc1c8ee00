package dev.nnd.check;

import dev.nnd.graph.Layer;
import dev.nnd.graph.Pooling;
import dev.nnd.graph.Value;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import java.util.List;
import java.util.Optional;

/** The layers that keep the largest or the mean element of a stretch. */
final class PoolLayers {
  static final Setting<List<Integer>> SIZE = Setting.required("size", Kinds.perAxis(2, 1));
  static final Setting<Optional<List<Integer>>> STRIDE =
      Setting.optional("stride", Kinds.perAxis(2, 1));

  private static final List<Integer> NO_DILATION = List.of(1, 1);

  private PoolLayers() {}

  /** A pool over windows. */
  static LayerSpec.Rule windows(Pooling pooling) {
    return call -> windows(call, pooling);
  }

  private static Optional<Value> windows(LayerCall call, Pooling pooling) {
    if (call.writtenRank() != 3) {
      return call.needsImage();
    }
    List<Integer> size = call.get(SIZE);
    List<Integer> stride = call.get(STRIDE).orElse(size);
    Padding padding = call.get(WeightLayers.PADDING);
    Optional<Window> window = Window.over(call, size, stride, NO_DILATION, padding);
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
}
