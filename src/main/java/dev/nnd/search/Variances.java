package dev.nnd.search;

import dev.nnd.runtime.CounterRandom;
import dev.nnd.search.Forest.Leaf;
import dev.nnd.search.Forest.Node;
import dev.nnd.search.Forest.Split;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The functional analysis of variance of the mean {@code f} of some trees, with all coordinates
 * independent (Hooker, 2007; Hutter et al., 2014):
 *
 * <pre>
 * V(i)    = Var E[f | x(i)]
 * V(i, j) = Var E[f | x(i), x(j)] - V(i) - V(j)
 * </pre>
 *
 * <p>The expected values are exact, since a leaf is a product of sets of bins; the whole variance
 * is that of a fixed random sample.
 */
final class Variances {
  private static final int SAMPLE = 8192;

  private final double[][] weights;
  private final int size;

  /** E[f | x(i)] for each coordinate and bin. */
  private final double[][] singles;

  /** E[f | x(i), x(j)] for {@code i < j}, bin by bin. */
  private final double[][][][] pairs;

  private double mean;
  private double whole;

  private Variances(double[][] weights) {
    this.weights = weights;
    size = weights.length;
    singles = new double[size][];
    pairs = new double[size][size][][];
    for (int i = 0; i < size; i++) {
      singles[i] = new double[weights[i].length];
      for (int j = i + 1; j < size; j++) {
        pairs[i][j] = new double[weights[i].length][weights[j].length];
      }
    }
  }

  /**
   * The variances of the mean of trees.
   *
   * @param key of the random sample
   */
  static Variances of(List<Node> trees, Forest.Bins bins, int key) {
    Variances variances = new Variances(bins.weights());
    BitSet[] all = new BitSet[variances.size];
    for (int i = 0; i < all.length; i++) {
      all[i] = new BitSet();
      all[i].set(0, bins.weights()[i].length);
    }
    for (Node tree : trees) variances.add(tree, all, 1.0 / trees.size());
    variances.measureWhole(trees, key);
    return variances;
  }

  private void add(Node node, BitSet[] region, double share) {
    if (node instanceof Split split) {
      add(split.yes(), within(region, split, true), share);
      add(split.no(), within(region, split, false), share);
    } else if (node instanceof Leaf leaf) {
      addLeaf(leaf.value() * share, region);
    }
  }

  private static BitSet[] within(BitSet[] region, Split split, boolean left) {
    BitSet[] part = region.clone();
    BitSet bins = (BitSet) region[split.coordinate()].clone();
    if (left) bins.and(split.left());
    else bins.andNot(split.left());
    part[split.coordinate()] = bins;
    return part;
  }

  private void addLeaf(double value, BitSet[] region) {
    int[][] bins = new int[size][];
    double[] lengths = new double[size];
    double volume = 1;
    for (int i = 0; i < size; i++) {
      bins[i] = region[i].stream().toArray();
      for (int bin : bins[i]) lengths[i] += weights[i][bin];
      volume *= lengths[i];
    }
    if (volume <= 0) return; // Between two empty bins of a choice.
    mean += value * volume;
    for (int i = 0; i < size; i++) {
      for (int a : bins[i]) singles[i][a] += value * volume / lengths[i];
      for (int j = i + 1; j < size; j++) {
        double both = value * volume / (lengths[i] * lengths[j]);
        for (int a : bins[i]) {
          double[] row = pairs[i][j][a];
          for (int b : bins[j]) row[b] += both;
        }
      }
    }
  }

  private void measureWhole(List<Node> trees, int key) {
    double[] values = new double[SAMPLE];
    int[] point = new int[size];
    for (int s = 0; s < SAMPLE; s++) {
      for (int i = 0; i < size; i++) {
        point[i] = bin(weights[i], CounterRandom.uniform(key, s * size + i));
      }
      for (Node tree : trees) values[s] += Forest.value(tree, point) / trees.size();
    }
    double average = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - average) * (v - average)).sum();
    double parts = 0;
    for (int i = 0; i < size; i++) {
      parts += variance(i);
      for (int j = i + 1; j < size; j++) parts += variance(i, j);
    }
    whole = Math.max(squares / SAMPLE, parts); // The sample may fall short of the exact parts.
  }

  private static int bin(double[] weights, double at) {
    double end = 0;
    for (int bin = 0; bin < weights.length; bin++) {
      end += weights[bin];
      if (at < end) return bin;
    }
    return weights.length - 1;
  }

  private double variance(int i) {
    double sum = 0;
    for (int a = 0; a < weights[i].length; a++) {
      double deviation = singles[i][a] - mean;
      sum += weights[i][a] * deviation * deviation;
    }
    return sum;
  }

  private double variance(int i, int j) {
    double sum = 0;
    for (int a = 0; a < weights[i].length; a++) {
      for (int b = 0; b < weights[j].length; b++) {
        double beyond = pairs[i][j][a][b] - singles[i][a] - singles[j][b] + mean;
        sum += weights[i][a] * weights[j][b] * beyond * beyond;
      }
    }
    return sum;
  }

  /** The share of what a coordinate does alone. */
  double single(int i) {
    return whole > 0 ? variance(i) / whole : 0;
  }

  /** The share of what two coordinates do together and neither does alone; {@code i < j}. */
  double pair(int i, int j) {
    return whole > 0 ? variance(i, j) / whole : 0;
  }
}
