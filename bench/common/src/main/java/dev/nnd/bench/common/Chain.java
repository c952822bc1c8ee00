package dev.nnd.bench.common;

/** A network under construction, layer after layer. */
final class Chain<T> {
  private final Layers<T> layers;
  private final Weights weights;
  private T top;
  private int width;

  /**
   * Starts at an input.
   *
   * @param width channels or features of the input
   */
  Chain(Layers<T> layers, Weights weights, T input, int width) {
    this.layers = layers;
    this.weights = weights;
    this.top = input;
    this.width = width;
  }

  T top() {
    return top;
  }

  Chain<T> dense(int units) {
    return next(layers.dense(top, weights.dense(width, units)), units);
  }

  Chain<T> conv(int channels, int size, int stride) {
    return next(layers.conv(top, weights.filter(width, channels, size, stride)), channels);
  }

  Chain<T> norm() {
    return next(layers.norm(top, weights.norm(width)), width);
  }

  Chain<T> relu() {
    return next(layers.relu(top), width);
  }

  Chain<T> maxPool() {
    return next(layers.maxPool(top), width);
  }

  Chain<T> meanPool() {
    return next(layers.meanPool(top), width);
  }

  Chain<T> flatten(int pixels) {
    return next(layers.flatten(top), width * pixels);
  }

  /** He et al. 2015, with a convolution of one pixel where the shape changes. */
  Chain<T> residual(int channels, int stride) {
    T sum =
        layers.residual(
            top,
            x -> at(x).conv(channels, 3, stride).norm().relu().conv(channels, 3, 1).norm().top(),
            x -> stride == 1 ? x : at(x).conv(channels, 1, stride).norm().top());
    return next(layers.relu(sum), channels);
  }

  private Chain<T> at(T x) {
    return new Chain<>(layers, weights, x, width);
  }

  private Chain<T> next(T result, int channels) {
    top = result;
    width = channels;
    return this;
  }
}
