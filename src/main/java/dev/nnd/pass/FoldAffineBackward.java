package dev.nnd.pass;

import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Node;
import dev.nnd.graph.Rewrite;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import java.util.Optional;

/**
 * Folds a multiply-add per channel into the dense or convolution before it:
 *
 * <pre>f * (W x + b) + o = (f W) x + (f b + o)  with f along the weight's outputs</pre>
 *
 * <p>Applies only when the channels are the layer's outputs and nothing else sees the layer's
 * result. The weight itself is not changed: other layers that share it keep the old one. With
 * {@link NormsToAffines} before it this is the folding of batch normalisation. Differs from the
 * unfolded network by rounding alone.
 */
public final class FoldAffineBackward implements Pass {
  @Override
  public Outcome run(Graph graph) {
    Ledger ledger = new Ledger(this);
    return ledger.outcome(Rewrite.of(graph, (node, to) -> fold(node, to, ledger)));
  }

  private static Value fold(Node node, Rewrite rewrite, Ledger ledger) {
    Graph from = rewrite.from();
    Value copy = rewrite.copy(node);
    Optional<Integer> position = Affine.input(node, from::producer);
    if (position.isEmpty()) return copy;
    Node before = from.producer(node.operands().get(position.get()));
    Optional<String> obstacle = obstacle(node, before, from);
    if (obstacle.isPresent()) {
      // Arithmetic with a number is as good where it is; only a norm's place needs a reason.
      if (node.op() instanceof Layer.ChannelAffine) ledger.refused(node, obstacle.get());
      return copy;
    }
    Terms terms = new Terms(from);
    String shared =
        from.uses(before.operands().get(1)) > 1 ? ", as a copy of the weight it shares" : "";
    ledger.done(node, "folded into " + terms.place(before) + shared);
    Linear layer = Linear.of(rewrite.to().node(rewrite.image(before.result()))).orElseThrow();
    Affine affine = Affine.of(rewrite.to().node(copy), rewrite.to()).orElseThrow();
    return fold(layer, affine, rewrite.to().at(node.origin()));
  }

  private static Optional<String> obstacle(Node node, Node before, Graph from) {
    Terms terms = new Terms(from);
    Optional<Linear> layer = Linear.of(before);
    if (layer.isEmpty()) {
      return Optional.of(terms.place(before) + " stands before it, and has no weight to take it");
    }
    int channels = layer.get().channelAxis();
    if (channels != 1 && node.op() instanceof Layer.ChannelAffine) {
      return Optional.of(
          "its channels are axis 0, but the outputs of "
              + (terms.place(before) + " are axis " + (channels - 1)));
    }
    return terms.otherReader(before.result(), node);
  }

  private static Value fold(Linear layer, Affine affine, GraphBuilder to) {
    Value weight = layer.weight();
    Shape shape = to.shape(weight);
    Shape outputs = Shape.of(shape.dim(layer.outAxis()));
    Optional<Value> factor = affine.factor().map(f -> to.fill(f, outputs));
    Optional<Value> offset = affine.offset().map(o -> to.fill(o, outputs));
    Value folded =
        factor.map(f -> to.times(weight, layer.alongOutputs(f, shape, to))).orElse(weight);
    Optional<Value> scaled = affine.scaled(layer.bias(), to);
    Optional<Value> bias =
        scaled.isPresent() && offset.isPresent()
            ? Optional.of(to.plus(scaled.get(), offset.get()))
            : scaled.or(() -> offset);
    return layer.with(layer.input(), folded, bias, to);
  }
}
