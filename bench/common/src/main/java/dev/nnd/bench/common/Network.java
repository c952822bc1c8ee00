package dev.nnd.bench.common;

/** The networks of the workloads, up to the softmax; {@code workloads/*.nnd} are the same. */
public enum Network {
  /** Four numbers, a hidden layer, three classes. */
  MLP4(3, 4) {
    @Override
    <T> Chain<T> layers(Chain<T> x) {
      return x.dense(16).relu().dense(3);
    }
  },

  /** A small classifier of digits. */
  MLP784(10, 784) {
    @Override
    <T> Chain<T> layers(Chain<T> x) {
      return x.dense(128).relu().dense(64).relu().dense(10);
    }
  },

  /** A larger one with norms, to be trained. */
  MLP_NORMS(10, 784) {
    @Override
    <T> Chain<T> layers(Chain<T> x) {
      return x.dense(512).norm().relu().dense(256).norm().relu().dense(10);
    }
  },

  /** The network of {@code examples/fashion_mnist.nnd}. */
  LENET(10, 1, 28, 28) {
    @Override
    <T> Chain<T> layers(Chain<T> x) {
      Chain<T> first = x.conv(32, 3, 1).norm().relu().maxPool();
      Chain<T> second = first.conv(64, 3, 1).norm().relu().maxPool();
      return second.flatten(7 * 7).dense(128).norm().relu().dense(10);
    }
  },

  /** He et al. 2015, section 4.2, with n = 3. */
  RESNET20(10, 3, 32, 32) {
    @Override
    <T> Chain<T> layers(Chain<T> x) {
      Chain<T> chain = x.conv(16, 3, 1).norm().relu();
      chain.residual(16, 1).residual(16, 1).residual(16, 1);
      chain.residual(32, 2).residual(32, 1).residual(32, 1);
      chain.residual(64, 2).residual(64, 1).residual(64, 1);
      return chain.meanPool().dense(10);
    }
  };

  private final int classes;
  private final int[] sample;

  Network(int classes, int... sample) {
    this.classes = classes;
    this.sample = sample;
  }

  abstract <T> Chain<T> layers(Chain<T> x);

  /** The network as it predicts. */
  public <T> T predicting(Layers<T> layers, T input) {
    return layers.softmax(logits(layers, input, Weights.trained()));
  }

  /** The network without its softmax, with the weights that training starts with. */
  public <T> T learning(Layers<T> layers, T input) {
    return logits(layers, input, Weights.fresh());
  }

  private <T> T logits(Layers<T> layers, T input, Weights weights) {
    return layers(new Chain<>(layers, weights, input, sample[0])).top();
  }

  /** How many classes it tells apart. */
  public int classes() {
    return classes;
  }

  /** The shape of a sample: features, or channels, lines and pixels. */
  public int[] sample() {
    return sample.clone();
  }

  /** Numbers in a sample. */
  public int size() {
    int size = 1;
    for (int length : sample) size *= length;
    return size;
  }

  /** The shape of a batch. */
  public long[] batch(int samples) {
    long[] shape = new long[sample.length + 1];
    shape[0] = samples;
    for (int i = 0; i < sample.length; i++) shape[i + 1] = sample[i];
    return shape;
  }

  /** Its name in files. */
  public String id() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
