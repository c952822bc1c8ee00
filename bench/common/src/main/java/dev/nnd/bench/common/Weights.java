package dev.nnd.bench.common;

/**
 * Gives the weights of a network, layer by layer: the same numbers in every program, so that all
 * can be asked for the same outputs.
 */
public final class Weights {
  private final boolean trained;
  private int seed;

  private Weights(boolean trained) {
    this.trained = trained;
  }

  /** Weights as training starts with: kernels by He's rule, norms that change nothing. */
  public static Weights fresh() {
    return new Weights(false);
  }

  /** Weights as training might leave them: norms and biases hide no mistake by being 0 or 1. */
  public static Weights trained() {
    return new Weights(true);
  }

  Dense dense(int in, int out) {
    float[] bias = trained ? uniform(out, -0.1f, 0.1f) : new float[out];
    return new Dense(in, out, kernel(out * in, in), bias);
  }

  Filter filter(int in, int out, int size, int stride) {
    return new Filter(in, out, size, stride, kernel(out * in * size * size, in * size * size));
  }

  Norm norm(int channels) {
    if (trained) {
      return new Norm(
          uniform(channels, 0.25f, 0.75f),
          uniform(channels, -0.1f, 0.1f),
          uniform(channels, -0.1f, 0.1f),
          uniform(channels, 0.5f, 1.5f));
    }
    float[] zeros = new float[channels];
    float[] ones = uniform(channels, 1, 1);
    return new Norm(ones, zeros, zeros, ones);
  }

  /** He's rule: variance 2 / fanIn. */
  private float[] kernel(int size, int fanIn) {
    float bound = (float) Math.sqrt(6.0 / fanIn);
    return uniform(size, -bound, bound);
  }

  private float[] uniform(int size, float low, float high) {
    return Noise.uniform(size, ++seed, low, high);
  }

  /**
   * A fully connected layer.
   *
   * @param weight {@code [out, in]}
   * @param bias {@code [out]}
   */
  public record Dense(int in, int out, float[] weight, float[] bias) {}

  /**
   * A square convolution without bias, with a border of {@code size / 2} zeros.
   *
   * @param weight {@code [out, in, size, size]}
   */
  public record Filter(int in, int out, int size, int stride, float[] weight) {}

  /** A batch norm; every array has one number a channel. */
  public record Norm(float[] scale, float[] shift, float[] mean, float[] variance) {
    /** Added to the variance. */
    public static final float EPSILON = 1e-5f;

    /** The share of the old running statistics that a training step keeps. */
    public static final float MOMENTUM = 0.9f;

    /** How many channels. */
    public int channels() {
      return scale.length;
    }
  }
}
