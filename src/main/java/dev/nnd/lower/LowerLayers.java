package dev.nnd.lower;

import dev.nnd.graph.Graph;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Node;
import dev.nnd.graph.Rewrite;
import dev.nnd.graph.Value;
import java.util.Set;

/**
 * Replaces layers by the primitives they are made of.
 *
 * <p>For training this happens in two stages, since some layers have a better gradient than the
 * chain rule gives: the first leaves those as they are, {@link Differentiate} uses their rules, the
 * second lowers them.
 */
public final class LowerLayers {
  /** The layers with a gradient of their own. */
  private static final Set<Class<? extends Layer>> OWN_GRADIENT =
      Set.of(
          Layer.Activate.class,
          Layer.GroupNorm.class,
          Layer.Huber.class,
          Layer.LayerNorm.class,
          Layer.LogSoftmax.class,
          Layer.Normalize.class,
          Layer.SigmoidCrossEntropy.class,
          Layer.Recurrence.class,
          Layer.Softmax.class,
          Layer.SoftmaxCrossEntropy.class,
          Layer.TransposedConvolution.class);

  private LowerLayers() {}

  /** Lowers a network for training, except for layers with a gradient of their own. */
  public static Graph toGradients(Graph graph) {
    return run(graph, Mode.TRAINING, OWN_GRADIENT);
  }

  /** Lowers every layer. Training adds an {@code UPDATE} for each running statistic. */
  public static Graph toPrimitives(Graph graph, Mode mode) {
    return run(graph, mode, Set.of());
  }

  private static Graph run(Graph graph, Mode mode, Set<Class<? extends Layer>> kept) {
    RunningStatistics statistics = new RunningStatistics();
    return Rewrite.of(
        graph,
        (node, to) -> lower(node, to, mode, kept, statistics),
        to -> statistics.addUpdates(to.to()));
  }

  private static Value lower(
      Node node,
      Rewrite to,
      Mode mode,
      Set<Class<? extends Layer>> kept,
      RunningStatistics statistics) {
    if (!(node.op() instanceof Layer layer)) return to.copy(node);
    to.to().at(node.origin());
    return new Lowering(to.to(), mode, kept, statistics).lower(layer, to.images(node.operands()));
  }
}
