package dev.nnd.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nnd.program.TrainPlan.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MetricsTest {
  private static final List<Metric> ALL = List.of(Metric.ACCURACY, Metric.MSE, Metric.MAE);

  @Test
  void accuracyIsTheShareOfPositions() {
    Metrics metrics = new Metrics(List.of(Metric.ACCURACY), 3);
    float[] outputs = {0.1f, 0.7f, 0.2f, 0.5f, 0.5f, 0, 0, 0, 1, 9, 9, 9};
    // The third has the wrong class; what lies behind the batch does not count.
    metrics.add(2, outputs, new float[] {1, 0, 1, 0}, 9, 3, 3);
    assertEquals(Map.of("loss", 2.0, "accuracy", 2 / 3.0), metrics.values());
  }

  @Test
  void batchesCountByTheirRows() {
    Metrics metrics = new Metrics(ALL, 2);
    metrics.add(1, new float[] {1, 0, 0, 1}, new float[] {1, 0, 1, 0}, 4, 4, 2);
    metrics.add(4, new float[] {0.5f, 1}, new float[] {0, 1}, 2, 2, 1);
    assertEquals(
        Map.of("loss", 2.0, "accuracy", 2 / 3.0, "mse", 2.25 / 6, "mae", 2.5 / 6),
        metrics.values());
  }

  @Test
  void whatIsNoNumberIsNoHit() {
    Metrics metrics = new Metrics(List.of(Metric.ACCURACY), 2);
    metrics.add(Double.NaN, new float[] {Float.NaN, 1, 1, Float.NaN}, new float[] {0, 0}, 4, 2, 2);
    assertEquals(0, metrics.values().get("accuracy"));
  }

  @Test
  void sumsAreInDouble() {
    Metrics metrics = new Metrics(List.of(Metric.MAE), 1);
    int count = 1 << 20;
    float[] outputs = new float[count];
    Arrays.fill(outputs, 0.1f);
    for (int batch = 0; batch < 20; batch++) {
      metrics.add(0.1f, outputs, new float[count], count, count, count);
    }
    assertEquals(0.1f, metrics.values().get("mae"), 1e-12);
    assertEquals(0.1f, metrics.values().get("loss"), 1e-12);
  }

  @Test
  void targetsMustFit() {
    Metrics metrics = new Metrics(List.of(Metric.MSE), 2);
    assertThrows(
        IllegalArgumentException.class, () -> metrics.add(0, new float[4], new float[2], 4, 2, 2));
  }
}
