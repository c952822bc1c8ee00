package dev.nnd.pass;

import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Node;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What passes need to know of a layer {@code y = W x + b}: where its weight keeps outputs and
 * inputs, and whether zeros from outside take part. Everything that differs between such layers is
 * settled in {@link #of}.
 *
 * @param node the layer
 * @param hasBias whether operand 2 is its bias
 * @param outAxis the weight's axis of output channels
 * @param inAxis the weight's axis of input channels, of one group
 * @param channelAxis the input's and the result's axis of channels
 * @param groups channel groups that do not see each other; divides the weight's outputs
 * @param zeroPadded whether some positions of the result see fewer inputs than others
 */
record Linear(
    Node node,
    boolean hasBias,
    int outAxis,
    int inAxis,
    int channelAxis,
    int groups,
    boolean zeroPadded) {
  static final int BIAS = 2;

  /** The view of a node that is such a layer. */
  static Optional<Linear> of(Node node) {
    if (node.op() instanceof Layer.Dense op) {
      int last = node.type().shape().rank() - 1;
      return Optional.of(new Linear(node, op.bias(), 0, 1, last, 1, false));
    }
    if (node.op() instanceof Layer.Convolution op) {
      boolean padded = op.padding().stream().anyMatch(p -> p > 0);
      return Optional.of(new Linear(node, op.bias(), 0, 1, 1, op.groups(), padded));
    }
    if (node.op() instanceof Layer.TransposedConvolution op) {
      return Optional.of(new Linear(node, op.bias(), 1, 0, 1, 1, true));
    }
    return Optional.empty();
  }

  Value input() {
    return node.operands().get(0);
  }

  Value weight() {
    return node.operands().get(1);
  }

  Optional<Value> bias() {
    return hasBias ? Optional.of(node.operands().get(BIAS)) : Optional.empty();
  }

  /** The op with or without a bias. */
  Layer op(boolean bias) {
    if (node.op() instanceof Layer.Convolution c) {
      return new Layer.Convolution(c.stride(), c.padding(), c.dilation(), c.groups(), bias);
    }
    return node.op() instanceof Layer.TransposedConvolution t
        ? new Layer.TransposedConvolution(t.stride(), t.padding(), t.outputPadding(), bias)
        : new Layer.Dense(bias);
  }

  /** Adds this layer with other operands, at the same place of the source. */
  Value with(Value input, Value weight, Optional<Value> bias, GraphBuilder to) {
    List<Value> operands = new ArrayList<>(List.of(input, weight));
    bias.ifPresent(operands::add);
    return to.add(op(bias.isPresent()), operands, node.origin());
  }

  /** A vector over output channels {@code [K]}, repeated to the shape of the weight. */
  Value alongOutputs(Value vector, Shape weight, GraphBuilder to) {
    return to.along(outAxis, vector, weight);
  }

  /**
   * A vector over input channels {@code [C]}, repeated to the shape of the weight. With groups,
   * output channel {@code k} sees the channels of group {@code k / (K / groups)} alone.
   */
  Value alongInputs(Value vector, Shape weight, GraphBuilder to) {
    if (groups == 1) return to.along(inAxis, vector, weight);
    int perGroup = weight.dim(inAxis);
    List<Integer> split = new ArrayList<>(weight.dims());
    split.set(outAxis, weight.dim(outAxis) / groups);
    split.add(outAxis, groups);
    Value grouped = to.reshape(vector, Shape.of(groups, perGroup));
    Value repeated = to.broadcast(grouped, new Shape(split), List.of(outAxis, inAxis + 1));
    return to.reshape(repeated, weight);
  }

  /** What the weight makes of one constant per input channel, where no zeros take part: [K]. */
  Value response(Value constant, Value weight, GraphBuilder to) {
    Value spread = alongInputs(constant, to.shape(weight), to);
    return to.sumAllBut(outAxis, to.times(weight, spread));
  }
}
