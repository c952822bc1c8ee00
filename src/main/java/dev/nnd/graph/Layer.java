package dev.nnd.graph;

import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Level 1: what the user wrote, with all settings settled, and the few fused forms the passes make
 * of it. Every layer is defined once, by its primitives, in package {@code lower}.
 *
 * <p>In the shapes below {@code N} is the batch, {@code C} channels, {@code …} any number of axes.
 */
public sealed interface Layer extends Op {
  /** Calls the case of this layer. */
  <R> R accept(Visitor<R> visitor);

  /**
   * {@code y = x W^T + b} on the last axis.
   *
   * <p>Operands: input {@code [N, …, I]}, weight {@code [O, I]}, and bias {@code [O]} when {@code
   * bias}. Result {@code [N, …, O]}.
   */
  record Dense(boolean bias) implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.dense(this);
    }
  }

  /**
   * Cross-correlation over one or two spatial axes, zeros outside.
   *
   * <p>Operands: input {@code [N, C, H, W]} (or {@code [N, C, T]}), weight {@code [K, C / groups,
   * R, S]}, and bias {@code [K]} when {@code bias}. Result {@code [N, K, H', W']} with {@code H' =
   * (H + before + after - dilation * (R - 1) - 1) / stride + 1}, rounded down.
   *
   * @param stride step between windows, one a spatial axis; at least 1
   * @param padding zeros before and after each spatial axis: top, bottom, left, right; at least 0
   * @param dilation distance between taps, one a spatial axis; at least 1
   * @param groups channel groups that do not see each other; divides C and K
   */
  record Convolution(
      List<Integer> stride, List<Integer> padding, List<Integer> dilation, int groups, boolean bias)
      implements Layer {
    public Convolution {
      stride = List.copyOf(stride);
      padding = List.copyOf(padding);
      dilation = List.copyOf(dilation);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.convolution(this);
    }
  }

  /**
   * The input gradient of a {@link Convolution}, taken as a layer: each element of the input adds
   * the kernel, that many times, to the result (Dumoulin and Visin 2016, chapter 4).
   *
   * <p>Operands: input {@code [N, C, H, W]} (or {@code [N, C, T]}), weight {@code [C, K, R, S]},
   * and bias {@code [K]} when {@code bias}. Result {@code [N, K, H', W']} with {@code H' = (H - 1)
   * * stride + R - before - after + outputPadding}.
   *
   * @param stride distance between the kernels of neighbours, one a spatial axis; at least 1
   * @param padding elements taken away before and after each spatial axis; at least 0
   * @param outputPadding elements added after each spatial axis; at least 0, less than the stride
   */
  record TransposedConvolution(
      List<Integer> stride, List<Integer> padding, List<Integer> outputPadding, boolean bias)
      implements Layer {
    public TransposedConvolution {
      stride = List.copyOf(stride);
      padding = List.copyOf(padding);
      outputPadding = List.copyOf(outputPadding);
    }

    /** The convolution, without a bias, whose input gradient this is. */
    public Convolution forward() {
      return new Convolution(stride, padding, Collections.nCopies(stride.size(), 1), 1, false);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.transposedConvolution(this);
    }
  }

  /**
   * The largest or the mean element of each window. Padding counts as minus infinity for the
   * largest and is left out of a mean.
   *
   * <p>Operand {@code [N, C, H, W]} (or {@code [N, C, T]}); the result's extents follow those of
   * {@link Convolution} without dilation.
   *
   * @param size window extents, one a spatial axis
   * @param stride step between windows, one a spatial axis
   * @param padding before and after each spatial axis; less than the window's extent
   */
  record Pool(Pooling pooling, List<Integer> size, List<Integer> stride, List<Integer> padding)
      implements Layer {
    public Pool {
      size = List.copyOf(size);
      stride = List.copyOf(stride);
      padding = List.copyOf(padding);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.pool(this);
    }
  }

  /** {@code [N, C, …]} to {@code [N, C]}: the largest or the mean element of each channel. */
  record GlobalPool(Pooling pooling) implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.globalPool(this);
    }
  }

  /**
   * Batch normalisation per channel (axis 1): in training by the mini-batch's mean and biased
   * variance, in inference by the running ones (Ioffe and Szegedy 2015, algorithms 1 and 2).
   *
   * <p>Operands: input {@code [N, C, …]}, scale {@code [C]} when {@code scale}, shift {@code [C]}
   * when {@code shift}, running mean {@code [C]}, running variance {@code [C]}. Result: as the
   * input.
   *
   * @param momentum share of the old running statistics that a step keeps; in [0, 1]
   * @param epsilon added to the variance; positive
   */
  record BatchNorm(double momentum, double epsilon, boolean scale, boolean shift) implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.batchNorm(this);
    }
  }

  /**
   * {@code activation(batch_norm(x) + residual)}, either part of which may be missing, as one
   * forward and one backward kernel; made by a pass.
   *
   * <p>Operands: those of {@link BatchNorm}, then the residual, of the input's shape, when {@code
   * residual}.
   */
  record FusedNorm(BatchNorm norm, boolean residual, Optional<Activation> activation)
      implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.fusedNorm(this);
    }
  }

  /**
   * {@code (x - mean) / sqrt(variance + epsilon) * scale + shift} per channel (axis 1), where mean
   * and variance are those of x itself: the gradient knows it, and takes none for them. Made by
   * lowering a training norm.
   *
   * <p>Operands: input {@code [N, C, …]}, mean {@code [C]}, variance {@code [C]}, scale {@code
   * [C]}, shift {@code [C]} (the last two as in {@link BatchNorm}).
   */
  record Normalize(double epsilon, boolean scale, boolean shift) implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.normalize(this);
    }
  }

  /**
   * Layer normalisation over the last axis: {@code (x - mean) / sqrt(variance + epsilon)} with the
   * mean and the biased variance of each row (Ba et al. 2016). Without centring it is the root mean
   * square norm, {@code x / sqrt(mean of x^2 + epsilon)} (Zhang and Sennrich 2019).
   *
   * <p>Operands: input {@code [N, …, F]}, scale {@code [F]} when {@code scale}, shift {@code [F]}
   * when {@code shift}. Result: as the input.
   *
   * @param epsilon positive
   */
  record LayerNorm(boolean centred, double epsilon, boolean scale, boolean shift) implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.layerNorm(this);
    }
  }

  /**
   * Group normalisation: {@code (x - mean) / sqrt(variance + epsilon) * scale + shift}, where mean
   * and biased variance are those of the sample's group of neighbouring channels, over all
   * positions, and scale and shift are per channel (Wu and He 2018).
   *
   * <p>Operands: input {@code [N, C, …]}, scale {@code [C]}, shift {@code [C]}. Result: as the
   * input.
   *
   * @param groups divides C
   * @param epsilon positive
   */
  record GroupNorm(int groups, double epsilon) implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.groupNorm(this);
    }
  }

  /**
   * {@code y = factor * x + offset} per channel (axis 1); what an inference norm is when nothing
   * can take it in.
   *
   * <p>Operands: input {@code [N, C, …]}, factor {@code [C]}, offset {@code [C]}. Result: as the
   * input.
   */
  record ChannelAffine() implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.channelAffine(this);
    }
  }

  /**
   * In training sets each element to zero with probability {@code rate} and scales the others by
   * {@code 1 / (1 - rate)}; nothing in inference.
   *
   * @param rate in [0, 1)
   * @param stream names the random numbers, so that two dropouts differ and neither depends on the
   *     other
   */
  record Dropout(double rate, String stream) implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.dropout(this);
    }
  }

  /** An activation on every element. */
  record Activate(Activation activation) implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.activate(this);
    }
  }

  /**
   * {@code exp(x - max) / sum(exp(x - max))} along one axis.
   *
   * @param axis counted with the batch axis; at least 1
   */
  record Softmax(int axis) implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.softmax(this);
    }
  }

  /**
   * {@code x - max - log(sum(exp(x - max)))} along one axis.
   *
   * @param axis counted with the batch axis; at least 1
   */
  record LogSoftmax(int axis) implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.logSoftmax(this);
    }
  }

  /**
   * The mean over batch and positions of {@code -log p[class]}, for probabilities; see {@link
   * SoftmaxCrossEntropy} for the stable form that a pass makes of it.
   *
   * <p>Operands: probabilities {@code [N, …, K]}, classes {@code int[N, …]}. Result {@code
   * float[]}.
   *
   * @param smoothing share of the target that is spread evenly over the K classes; in [0, 1)
   */
  record CrossEntropy(double smoothing) implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.crossEntropy(this);
    }
  }

  /**
   * Cross entropy of the softmax of logits, whose gradient is {@code y_hat - y}: {@code (softmax(z)
   * - target) / m}.
   *
   * <p>Operands: logits {@code [N, …, K]}, classes {@code int[N, …]}. Result {@code float[]}.
   */
  record SoftmaxCrossEntropy(double smoothing) implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.softmaxCrossEntropy(this);
    }
  }

  /**
   * The mean of {@code (x - t)^2} over batch and all elements. Operands: output and target, alike.
   * Result {@code float[]}.
   */
  record MeanSquaredError() implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.meanSquaredError(this);
    }
  }

  /**
   * The mean over batch and all elements of {@code -t log p - (1 - t) log(1 - p)}, for
   * probabilities; see {@link SigmoidCrossEntropy} for the stable form that a pass makes of it. No
   * logarithm counts as less than -100.
   *
   * <p>Operands: probabilities and target, alike; targets are from 0 to 1. Result {@code float[]}.
   *
   * @param smoothing moves targets towards 1/2: {@code (1 - smoothing) * t + smoothing / 2}; in [0,
   *     1)
   */
  record BinaryCrossEntropy(double smoothing) implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.binaryCrossEntropy(this);
    }
  }

  /**
   * Binary cross entropy of the sigmoid of logits, whose gradient is {@code y_hat - y}: {@code
   * (sigmoid(z) - target) / m}.
   *
   * <p>Operands: logits and target, alike. Result {@code float[]}.
   */
  record SigmoidCrossEntropy(double smoothing) implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.sigmoidCrossEntropy(this);
    }
  }

  /**
   * The mean of {@code |x - t|} over batch and all elements. Operands: output and target, alike.
   * Result {@code float[]}.
   */
  record MeanAbsoluteError() implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.meanAbsoluteError(this);
    }
  }

  /**
   * The mean over batch and all elements of {@code d^2 / 2} where {@code d = |x - t|} is below
   * delta, and of {@code delta * (d - delta / 2)} elsewhere (Huber 1964). Operands: output and
   * target, alike. Result {@code float[]}.
   *
   * @param delta positive
   */
  record Huber(double delta) implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.huber(this);
    }
  }

  /**
   * A recurrence over time whose state starts at 0. With the gates' sums {@code a = projected + W h
   * + b} of each step, an lstm is {@code c = f c + i g, h = o tanh(c)}, where {@code i, f, o} are
   * sigmoids and {@code g} a tanh; a gru is {@code h = (1 - z) n + z h}, where {@code r, z} are
   * sigmoids and {@code n = tanh(projected + r (W h + b))}.
   *
   * <p>Operands: projected {@code [N, T, G H]}, weight {@code [G H, H]}, bias {@code [G H]}, where
   * G is the number of gates. Result: h after each step, {@code [N, T, H]}.
   *
   * @param reverse whether time goes from the last step to the first
   */
  record Recurrence(Cell cell, boolean reverse) implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.recurrence(this);
    }
  }

  /**
   * One case per layer and no defaults, so that a new layer fails to compile until every phase has
   * it.
   */
  interface Visitor<R> {
    R dense(Dense op);

    R convolution(Convolution op);

    R transposedConvolution(TransposedConvolution op);

    R pool(Pool op);

    R globalPool(GlobalPool op);

    R batchNorm(BatchNorm op);

    R fusedNorm(FusedNorm op);

    R normalize(Normalize op);

    R layerNorm(LayerNorm op);

    R groupNorm(GroupNorm op);

    R channelAffine(ChannelAffine op);

    R dropout(Dropout op);

    R activate(Activate op);

    R softmax(Softmax op);

    R logSoftmax(LogSoftmax op);

    R crossEntropy(CrossEntropy op);

    R softmaxCrossEntropy(SoftmaxCrossEntropy op);

    R meanSquaredError(MeanSquaredError op);

    R binaryCrossEntropy(BinaryCrossEntropy op);

    R sigmoidCrossEntropy(SigmoidCrossEntropy op);

    R meanAbsoluteError(MeanAbsoluteError op);

    R huber(Huber op);

    R recurrence(Recurrence op);
  }
}
