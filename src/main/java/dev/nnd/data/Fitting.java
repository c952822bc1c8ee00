package dev.nnd.data;

import dev.nnd.program.DataPlan;
import dev.nnd.runtime.CounterRandom;
import dev.nnd.source.Code;
import java.util.Arrays;
import java.util.List;

/** Makes a step's transform from the rows of the train part, after the steps before it. */
final class Fitting implements DataPlan.StepVisitor<Transform> {
  private final Block block;
  private final int[] rows;
  private final List<Transform> before;
  private final Blame blame;
  private final long seed;

  /**
   * For one step of one column.
   *
   * @param block the column's values, of all rows
   * @param rows those of the train part
   * @param before the steps that made {@code block}
   * @param seed of the data set
   */
  Fitting(Block block, int[] rows, List<Transform> before, Blame blame, long seed) {
    this.block = block;
    this.rows = rows;
    this.before = before;
    this.blame = blame;
    this.seed = seed;
  }

  @Override
  public Transform scale(DataPlan.Scale step) {
    return new Transform.Scale(step.factor());
  }

  @Override
  public Transform offset(DataPlan.Offset step) {
    return new Transform.Offset(step.amount());
  }

  @Override
  public Transform log1p(DataPlan.Log1p step) {
    return new Transform.Log1p();
  }

  /**
   * The mean and the population's deviation, {@code sqrt(sum (x - mean)^2 / n)}, in two passes.
   * Where all values are equal the deviation counts as 1, so that they become 0.
   */
  @Override
  public Transform standardize(DataPlan.Standardize step) {
    Extremes extremes = extremes();
    Block.Numbers numbers = Transform.numbers(block);
    Features features = Features.of(numbers.shape());
    double share = (double) features.count() / ((double) rows.length * numbers.width());
    double[] mean = new double[features.count()];
    forEach(numbers, (value, feature) -> mean[feature] += value * share);
    double[] deviation = new double[features.count()];
    forEach(
        numbers,
        (value, feature) ->
            deviation[feature] += (value - mean[feature]) * (value - mean[feature]) * share);
    for (int feature = 0; feature < deviation.length; feature++) {
      boolean constant = extremes.least[feature] == extremes.most[feature];
      mean[feature] = constant ? extremes.least[feature] : mean[feature];
      deviation[feature] = constant ? 1 : Math.sqrt(deviation[feature]);
    }
    return new Transform.Normalize(mean, deviation);
  }

  /** The least value and the range, which counts as 1 where all values are equal. */
  @Override
  public Transform minMax(DataPlan.MinMax step) {
    Extremes extremes = extremes();
    double[] range = new double[extremes.least.length];
    for (int feature = 0; feature < range.length; feature++) {
      double difference = extremes.most[feature] - extremes.least[feature];
      range[feature] = difference == 0 ? 1 : difference;
    }
    return new Transform.Normalize(extremes.least, range);
  }

  private record Extremes(double[] least, double[] most) {}

  private Extremes extremes() {
    Block.Numbers numbers = Transform.numbers(block);
    int count = Features.of(numbers.shape()).count();
    double[] least = new double[count];
    double[] most = new double[count];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(most, Double.NEGATIVE_INFINITY);
    forEach(
        numbers,
        (value, feature) -> {
          least[feature] = Math.min(least[feature], value);
          most[feature] = Math.max(most[feature], value);
        });
    return new Extremes(least, most);
  }

  private interface Reader {
    void read(double value, int feature);
  }

  private void forEach(Block.Numbers numbers, Reader reader) {
    Features features = Features.of(numbers.shape());
    int width = numbers.width();
    for (int row : rows) {
      for (int position = 0; position < width; position++) {
        reader.read(numbers.values()[row * width + position], features.at(position));
      }
    }
  }

  @Override
  public Transform classes(DataPlan.Classes step) {
    return new ClassFitting(block, rows, step.count(), blame).fit();
  }

  @Override
  public Transform oneHot(DataPlan.OneHot step) {
    if (!before.isEmpty() && before.get(before.size() - 1) instanceof ClassLabels labels) {
      return new Transform.OneHot(labels.names().size());
    }
    throw DataException.of(
        Code.STEP_ORDER, step.origin(), blame.column(), "`one_hot` needs `classes` before it");
  }

  @Override
  public Transform augment(DataPlan.Augment step) {
    throw new IllegalStateException("data: augmentation is for batches, not for all examples");
  }

  @Override
  public Transform shufflePixels(DataPlan.ShufflePixels step) {
    return new Transform.Shuffle(CounterRandom.key(seed, "shuffle_pixels " + blame.column()));
  }
}
