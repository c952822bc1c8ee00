package dev.nnd.lower;

import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Value;
import java.util.List;
import java.util.Set;

/**
 * Where layers are lowered to.
 *
 * @param kept the layers that stay as they are
 */
record Lowering(
    GraphBuilder to, Mode mode, Set<Class<? extends Layer>> kept, RunningStatistics statistics) {

  /** The value of a layer applied to operands. */
  Value lower(Layer layer, List<Value> operands) {
    return kept.contains(layer.getClass())
        ? to.add(layer, operands.toArray(Value[]::new))
        : layer.accept(new LayerDefinitions(this, operands));
  }
}
