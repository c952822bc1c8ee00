package dev.nnd.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.program.Schedule;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SchedulesTest {
  private static double[] rates(Schedule schedule, int epochs, Double... losses) {
    return IntStream.range(0, epochs)
        .mapToDouble(epoch -> Schedules.rate(schedule, 8, epochs, epoch, List.of(losses)))
        .toArray();
  }

  private static void assertRates(Schedule schedule, double... expected) {
    assertArrayEquals(expected, rates(schedule, expected.length), 1e-12);
  }

  @Test
  void theRatesOfTheEquations() {
    assertRates(new Schedule.Constant(), 8, 8, 8);
    assertRates(new Schedule.Inverse(1), 8, 4, 8 / 3.0, 2);
    assertRates(new Schedule.Exponential(0.5), 8, 4, 2, 1);
    assertRates(new Schedule.Steps(2, 0.1), 8, 8, 0.8, 0.8, 0.08);
    double root = Math.sqrt(0.5);
    assertRates(new Schedule.Cosine(0, 0), 8, 4 + 4 * root, 4, 4 - 4 * root);
    assertRates(new Schedule.Cosine(0, 0.5), 8, 6 + 2 * root, 6, 6 - 2 * root);
    assertRates(new Schedule.Cosine(1, 0), 4, 8, 4 + 4 * root, 4, 4 - 4 * root);
    assertRates(new Schedule.Cosine(3, 0), 2, 4, 6, 8, 4);
  }

  @Test
  void oneCycleRisesToThePeakAndFallsToNearlyNothing() {
    double[] rates = rates(new Schedule.OneCycle(0.25), 1000);
    assertEquals(8 / 25.0, rates[0], 1e-3);
    assertEquals(8, rates[250], 1e-3);
    assertEquals(8 / 250_000.0, rates[999], 1e-4);
    for (int epoch = 1; epoch < 1000; epoch++) {
      assertEquals(epoch <= 250, rates[epoch] > rates[epoch - 1] || epoch == 250, "at " + epoch);
    }
  }

  @Test
  void plateauWaitsForMoreEpochsThanItsPatience() {
    Schedule schedule = new Schedule.Plateau(1, 0.5);
    double[] rates = rates(schedule, 9, 3.0, 2.0, 2.0, 2.0, 2.5, 1.0, Double.NaN, 1.0, 1.0);
    // Two epochs without improvement end the patience; then waiting starts again.
    assertArrayEquals(new double[] {8, 8, 8, 8, 4, 4, 4, 4, 2}, rates);
  }

  @Test
  void everyEpochHasAPositiveRateUpToTheOptimizers() {
    Random random = new Random(12);
    for (int round = 0; round < 500; round++) {
      int epochs = 1 + random.nextInt(50);
      List<Schedule> schedules =
          List.of(
              new Schedule.Inverse(random.nextDouble()),
              new Schedule.Exponential(0.5 + random.nextDouble() / 2),
              new Schedule.Steps(1 + random.nextInt(5), 0.5 + random.nextDouble() / 2),
              new Schedule.Cosine(random.nextInt(10) / 2.0, random.nextDouble()),
              new Schedule.OneCycle(random.nextDouble()));
      for (Schedule schedule : schedules) {
        for (double rate : rates(schedule, epochs)) {
          assertTrue(rate > 0 && rate <= 8, schedule + " gives " + rate);
        }
      }
    }
  }
}
