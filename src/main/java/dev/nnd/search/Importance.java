package dev.nnd.search;

import dev.nnd.runtime.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Which parameters of a search matter: the share that each has in the variance of the objective
 * over the whole space, by the functional analysis of variance of a random forest that fits the
 * trials (Hutter, Hoos and Leyton-Brown, 2014). A pair's share is what its two parameters do
 * together and neither does alone; what three or more do together makes up the rest.
 *
 * <p>A parameter with a condition is taken to be drawn always and to do nothing where the condition
 * does not hold, so its share tells how much it matters in the whole space. A trial that diverged
 * counts as the worst; one that failed, or was stopped by a person, does not count. Values much
 * worse than the median count as less bad than they are, or else the worst few would be all that
 * varies.
 *
 * @param parameters the largest share first; empty if there are too few trials, or all are equal
 * @param pairs the largest share first
 */
public record Importance(List<Share> parameters, List<Pair> pairs) {
  private static final int FEWEST_TRIALS = 8;
  private static final int BINS = 32;

  /** How much farther than the best lies from the median a bad value may count. */
  private static final double FARTHEST = 10;

  public Importance {
    parameters = List.copyOf(parameters);
    pairs = List.copyOf(pairs);
  }

  /**
   * What a parameter does alone.
   *
   * @param share of the variance, from 0 to 1
   */
  public record Share(String parameter, double share) {}

  /**
   * What two parameters do together beyond what each does alone.
   *
   * @param share of the variance, from 0 to 1
   */
  public record Pair(String first, String second, double share) {}

  /** The importance of the parameters of a space. The same trials always give the same. */
  public static Importance of(Space space, List<Trial> trials) {
    boolean maximize = space.plan().objective().maximize();
    List<Trial> counted = trials.stream().filter(Importance::counts).toList();
    double[] values = values(counted, maximize);
    if (counted.size() < FEWEST_TRIALS || Arrays.stream(values).distinct().count() < 2) {
      return new Importance(List.of(), List.of());
    }
    Forest.Bins bins = bins(space, counted);
    int key = CounterRandom.key(space.plan().seed(), "importance");
    Variances variances = Variances.of(Forest.fit(bins, values, key), bins, key);
    return named(space, variances);
  }

  private static boolean counts(Trial trial) {
    if (trial.end() == Trial.End.FAILED || trial.end() == Trial.End.STOPPED) return false;
    return trial.end() == Trial.End.DIVERGED || isNumber(trial.objective());
  }

  private static boolean isNumber(OptionalDouble value) {
    return value.isPresent() && Double.isFinite(value.getAsDouble());
  }

  /** The objectives, large if they are bad. */
  private static double[] values(List<Trial> trials, boolean maximize) {
    double sign = maximize ? -1 : 1;
    double[] known =
        trials.stream()
            .filter(trial -> isNumber(trial.objective()))
            .mapToDouble(trial -> sign * trial.objective().getAsDouble())
            .sorted()
            .toArray();
    if (known.length == 0) return new double[0];
    double median = known[known.length / 2];
    double farthest = median + FARTHEST * (median - known[0]);
    double worst = known[known.length - 1];
    double limit = farthest > median ? Math.min(worst, farthest) : worst;
    return trials.stream()
        .map(Trial::objective)
        .mapToDouble(o -> isNumber(o) ? Math.min(limit, sign * o.getAsDouble()) : limit)
        .toArray();
  }

  private static Forest.Bins bins(Space space, List<Trial> trials) {
    int size = space.size();
    List<double[]> points = trials.stream().map(trial -> space.point(trial.drawn())).toList();
    int[][] of = new int[size][trials.size()];
    double[][] weights = new double[size][];
    boolean[] ordered = new boolean[size];
    for (int i = 0; i < size; i++) {
      Axis axis = space.axis(i);
      boolean few =
          axis.count().isPresent() && (!axis.ordered() || axis.count().getAsLong() <= BINS);
      weights[i] = few ? weights(axis) : evenWeights();
      ordered[i] = axis.ordered();
      for (int t = 0; t < trials.size(); t++) {
        double unit = points.get(t)[i];
        of[i][t] = Double.isNaN(unit) ? Forest.ABSENT : few ? (int) axis.index(unit) : even(unit);
      }
    }
    return new Forest.Bins(of, weights, ordered);
  }

  private static double[] weights(Axis axis) {
    double[] weights = new double[Math.toIntExact(axis.count().orElseThrow())];
    for (int i = 0; i < weights.length; i++) weights[i] = axis.edge(i + 1) - axis.edge(i);
    return weights;
  }

  private static double[] evenWeights() {
    double[] weights = new double[BINS];
    Arrays.fill(weights, 1.0 / BINS);
    return weights;
  }

  private static int even(double unit) {
    return (int) Math.min(BINS - 1, Math.max(0, unit * BINS));
  }

  private static Importance named(Space space, Variances variances) {
    List<Share> shares = new ArrayList<>();
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < space.size(); i++) {
      shares.add(new Share(space.name(i), variances.single(i)));
      for (int j = i + 1; j < space.size(); j++) {
        pairs.add(new Pair(space.name(i), space.name(j), variances.pair(i, j)));
      }
    }
    shares.sort(Comparator.comparingDouble(Share::share).reversed());
    pairs.sort(Comparator.comparingDouble(Pair::share).reversed());
    return new Importance(shares, pairs);
  }
}
