package dev.nnd.search;

import dev.nnd.program.Drawn;
import dev.nnd.runtime.CounterRandom;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The tree-structured Parzen estimator (Bergstra et al., 2011), with kernels over all parameters at
 * once: of some draws from the density of the good trials, the one is tried where that density is
 * the highest in proportion to that of the other trials.
 *
 * <p>A parameter with a condition is drawn where the condition holds, from the kernel of a trial
 * that has it and else uniformly. The first trials are points of Sobol's sequence. The work for a
 * trial is bounded, however many there were: a density has so many kernels at most.
 */
final class Tpe implements Proposer {
  /** Trials before the first that reads others. */
  private static final int FIRST = 10;

  private static final int CANDIDATES = 64;

  /** The share of trials that are good, and the most of them. */
  private static final double GOOD = 0.15;

  private static final int MOST_GOOD = 25;

  /** The most of the other trials, evenly from the better to the worst. */
  private static final int MOST_OTHERS = 200;

  /** Widths of kernels are no less, so that what lies beside a good trial is looked at. */
  private static final double LEAST_WIDTH = 0.01;

  private final Space space;
  private final int[] order;
  private final int key;
  private final History history;
  private final SobolDraws first;
  private final Bell bell = new Bell();

  Tpe(Space space) {
    this.space = space;
    this.order = space.order();
    this.key = CounterRandom.key(space.plan().seed(), "tpe");
    this.history = new History(space);
    this.first = new SobolDraws(space);
  }

  @Override
  public int reads(int number) {
    return number < FIRST ? 0 : Math.max(0, number - space.plan().parallel() + 1);
  }

  @Override
  public IntFunction<double[]> propose(int number, Past past) {
    if (number < FIRST) {
      return attempt -> first.point(number, attempt);
    }
    history.read(reads(number), past);
    int share = (int) Math.ceil(GOOD * history.count());
    int good = Math.min(Math.min(share, MOST_GOOD), history.measured());
    if (good < 2) {
      return attempt -> space.draw(number, attempt);
    }
    double[][] candidates = candidates(good, CounterRandom.key(key, number));
    return attempt -> attempt < CANDIDATES ? candidates[attempt] : space.draw(number, attempt);
  }

  /** From the most promising on. */
  private double[][] candidates(int good, int stream) {
    Parzen goods = density(0, good, MOST_GOOD, true);
    Parzen others = density(good, history.count(), MOST_OTHERS, false);
    double[][] candidates = new double[CANDIDATES][];
    double[] promise = new double[CANDIDATES];
    for (int i = 0; i < CANDIDATES; i++) {
      candidates[i] = draw(goods, CounterRandom.key(stream, i));
      promise[i] = goods.log(candidates[i]) - others.log(candidates[i]);
    }
    return IntStream.range(0, CANDIDATES)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -promise[i]))
        .map(i -> candidates[i])
        .toArray(double[][]::new);
  }

  /** A draw from a density, NaN where a parameter is not drawn. */
  private double[] draw(Parzen density, int stream) {
    double[] point = new double[space.size()];
    Arrays.fill(point, Double.NaN);
    Map<String, Drawn> drawn = new HashMap<>();
    int kernel = density.kernel(Space.fraction(stream, 0));
    for (int i : order) {
      if (space.isDrawn(i, drawn)) {
        Drawn value = space.axis(i).at(density.draw(kernel, i, Space.fraction(stream, 1 + i)));
        drawn.put(space.name(i), value);
        point[i] = space.axis(i).unit(value);
      }
    }
    return point;
  }

  /**
   * The density of the trials of some ranks.
   *
   * @param better whether the better trials have the larger weights
   */
  private Parzen density(int from, int to, int most, boolean better) {
    int size = Math.min(to - from, most);
    double[][] points = new double[size][];
    double[] weights = new double[size];
    for (int i = 0; i < size; i++) {
      int rank = from + (int) ((long) i * (to - from) / size);
      points[i] = history.point(history.ranked(rank));
      weights[i] = better ? 1 - (double) i / size : 1;
    }
    double[] widths = new double[space.size()];
    Arrays.setAll(widths, axis -> width(points, axis));
    return new Parzen(space, points, weights, widths, bell);
  }

  /**
   * Scott's rule (1992) in a narrower form, {@code deviation * n^(-2 / (d + 4))}, where the
   * deviation is that of the points and of one more that may be anywhere.
   */
  private double width(double[][] points, int axis) {
    double[] units =
        Arrays.stream(points).mapToDouble(p -> p[axis]).filter(u -> !Double.isNaN(u)).toArray();
    double mean = Arrays.stream(units).average().orElse(0);
    double squares = Arrays.stream(units).map(u -> (u - mean) * (u - mean)).sum() + 1 / 12.0;
    double deviation = StrictMath.sqrt(squares / (units.length + 1));
    double narrower = StrictMath.pow(Math.max(1, units.length), -2.0 / (space.size() + 4));
    double cell = 1.0 / space.axis(axis).count().orElse(Long.MAX_VALUE);
    return Math.max(deviation * narrower, Math.max(LEAST_WIDTH, cell / 2));
  }
}
