package dev.nnd.bench.kernels;

/** What is measured: some loops of one layer, for a batch of 64. */
public enum Kernel {
  DENSE_784_512("dense 784 to 512", "Dense784", Wanted.OUTPUT, Loops.CONTRACTION, dense(784, 512)),
  DENSE_784_512_WEIGHT(
      "dense 784 to 512, weight gradient",
      "Dense784",
      Wanted.WEIGHT_GRADIENT,
      Loops.LAST_CONTRACTION,
      dense(784, 512)),
  DENSE_784_512_INPUT(
      "dense 784 to 512, input gradient",
      "Dense784",
      Wanted.INPUT_GRADIENT,
      Loops.CONTRACTION,
      dense(784, 512)),
  DENSE_512_256("dense 512 to 256", "Dense512", Wanted.OUTPUT, Loops.CONTRACTION, dense(512, 256)),
  DENSE_512_256_WEIGHT(
      "dense 512 to 256, weight gradient",
      "Dense512",
      Wanted.WEIGHT_GRADIENT,
      Loops.LAST_CONTRACTION,
      dense(512, 256)),
  DENSE_512_256_INPUT(
      "dense 512 to 256, input gradient",
      "Dense512",
      Wanted.INPUT_GRADIENT,
      Loops.CONTRACTION,
      dense(512, 256)),
  CONV_1_AT_28(
      "conv 1 to 32 at 28x28", "Conv1At28", Wanted.OUTPUT, Loops.CONTRACTION, conv(1, 32, 28)),
  CONV_1_AT_28_WEIGHT(
      "conv 1 to 32 at 28x28, weight gradient",
      "Conv1At28",
      Wanted.WEIGHT_GRADIENT,
      Loops.LAST_CONTRACTION,
      conv(1, 32, 28)),
  CONV_32_AT_14(
      "conv 32 to 64 at 14x14", "Conv32At14", Wanted.OUTPUT, Loops.CONTRACTION, conv(32, 64, 14)),
  CONV_32_AT_14_WEIGHT(
      "conv 32 to 64 at 14x14, weight gradient",
      "Conv32At14",
      Wanted.WEIGHT_GRADIENT,
      Loops.LAST_CONTRACTION,
      conv(32, 64, 14)),
  CONV_32_AT_14_INPUT(
      "conv 32 to 64 at 14x14, input gradient",
      "Conv32At14",
      Wanted.INPUT_GRADIENT,
      Loops.CONTRACTION,
      conv(32, 64, 14)),
  CONV_16_AT_32(
      "conv 16 to 16 at 32x32", "Conv16At32", Wanted.OUTPUT, Loops.CONTRACTION, conv(16, 16, 32)),
  CONV_16_AT_32_WEIGHT(
      "conv 16 to 16 at 32x32, weight gradient",
      "Conv16At32",
      Wanted.WEIGHT_GRADIENT,
      Loops.LAST_CONTRACTION,
      conv(16, 16, 32)),
  CONV_16_AT_32_INPUT(
      "conv 16 to 16 at 32x32, input gradient",
      "Conv16At32",
      Wanted.INPUT_GRADIENT,
      Loops.CONTRACTION,
      conv(16, 16, 32)),
  CONV_32_AT_16(
      "conv 32 to 32 at 16x16", "Conv32At16", Wanted.OUTPUT, Loops.CONTRACTION, conv(32, 32, 16)),
  CONV_32_AT_16_WEIGHT(
      "conv 32 to 32 at 16x16, weight gradient",
      "Conv32At16",
      Wanted.WEIGHT_GRADIENT,
      Loops.LAST_CONTRACTION,
      conv(32, 32, 16)),
  CONV_32_AT_16_INPUT(
      "conv 32 to 32 at 16x16, input gradient",
      "Conv32At16",
      Wanted.INPUT_GRADIENT,
      Loops.CONTRACTION,
      conv(32, 32, 16)),
  CONV_64_AT_8(
      "conv 64 to 64 at 8x8", "Conv64At8", Wanted.OUTPUT, Loops.CONTRACTION, conv(64, 64, 8)),
  CONV_64_AT_8_WEIGHT(
      "conv 64 to 64 at 8x8, weight gradient",
      "Conv64At8",
      Wanted.WEIGHT_GRADIENT,
      Loops.LAST_CONTRACTION,
      conv(64, 64, 8)),
  CONV_64_AT_8_INPUT(
      "conv 64 to 64 at 8x8, input gradient",
      "Conv64At8",
      Wanted.INPUT_GRADIENT,
      Loops.CONTRACTION,
      conv(64, 64, 8)),
  // Reads the image, writes a quarter.
  MAX_POOL(
      "max pool 2x2, 32 at 28x28",
      "MaxPool32At28",
      Wanted.OUTPUT,
      Loops.BETWEEN,
      numbers(1.25, 32, 28)),
  // Reads the image and the slopes of a quarter, writes the slopes.
  MAX_POOL_INPUT(
      "max pool 2x2, 32 at 28x28, input gradient",
      "MaxPool32At28",
      Wanted.INPUT_GRADIENT,
      Loops.BETWEEN,
      numbers(2.25, 32, 28)),
  // Reads the image for the moments, and again for the norm, writes it.
  NORM(
      "batch norm and relu, 16 at 32x32",
      "Norm16At32",
      Wanted.OUTPUT,
      Loops.BETWEEN,
      numbers(3, 16, 32)),
  // Reads the image and the slopes for the sums, and again for the slopes, writes them.
  NORM_INPUT(
      "batch norm and relu, 16 at 32x32, input gradient",
      "Norm16At32",
      Wanted.INPUT_GRADIENT,
      Loops.BETWEEN_BACKWARD,
      numbers(5, 16, 32)),
  // Reads 1000 numbers, writes 1000.
  SOFTMAX("softmax of 1000", "Softmax1000", Wanted.OUTPUT, Loops.ALL, bytes(64 * 1000 * 2)),
  // Reads the weight, two moments and the gradient, writes the first three.
  ADAM("adam of 784 x 512", "Dense784", Wanted.UPDATE, Loops.AFTER, bytes(784 * 512 * 7));

  /** Samples in a batch. */
  static final int SAMPLES = 64;

  /** Which result of the layer. */
  enum Wanted {
    OUTPUT,
    INPUT_GRADIENT,
    WEIGHT_GRADIENT,
    UPDATE
  }

  /** Which calls of the step. */
  enum Loops {
    /** All but those that bring images from the caller and to the caller. */
    CONTRACTION,
    /**
     * The last contraction, with what its sums begin with and what puts those of shards together.
     */
    LAST_CONTRACTION,
    /** Those between the first contraction and the last. */
    BETWEEN,
    /** Those between the last two contractions. */
    BETWEEN_BACKWARD,
    /** Those behind the last contraction. */
    AFTER,
    /** All. */
    ALL
  }

  /** Floating-point operations, or bytes read and written. */
  record Amount(double count, String unit) {}

  final String title;
  final String model;
  final Wanted wanted;
  final Loops loops;
  final Amount amount;

  Kernel(String title, String model, Wanted wanted, Loops loops, Amount amount) {
    this.title = title;
    this.model = model;
    this.wanted = wanted;
    this.loops = loops;
    this.amount = amount;
  }

  private static Amount dense(int in, int out) {
    return new Amount(2.0 * 64 * in * out, "GFLOP/s");
  }

  /** Of a 3x3 convolution, as if the border counted. */
  private static Amount conv(int in, int out, int size) {
    return new Amount(2.0 * 64 * in * out * 9 * size * size, "GFLOP/s");
  }

  private static Amount numbers(double passes, int channels, int size) {
    return bytes(passes * 64 * channels * size * size);
  }

  private static Amount bytes(double numbers) {
    return new Amount(Float.BYTES * numbers, "GB/s");
  }
}
