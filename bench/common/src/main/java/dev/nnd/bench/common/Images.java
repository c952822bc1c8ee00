package dev.nnd.bench.common;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Batches of images with their classes, all in memory before anything is measured. */
record Images(float[][] images, float[][] classes) {
  /** Where Debian's package dataset-fashion-mnist puts them. */
  private static final Path FASHION = Path.of("/usr/share/datasets/fashion-mnist");

  private static final int BATCHES = 100;

  /** What {@link Images} calls its source. */
  static String source(Network network) {
    return isFashion(network) ? "Fashion-MNIST" : "noise";
  }

  private static boolean isFashion(Network network) {
    return network.size() == 784 && Files.isDirectory(FASHION);
  }

  /** Batches of Fashion-MNIST where it suits and is there, else of noise. */
  static Images of(Network network, int batch, boolean channelsLast) throws IOException {
    float[][] images = new float[BATCHES][];
    float[][] classes = new float[BATCHES][];
    int size = network.size() * batch;
    if (isFashion(network)) {
      byte[] pixels = read("train-images-idx3-ubyte.gz", 16 + BATCHES * size);
      byte[] labels = read("train-labels-idx1-ubyte.gz", 8 + BATCHES * batch);
      for (int i = 0; i < BATCHES; i++) {
        images[i] = floats(pixels, 16 + i * size, size, 1 / 255f);
        classes[i] = floats(labels, 8 + i * batch, batch, 1);
      }
    } else {
      for (int i = 0; i < BATCHES; i++) {
        images[i] = noise(network, batch, i, channelsLast);
        classes[i] = Noise.uniform(batch, -1 - i, 0, network.classes());
        for (int j = 0; j < batch; j++) classes[i][j] = (int) classes[i][j];
      }
    }
    return new Images(images, classes);
  }

  /** A batch of noise with mean 0 and variance 1. */
  static float[] noise(Network network, int batch, int seed, boolean channelsLast) {
    float bound = (float) Math.sqrt(3);
    float[] images = Noise.uniform(batch * network.size(), seed, -bound, bound);
    int channels = network.sample()[0];
    if (!channelsLast || network.sample().length == 1 || channels == 1) return images;
    float[] turned = new float[images.length];
    int pixels = network.size() / channels;
    for (int i = 0; i < images.length; i++) {
      int pixel = i % pixels;
      int channel = i / pixels % channels;
      turned[i - (channel * pixels + pixel) + pixel * channels + channel] = images[i];
    }
    return turned;
  }

  private static byte[] read(String name, int bytes) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(FASHION.resolve(name)))) {
      return in.readNBytes(bytes);
    }
  }

  private static float[] floats(byte[] bytes, int start, int count, float factor) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) values[i] = (bytes[start + i] & 255) * factor;
    return values;
  }
}
