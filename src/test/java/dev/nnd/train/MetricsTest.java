package dev.nnd.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nnd.program.TrainPlan.Metric;
import dev.nnd.program.TrainPlan.Metric.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Numbers without a comment were worked out by hand from scikit-learn's definitions. */
final class MetricsTest {
  private static final float NO_NUMBER = Float.NaN;

  private static Answer classes(int width) {
    return new Answer(Answer.Form.CLASSES, width, false);
  }

  private static Answer labels(int width, boolean logits) {
    return new Answer(Answer.Form.LABELS, width, logits);
  }

  private static Answer numbers(int width) {
    return new Answer(Answer.Form.NUMBERS, width, false);
  }

  /** What a metric makes of one batch. */
  private static double of(Kind kind, Answer answer, float[] outputs, float... targets) {
    return of(new Metric(kind, kind == Kind.TOP_K ? 2 : 0), answer, outputs, targets);
  }

  private static double of(Metric metric, Answer answer, float[] outputs, float... targets) {
    Metrics metrics = new Metrics(List.of(metric), answer);
    int rows = Math.max(1, outputs.length / answer.width());
    metrics.add(0, outputs, targets, outputs.length, targets.length, rows);
    return metrics.values().get(metric.name());
  }

  private static float[] scores(float... values) {
    return values;
  }

  @Test
  void accuracyIsTheShareOfPositions() {
    Metrics metrics = new Metrics(List.of(Metric.of(Kind.ACCURACY)), classes(3));
    float[] outputs = {0.1f, 0.7f, 0.2f, 0.5f, 0.5f, 0, 0, 0, 1, 9, 9, 9};
    // The third has the wrong class; what lies behind the batch does not count.
    metrics.add(2, outputs, new float[] {1, 0, 1, 0}, 9, 3, 3);
    assertEquals(Map.of("loss", 2.0, "accuracy", 2 / 3.0), metrics.values());
  }

  @Test
  void batchesCountByTheirRows() {
    List<Metric> all = Stream.of(Kind.ACCURACY, Kind.TOP_K).map(k -> new Metric(k, 1)).toList();
    Metrics metrics = new Metrics(all, new Answer(Answer.Form.ONE_HOT, 2, false));
    metrics.add(1, scores(1, 0, 0, 1), new float[] {1, 0, 1, 0}, 4, 4, 2);
    metrics.add(4, scores(0.5f, 1), new float[] {0, 1}, 2, 2, 1);
    assertEquals(Map.of("loss", 2.0, "accuracy", 2 / 3.0, "top_1", 2 / 3.0), metrics.values());
  }

  @Test
  void whatIsNoNumberIsNoHit() {
    float[] outputs = {NO_NUMBER, 1, 1, NO_NUMBER};
    assertEquals(0, of(Kind.ACCURACY, classes(2), outputs, 0, 0));
    assertEquals(0, of(Kind.TOP_K, classes(2), outputs, 0, 0));
    assertEquals(0, of(Kind.RECALL, classes(2), outputs, 0, 0));
    assertEquals(0, of(Kind.ACCURACY, labels(1, false), scores(NO_NUMBER), 0));
    assertEquals(Double.NaN, of(Kind.AUC, labels(1, false), outputs, 0, 1, 0, 1));
    assertEquals(Double.NaN, of(Kind.MSE, numbers(1), outputs, 0, 1, 0, 1));
  }

  @Test
  void accuracyOfLabelsIsTheShareOfElements() {
    float[] outputs = {0.9f, 0.5f, 0.2f, 0.6f};
    assertEquals(0.75, of(Kind.ACCURACY, labels(2, false), outputs, 1, 1, 0, 1));
    // As logits all say yes.
    assertEquals(0.75, of(Kind.ACCURACY, labels(2, true), outputs, 1, 1, 0, 1));
    assertEquals(0.5, of(Kind.ACCURACY, labels(2, true), scores(0, -1, 2, 3), 1, 0, 0, 1));
  }

  @Test
  void topKCountsTheLargestAndTheFirstOfEquals() {
    float[] outputs = {0.5f, 0.3f, 0.2f, 0.5f, 0.3f, 0.2f, 1, 1, 1, 1, 1, 1};
    assertEquals(0.5, of(Kind.TOP_K, classes(3), outputs, 1, 2, 1, 2));
    assertEquals(1, of(new Metric(Kind.TOP_K, 3), classes(3), outputs, 1, 2, 1, 2));
    assertEquals(1, of(new Metric(Kind.TOP_K, 9), classes(3), outputs, 1, 2, 1, 2));
  }

  /** Of four classes the last occurs nowhere, the third only in the targets. */
  @Test
  void macroAveragesAreOverTheClassesThatOccur() {
    float[] outputs = {
      9, 0, 0, 0, //
      9, 0, 0, 0, //
      0, 9, 0, 0, //
      0, 9, 0, 0, //
      0, 9, 0, 0
    };
    float[] targets = {0, 1, 1, 1, 2};
    assertEquals(
        (1 / 2.0 + 2 / 3.0 + 0) / 3, of(Kind.PRECISION, classes(4), outputs, targets), 1e-15);
    assertEquals((1 + 2 / 3.0 + 0) / 3, of(Kind.RECALL, classes(4), outputs, targets), 1e-15);
    assertEquals((2 / 3.0 + 2 / 3.0 + 0) / 3, of(Kind.F1, classes(4), outputs, targets), 1e-15);
  }

  /** One label is the positive class alone; where nothing is positive the metrics are 0. */
  @Test
  void ofOneLabelThePositiveClassCounts() {
    float[] outputs = {0.9f, 0.8f, 0.1f, 0.2f, 0.7f};
    assertEquals(2 / 3.0, of(Kind.PRECISION, labels(1, false), outputs, 1, 0, 1, 0, 1));
    assertEquals(2 / 3.0, of(Kind.RECALL, labels(1, false), outputs, 1, 0, 1, 0, 1));
    assertEquals(0, of(Kind.F1, labels(1, false), scores(0, 0), 0, 0));
    // The first label never holds; of the second one of two is found.
    assertEquals(0.25, of(Kind.RECALL, labels(2, true), scores(1, 1, -1, -1), 0, 1, 0, 1));
  }

  @Test
  void aucCountsPairsAndHalfOfTies() {
    // Pairs won: 0.35 beats 0.1, 0.8 beats both: 3 of 4.
    float[] outputs = {0.1f, 0.4f, 0.35f, 0.8f};
    assertEquals(0.75, of(Kind.AUC, labels(1, false), outputs, 0, 0, 1, 1));
    assertEquals(0.5, of(Kind.AUC, labels(1, true), scores(-2, -2, -2, -2), 0, 0, 1, 1));
    // 1 beats -0, 0 ties with it, and 2 beats both: 3/2 of 4 pairs.
    assertEquals(0.375, of(Kind.AUC, labels(1, true), scores(0f, 1, -0f, 2), 1, 1, 0, 0));
    assertEquals(Double.NaN, of(Kind.AUC, labels(1, false), outputs, 1, 1, 1, 1));
  }

  @Test
  void aucOfTwoClassesIsThatOfTheSecond() {
    float[] outputs = {0.9f, 0.1f, 0.6f, 0.4f, 0.65f, 0.35f, 0.2f, 0.8f};
    assertEquals(0.75, of(Kind.AUC, classes(2), outputs, 0, 0, 1, 1));
  }

  /** The third class has no example and is left out. */
  @Test
  void aucOfSeveralClassesIsTheMeanOfEachAgainstTheRest() {
    float[] outputs = {
      0.6f, 0.3f, 0.1f, //
      0.5f, 0.4f, 0.1f, //
      0.55f, 0.15f, 0.3f, //
      0.2f, 0.8f, 0
    };
    // Class 0 loses 0.5 to 0.55; class 1 loses 0.15 to both others.
    assertEquals((3 / 4.0 + 2 / 4.0) / 2, of(Kind.AUC, classes(3), outputs, 0, 0, 1, 1));
  }

  /** Softmax of logits ranks positions otherwise than the logits themselves. */
  @Test
  void aucOfLogitsIsThatOfTheirProbabilities() {
    Random random = new Random(5);
    float[] logits = new float[300];
    float[] probabilities = new float[300];
    float[] targets = new float[100];
    for (int row = 0; row < 100; row++) {
      targets[row] = random.nextInt(3);
      double sum = 0;
      for (int k = 0; k < 3; k++) {
        logits[3 * row + k] = (float) (2 * random.nextGaussian() + row % 7);
        sum += Math.exp(logits[3 * row + k]);
      }
      for (int k = 0; k < 3; k++) {
        probabilities[3 * row + k] = (float) (Math.exp(logits[3 * row + k]) / sum);
      }
    }
    Answer raw = new Answer(Answer.Form.CLASSES, 3, true);
    double expected = of(Kind.AUC, classes(3), probabilities, targets);
    assertEquals(expected, of(Kind.AUC, raw, logits, targets), 1e-9);
  }

  @Test
  void aucIsTheShareOfPairs() {
    Random random = new Random(3);
    float[] outputs = new float[400];
    float[] targets = new float[400];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = random.nextInt(40) - 20;
      targets[i] = random.nextInt(2);
    }
    double won = 0;
    int pairs = 0;
    for (int i = 0; i < outputs.length; i++) {
      for (int j = 0; j < outputs.length; j++) {
        if (targets[i] == 1 && targets[j] == 0) {
          won += outputs[i] > outputs[j] ? 1 : outputs[i] == outputs[j] ? 0.5 : 0;
          pairs++;
        }
      }
    }
    assertEquals(won / pairs, of(Kind.AUC, labels(1, true), outputs, targets), 1e-12);
  }

  @Test
  void r2IsTheMeanOfTheOutputs() {
    // The example of scikit-learn's documentation.
    float[] outputs = {2.5f, 0.0f, 2, 8};
    assertEquals(0.9486081370449679, of(Kind.R2, numbers(1), outputs, 3, -0.5f, 2, 7), 1e-9);
    // Two outputs: the first is exact, the second always the mean.
    assertEquals(0.5, of(Kind.R2, numbers(2), scores(1, 2, 3, 2), 1, 1, 3, 3));
    assertEquals(1, of(Kind.R2, numbers(1), scores(4, 4), 4, 4));
    assertEquals(0, of(Kind.R2, numbers(1), scores(4, 5), 4, 4));
    assertEquals(Double.NaN, of(Kind.R2, numbers(1), scores(4), 4));
    float[] far = {1e7f, 1e7f + 1, 1e7f + 2};
    assertEquals(1, of(Kind.R2, numbers(1), far, far));
  }

  @Test
  void errorsOfLogitsAreThoseOfProbabilities() {
    assertEquals(0.25, of(Kind.MSE, labels(1, true), scores(0, 0), 0, 1));
    assertEquals(0.5, of(Kind.MAE, labels(1, true), scores(0, 0), 0, 1));
  }

  @Test
  void sumsAreInDouble() {
    Metrics metrics = new Metrics(List.of(Metric.of(Kind.MAE)), numbers(1));
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
    Metrics metrics = new Metrics(List.of(Metric.of(Kind.MSE)), numbers(2));
    assertThrows(
        IllegalArgumentException.class, () -> metrics.add(0, new float[4], new float[2], 4, 2, 2));
  }
}
