package dev.nnd.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nnd.runtime.Network;
import dev.nnd.runtime.Safetensors;
import dev.nnd.runtime.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FittedWeightsTest {
  private static final String BIAS = "label.conv2d.bias";

  private static Map<String, Tensor> tensors() {
    return new HashMap<>(Samples.weights().tensors());
  }

  private static float[] predict(Map<String, Tensor> tensors) {
    float[] output = new float[3];
    Safetensors weights = new Safetensors(tensors, Map.of());
    try (Network network = Samples.compiler().network(weights)) {
      network.predict(Samples.random(1, 100), output);
    }
    return output;
  }

  private static String refused(Map<String, Tensor> tensors) {
    return assertThrows(WeightsException.class, () -> predict(tensors)).getMessage();
  }

  @Test
  void aDroppedBiasMayBeMissing() {
    Map<String, Tensor> with = tensors();
    Map<String, Tensor> without = tensors();
    with.put(BIAS, new Tensor(List.of(5), new float[5]));
    without.remove(BIAS);
    assertArrayEquals(predict(with), predict(without));
  }

  /** {@code (x + bias) - mean = x - (mean - bias)}. */
  @Test
  void aDroppedBiasMovesTheRunningMean() {
    String path = "label.batch_norm.running_mean";
    Map<String, Tensor> biased = tensors();
    Map<String, Tensor> moved = tensors();
    float[] bias = {0.5f, -1, 0.25f, 2, -0.125f};
    float[] mean = tensors().get(path).data().clone();
    for (int i = 0; i < 5; i++) mean[i] -= bias[i];
    biased.put(BIAS, new Tensor(List.of(5), bias));
    moved.put(path, new Tensor(List.of(5), mean));
    assertArrayEquals(predict(moved), predict(biased), 1e-6f);
  }

  @Test
  void whatAnOptimizerRemembersIsPassedOver() {
    Map<String, Tensor> tensors = tensors();
    tensors.put("label.dense.bias#mean", new Tensor(List.of(3), new float[3]));
    tensors.put("label.gone#mean", new Tensor(List.of(2), new float[2]));
    assertArrayEquals(predict(tensors()), predict(tensors));
  }

  @Test
  void saysAllThatDoesNotFit() {
    Map<String, Tensor> tensors = tensors();
    tensors.put("label.dens.bias", tensors.remove("label.dense.bias"));
    tensors.put("label.dense.bias#mean", new Tensor(List.of(2), new float[2]));
    tensors.put("label.batch_norm.scale", new Tensor(List.of(4), new float[4]));
    assertEquals(
        """
        error[E0751]: the weights lack `label.dense.bias`, which is float[3]
           = help: these weights are of another network, or of the same one with other settings

        error[E0752]: `label.batch_norm.scale` is float[4] in the weights, but float[5] in the network
           = help: these weights are of another network, or of the same one with other settings

        error[E0753]: the weights bring `label.dens.bias`, which the network does not have
           = help: is it `label.dense.bias`?

        error[E0752]: `label.dense.bias#mean` is float[2] in the weights, but float[3] in the network
           = help: these weights are of another network, or of the same one with other settings
        """,
        refused(tensors));
  }

  @Test
  void theCallersArraysAreNotKept() {
    Map<String, Tensor> tensors = tensors();
    float[] expected = predict(tensors);
    float[] output = new float[3];
    Safetensors weights = new Safetensors(tensors, Map.of());
    try (Network network = Samples.compiler().network(weights)) {
      tensors.values().forEach(tensor -> Arrays.fill(tensor.data(), 1));
      network.predict(Samples.random(1, 100), output);
    }
    assertArrayEquals(expected, output);
  }
}
