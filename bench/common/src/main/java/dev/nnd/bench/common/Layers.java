package dev.nnd.bench.common;

import java.util.function.UnaryOperator;

/**
 * How a program makes the layers of a network.
 *
 * @param <T> what it calls the result of a layer
 */
public interface Layers<T> {
  /** Fully connected. */
  T dense(T x, Weights.Dense weights);

  /** A convolution. */
  T conv(T x, Weights.Filter weights);

  /** A batch norm over all axes but the channels. */
  T norm(T x, Weights.Norm weights);

  /** {@code max(x, 0)}. */
  T relu(T x);

  /** The largest of each 2 by 2 pixels. */
  T maxPool(T x);

  /** The mean of each channel. */
  T meanPool(T x);

  /** {@code main(x) + skip(x)}. */
  T residual(T x, UnaryOperator<T> main, UnaryOperator<T> skip);

  /** Images as rows: channels, then lines, then pixels. */
  T flatten(T x);

  /** Softmax over the classes. */
  T softmax(T x);
}
