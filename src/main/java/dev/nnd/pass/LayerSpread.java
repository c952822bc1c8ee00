package dev.nnd.pass;

import dev.nnd.graph.Layer;
import dev.nnd.graph.Op;
import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** How a constant that is the same in every sample passes through a layer. */
final class LayerSpread implements Layer.Visitor<Spread> {
  private final SpreadRules at;

  LayerSpread(SpreadRules at) {
    this.at = at;
  }

  @Override
  public Spread dense(Layer.Dense op) {
    return linear(Linear.of(at.node()).orElseThrow());
  }

  @Override
  public Spread convolution(Layer.Convolution op) {
    Linear layer = Linear.of(at.node()).orElseThrow();
    Optional<Value> input = at.constants().get(0);
    if (input.isPresent() && layer.zeroPadded()) {
      return at.stop("pads with zeros, which the bias does not reach");
    }
    if (input.isPresent() && !at.sameFrom(2, input.get())) {
      return at.stop("mixes positions where the bias differs");
    }
    return linear(layer);
  }

  /** {@code W (x + c) + b + d = (W x + b) + (W c + d)}, for a constant, a bias or both. */
  private Spread linear(Linear layer) {
    Optional<Value> own = layer.hasBias() ? at.constants().get(Linear.BIAS) : Optional.empty();
    Optional<Value> through = at.constants().get(0).map(c -> through(layer, c));
    Optional<Value> added = own.map(b -> alongChannels(layer, b));
    if (through.isEmpty()) return SpreadRules.carry(added.orElseThrow());
    return SpreadRules.carry(
        added.map(a -> at.both(BinaryFunction.ADD, through.get(), a)).orElse(through.get()));
  }

  private Value alongChannels(Linear layer, Value bias) {
    int rank = at.node().type().shape().rank();
    List<Integer> dims = new ArrayList<>(Collections.nCopies(rank, 1));
    dims.set(layer.channelAxis(), at.to().shape(bias).dim(0));
    return at.to().reshape(bias, new Shape(dims));
  }

  private Value through(Linear layer, Value constant) {
    Value weight = at.weights().apply(layer.weight());
    Shape seen =
        at.to().shape(constant).with(layer.channelAxis(), at.operand(0).dim(layer.channelAxis()));
    if (at.node().op() instanceof Layer.Convolution op) {
      for (int axis = 2; axis < seen.rank(); axis++) {
        int taps = at.to().shape(weight).dim(axis);
        seen = seen.with(axis, op.dilation().get(axis - 2) * (taps - 1) + 1);
      }
    }
    Op without = layer.op(false);
    return at.to().add(without, List.of(at.repeated(constant, seen), weight), at.node().origin());
  }

  @Override
  public Spread transposedConvolution(Layer.TransposedConvolution op) {
    return at.constants().get(0).isPresent()
        ? at.stop("adds up more of the bias at some positions than at others")
        : linear(Linear.of(at.node()).orElseThrow());
  }

  @Override
  public Spread pool(Layer.Pool op) {
    Value constant = at.constants().get(0).orElseThrow();
    return at.sameFrom(2, constant)
        ? SpreadRules.carry(constant)
        : at.stop("mixes positions where the bias differs");
  }

  @Override
  public Spread globalPool(Layer.GlobalPool op) {
    Value constant = at.constants().get(0).orElseThrow();
    if (!at.sameFrom(2, constant)) return at.stop("mixes positions where the bias differs");
    return SpreadRules.carry(
        at.to().reshape(constant, Shape.of(1, at.to().shape(constant).dim(1))));
  }

  @Override
  public Spread batchNorm(Layer.BatchNorm op) {
    Value constant = at.constants().get(0).orElseThrow();
    if (!at.sameFrom(2, constant)) {
      return at.stop("has its channels along axis 0, and the bias differs along another");
    }
    Shape channels = at.node().type().shape().with(0, 1);
    Value all = at.repeated(constant, at.to().shape(constant).with(1, channels.dim(1)));
    return new Spread.Absorbed(at.to().reshape(all, Shape.of(channels.dim(1))));
  }

  @Override
  public Spread fusedNorm(Layer.FusedNorm op) {
    return op.residual() && at.constants().get(at.constants().size() - 1).isPresent()
        ? at.stop("adds it after the norm")
        : batchNorm(op.norm());
  }

  @Override
  public Spread normalize(Layer.Normalize op) {
    return at.stop();
  }

  @Override
  public Spread layerNorm(Layer.LayerNorm op) {
    return at.stop();
  }

  @Override
  public Spread groupNorm(Layer.GroupNorm op) {
    return at.stop();
  }

  @Override
  public Spread channelAffine(Layer.ChannelAffine op) {
    return at.stop();
  }

  @Override
  public Spread dropout(Layer.Dropout op) {
    return at.stop();
  }

  @Override
  public Spread activate(Layer.Activate op) {
    return at.stop();
  }

  @Override
  public Spread softmax(Layer.Softmax op) {
    return at.stop();
  }

  @Override
  public Spread logSoftmax(Layer.LogSoftmax op) {
    return at.stop();
  }

  @Override
  public Spread crossEntropy(Layer.CrossEntropy op) {
    return at.stop();
  }

  @Override
  public Spread softmaxCrossEntropy(Layer.SoftmaxCrossEntropy op) {
    return at.stop();
  }

  @Override
  public Spread meanSquaredError(Layer.MeanSquaredError op) {
    return at.stop();
  }

  @Override
  public Spread binaryCrossEntropy(Layer.BinaryCrossEntropy op) {
    return at.stop();
  }

  @Override
  public Spread sigmoidCrossEntropy(Layer.SigmoidCrossEntropy op) {
    return at.stop();
  }

  @Override
  public Spread meanAbsoluteError(Layer.MeanAbsoluteError op) {
    return at.stop();
  }

  @Override
  public Spread huber(Layer.Huber op) {
    return at.stop();
  }

  @Override
  public Spread recurrence(Layer.Recurrence op) {
    return at.stop();
  }
}
