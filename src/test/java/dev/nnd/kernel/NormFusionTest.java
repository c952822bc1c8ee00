package dev.nnd.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnd.graph.Graph;
import dev.nnd.program.Optimizer;
import dev.nnd.program.TrainPlan;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What a batch norm with its activation and residual costs in sweeps over the image: one for the
 * statistics and one forward, one with both sums and one for the slope backward.
 */
final class NormFusionTest {
  private static final String PROGRAM =
      """
      model M {
          input x: float[3, 8, 8]
          let a = x -> conv2d(16, kernel: 3, padding: same)
          let b = a -> conv2d(16, kernel: 3, padding: same) -> batch_norm
          output y = a + b -> relu -> conv2d(4, kernel: 8) -> flatten
      }
      """;

  @Test
  void sweepsOfAFusedNorm() {
    Graph network = TrainingStep.network(PROGRAM, new TrainPlan.Loss.MeanSquaredError());
    Graph step = TrainingStep.of(network, new Optimizer.Sgd(0.1, 0, false, 0));
    Options options = new Options(new Target(16), 8, 2, "Net", "net.nnd");
    List<String> sweeps =
        Kernels.plan(step, options).kernels().stream()
            .filter(KernelSummary::perSample)
            .map(kernel -> kernel.text().replaceAll("v\\d+", "v"))
            .filter(text -> !text.startsWith("contract"))
            .toList();
    assertEquals(
        List.of(
            "map xb[N, 3, 10, 10]", // the caller's image, with zeros around it
            "map xw[N, 3, 3, 3, 64]", // what its windows see
            "sum v[N, 16], v[N, 16]", // the moments of each sample
            "sum vs[2, 16]", // the mean of their means
            "sum vs[2, 16], vs[2, 16]", // the mean, and the variance around it
            "map v[N, 16, 8, 8]", // norm, residual and relu
            "sum vs[2]", // the loss
            "sum v[N, 4, 1, 1], vs[2, 4]", // its slope, and that of the last bias
            "sum vs[2, 16], vs[2, 16]", // both sums of the norm's slope, through the relu
            "map v[N, 16, 8, 8]", // the norm's slope
            "sum v[N, 16, 8, 8], vs[2, 16]", // the slopes of both branches, and of a's bias
            "map xb[N, 3, 10, 10]", // again what the windows of the image see
            "map xw[N, 3, 3, 3, 64]"), // for the gradient of their weights
        sweeps);
  }
}
