package dev.nnd.api;

import dev.nnd.runtime.CounterRandom;
import dev.nnd.runtime.Safetensors;
import dev.nnd.runtime.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Programs and numbers for the tests of this package. */
final class Samples {
  /**
   * Layers that fold, layers that do not, a skip connection, and numbers of channels that fill no
   * vector.
   */
  static final String PROGRAM =
      """
      data Digits {
          source: csv("digits.csv", header: false)
          image:  columns(0 .. 99) -> scale(1 / 16)
          label:  column(100) -> classes(3)
          split:  parts(train: 0.8, validation: 0.2)
      }

      block Skip(channels: int) {
          input x: [c, h, w]
          let main = x -> conv2d(channels, kernel: 3, padding: same) -> batch_norm -> relu
          output y = main + x -> batch_norm -> tanh
      }

      model Small(width: int = 5, drop: float = 0.25) {
          input image: float[1, 10, 10]
          output label = image -> conv2d(width, kernel: 3) -> batch_norm -> Skip(width)
              -> max_pool2d(2) -> flatten -> dropout(drop) -> dense(3) -> softmax
      }

      train Fit(rate: float = 0.01, width: int = 5) {
          model:     Small(width: width)
          data:      Digits
          loss:      cross_entropy
          optimizer: adam(rate)
          batch:     11
          seed:      3
      }
      """;

  private Samples() {}

  static Compiler compiler() {
    return Compiler.ofText("small.nnd", PROGRAM);
  }

  /** Numbers around 0.5 that depend on the key alone. */
  static float[] random(int key, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) numbers[i] = CounterRandom.uniform(key, i);
    return numbers;
  }

  /** Labels from 0 to {@code classes - 1}. */
  static float[] labels(int key, int count, int classes) {
    float[] labels = random(key, count);
    for (int i = 0; i < count; i++) labels[i] = (float) Math.floor(labels[i] * classes);
    return labels;
  }

  /** The start weights of the model, with running statistics as after some training. */
  static Safetensors weights() {
    Safetensors start = compiler().startWeights("Small", Map.of(), 7);
    Map<String, Tensor> tensors = new HashMap<>(start.tensors());
    tensors.replaceAll(
        (path, tensor) -> {
          boolean changes = path.contains("running") || path.endsWith("shift");
          float[] data = changes ? random(path.length(), tensor.size()) : tensor.data().clone();
          return new Tensor(tensor.shape(), data);
        });
    return new Safetensors(tensors, start.metadata());
  }

  /** The bits of all tensors, which are compared as one string that names them. */
  static String bits(Map<String, Tensor> tensors) {
    StringBuilder text = new StringBuilder();
    tensors.forEach(
        (path, tensor) ->
            text.append(path).append(' ').append(Arrays.hashCode(tensor.data())).append('\n'));
    return text.toString();
  }
}
