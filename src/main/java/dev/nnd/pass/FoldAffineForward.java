package dev.nnd.pass;

import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Node;
import dev.nnd.graph.Rewrite;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Folds a multiply-add per channel into the dense layers and convolutions after it:
 *
 * <pre>W (f * x + o) + b = (W f) x + (W o + b)  with f and o along the weight's inputs</pre>
 *
 * <p>The offset passes only where every window sees as many inputs: a border's zeros would have to
 * become {@code o}, and a transposed convolution's positions are made of different taps. Applies
 * only when every reader can take it in, since otherwise the multiply-add has to be done in any
 * case. Weights are not changed but made anew. Differs from the unfolded network by rounding alone.
 */
public final class FoldAffineForward implements Pass {
  @Override
  public Outcome run(Graph graph) {
    Ledger ledger = new Ledger(this);
    Set<Value> folded = foldable(graph, ledger);
    return ledger.outcome(
        Rewrite.of(
            graph,
            (node, to) ->
                Linear.of(node).filter(layer -> folded.contains(layer.input())).isPresent()
                    ? fold(node, to)
                    : to.copy(node)));
  }

  private static Set<Value> foldable(Graph graph, Ledger ledger) {
    Set<Value> folded = new HashSet<>();
    for (Node node : graph.nodes()) {
      Optional<Integer> position = Affine.input(node, graph::producer);
      if (position.isEmpty()) continue;
      Optional<String> obstacle = obstacle(node, graph);
      if (obstacle.isEmpty()) {
        Node reader = graph.readers(node.result()).get(0);
        ledger.done(node, "folded into " + new Terms(graph).place(reader));
        folded.add(node.result());
      } else if (node.op() instanceof Layer.ChannelAffine) {
        ledger.refused(node, obstacle.get());
      }
    }
    return folded;
  }

  private static Optional<String> obstacle(Node node, Graph graph) {
    Terms terms = new Terms(graph);
    Optional<String> result = terms.result(node.result());
    if (result.isPresent()) return Optional.of("it is " + result.get());
    for (Node reader : graph.readers(node.result())) {
      Optional<Linear> layer = Linear.of(reader);
      String place = terms.place(reader);
      if (layer.isEmpty()) return Optional.of(place + " reads it, and has no weight to take it");
      if (layer.get().zeroPadded() && Affine.shifts(node)) {
        return Optional.of(
            reader.op() instanceof Layer.TransposedConvolution
                ? place + " adds up more of its shift at some positions than at others"
                : place + " pads with zeros, which its shift would have to reach");
      }
      if (layer.get().channelAxis() != 1 && node.op() instanceof Layer.ChannelAffine) {
        int axis = layer.get().channelAxis() - 1;
        return Optional.of("its channels are axis 0, but " + place + " works on axis " + axis);
      }
    }
    return Optional.empty();
  }

  private static Value fold(Node node, Rewrite rewrite) {
    GraphBuilder to = rewrite.to();
    Linear layer = Linear.of(to.node(rewrite.copy(node))).orElseThrow();
    Node before = to.node(layer.input());
    Affine affine = Affine.of(before, to).orElseThrow();
    to.at(before.origin());
    Value weight = layer.weight();
    Shape shape = to.shape(weight);
    Shape inputs = Shape.of(to.shape(layer.input()).dim(layer.channelAxis()));
    Value folded =
        affine
            .factor()
            .map(f -> to.times(weight, layer.alongInputs(to.fill(f, inputs), shape, to)))
            .orElse(weight);
    Optional<Value> response =
        affine.offset().map(o -> layer.response(to.fill(o, inputs), weight, to));
    Optional<Value> bias =
        layer.bias().isPresent() && response.isPresent()
            ? Optional.of(to.plus(layer.bias().get(), response.get()))
            : layer.bias().or(() -> response);
    return layer.with(before.operands().get(affine.position()), folded, bias, to);
  }
}
