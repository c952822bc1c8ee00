package dev.nnd.pass;

import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Node;
import dev.nnd.graph.Primitive.UnaryFunction;
import dev.nnd.graph.Rewrite;
import dev.nnd.graph.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Turns batch normalisation by running statistics into one multiply-add per channel:
 *
 * <pre>
 * bn(x) = factor * x + offset  with factor = scale / sqrt(var + epsilon)
 *                               and offset = shift - mean * factor
 * </pre>
 *
 * <p>For inference alone. A {@link Layer.FusedNorm} is refused: it exists only where statistics are
 * those of the mini-batch, which are not known before the input is.
 */
public final class NormsToAffines implements Pass {
  @Override
  public Outcome run(Graph graph) {
    Ledger ledger = new Ledger(this);
    Graph affine =
        Rewrite.of(
            graph,
            (node, to) -> {
              if (node.op() instanceof Layer.FusedNorm) {
                ledger.refused(node, "it normalises by the statistics of the mini-batch");
              }
              if (!(node.op() instanceof Layer.BatchNorm norm)) return to.copy(node);
              ledger.done(node, "one multiply-add per channel, by the running statistics");
              return affine(norm, node, to);
            });
    return ledger.outcome(affine);
  }

  private static Value affine(Layer.BatchNorm norm, Node node, Rewrite rewrite) {
    GraphBuilder to = rewrite.to().at(node.origin());
    Deque<Value> operands = new ArrayDeque<>(rewrite.images(node.operands()));
    Value input = operands.removeFirst();
    Value scale = norm.scale() ? operands.removeFirst() : to.constant(1);
    Value shift = norm.shift() ? operands.removeFirst() : to.constant(0);
    Value mean = operands.removeFirst();
    Value variance = operands.removeFirst();
    Value deviation = to.unary(UnaryFunction.SQRT, to.plus(variance, to.constant(norm.epsilon())));
    Value factor = to.over(scale, deviation);
    Value offset = to.minus(shift, to.times(mean, factor));
    return to.add(new Layer.ChannelAffine(), List.of(input, factor, offset), node.origin());
  }
}
