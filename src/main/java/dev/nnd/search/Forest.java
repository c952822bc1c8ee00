package dev.nnd.search;

import dev.nnd.runtime.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * A random forest for regression (Breiman, 2001) over bins: each coordinate of a point is the
 * number of a bin, or {@link #ABSENT} where it means nothing.
 *
 * <p>A node asks for a coordinate only if it means something for all of its points. So a tree is a
 * function of all coordinates, also where some are absent: there it does not depend on them.
 */
final class Forest {
  /** The bin of a coordinate that means nothing for a point. */
  static final int ABSENT = -1;

  private static final int TREES = 48;
  private static final int LEAST_IN_LEAF = 2;
  private static final int DEEPEST = 24;

  /** How many points a tree sees: more would take time, and tell little, since there are others. */
  private static final int MOST_POINTS = 1000;

  private final Bins bins;
  private final double[] values;
  private final int key;
  private final List<Node> trees = new ArrayList<>();
  private int draws;

  /**
   * The bins of all points.
   *
   * @param of for each coordinate, the bin of each point
   * @param weights for each coordinate, the probabilities of its bins
   * @param ordered for each coordinate, whether neighbouring bins are alike
   */
  record Bins(int[][] of, double[][] weights, boolean[] ordered) {}

  /** A part of a tree. */
  sealed interface Node {}

  /** Points whose bin of a coordinate is in {@code left} go left. */
  record Split(int coordinate, BitSet left, Node yes, Node no) implements Node {}

  /** The mean of the points that come here. */
  record Leaf(double value) implements Node {}

  private record Cut(int coordinate, BitSet left, double gain) {}

  private Forest(Bins bins, double[] values, int key) {
    this.bins = bins;
    this.values = values;
    this.key = key;
  }

  /**
   * Trees that fit values.
   *
   * @param values of each point; at least one
   * @param key of the random choices
   */
  static List<Node> fit(Bins bins, double[] values, int key) {
    Forest forest = new Forest(bins, values, key);
    for (int tree = 0; tree < TREES; tree++) {
      int[] points = new int[Math.min(values.length, MOST_POINTS)];
      for (int i = 0; i < points.length; i++) points[i] = forest.draw(values.length);
      forest.trees.add(forest.grow(points, 0));
    }
    return List.copyOf(forest.trees);
  }

  /** What a tree says of a point. */
  static double value(Node tree, int[] point) {
    Node node = tree;
    while (node instanceof Split split) {
      node = split.left().get(point[split.coordinate()]) ? split.yes() : split.no();
    }
    return ((Leaf) node).value();
  }

  private int draw(int below) {
    return (int) (Integer.toUnsignedLong(CounterRandom.bits(key, draws++)) * below >>> 32);
  }

  private Node grow(int[] points, int depth) {
    double sum = 0;
    for (int point : points) sum += values[point];
    Leaf leaf = new Leaf(sum / points.length);
    if (points.length < 2 * LEAST_IN_LEAF || depth == DEEPEST) return leaf;
    Cut best = best(points, sum);
    if (best.gain() <= 0) return leaf;
    int[] of = bins.of()[best.coordinate()];
    int[] yes = Arrays.stream(points).filter(point -> best.left().get(of[point])).toArray();
    int[] no = Arrays.stream(points).filter(point -> !best.left().get(of[point])).toArray();
    return new Split(best.coordinate(), best.left(), grow(yes, depth + 1), grow(no, depth + 1));
  }

  /** The best cut of half of the coordinates, or of all where none of these can be cut. */
  private Cut best(int[] points, double sum) {
    int count = bins.of().length;
    int[] order = CounterRandom.permutation(CounterRandom.key(key, draws++), count);
    Cut best = new Cut(0, new BitSet(), 0);
    for (int i = 0; i < count; i++) {
      if (i >= (count + 1) / 2 && best.gain() > 0) break;
      Cut cut = cut(points, sum, order[i]);
      if (cut.gain() > best.gain()) best = cut;
    }
    return best;
  }

  /** The cut of a coordinate that takes most from the squares of the deviations. */
  private Cut cut(int[] points, double sum, int coordinate) {
    int size = bins.weights()[coordinate].length;
    int[] counts = new int[size];
    double[] sums = new double[size];
    for (int point : points) {
      int bin = bins.of()[coordinate][point];
      if (bin == ABSENT) return new Cut(coordinate, new BitSet(), 0);
      counts[bin]++;
      sums[bin] += values[point];
    }
    int[] order = order(counts, sums, bins.ordered()[coordinate]);
    int bestAfter = -1;
    double bestGain = 1e-12 * Math.abs(sum) * Math.abs(sum) / points.length;
    double mean = sum / points.length;
    int left = 0;
    double leftSum = 0;
    for (int i = 0; i + 1 < order.length; i++) {
      left += counts[order[i]];
      leftSum += sums[order[i]] - counts[order[i]] * mean;
      int right = points.length - left;
      if (left < LEAST_IN_LEAF || right < LEAST_IN_LEAF) continue;
      double gain = leftSum * leftSum / left + leftSum * leftSum / right;
      if (gain > bestGain) {
        bestGain = gain;
        bestAfter = i;
      }
    }
    if (bestAfter < 0) return new Cut(coordinate, new BitSet(), 0);
    return new Cut(coordinate, left(order, bestAfter, bins.ordered()[coordinate]), bestGain);
  }

  /** The bins with points: in their order, or by their means where they have none. */
  private static int[] order(int[] counts, double[] sums, boolean ordered) {
    List<Integer> there = new ArrayList<>();
    for (int bin = 0; bin < counts.length; bin++) if (counts[bin] > 0) there.add(bin);
    if (!ordered) {
      there.sort((a, b) -> Double.compare(sums[a] / counts[a], sums[b] / counts[b]));
    }
    return there.stream().mapToInt(bin -> bin).toArray();
  }

  /** The bins of the left side. Empty bins between both sides are shared evenly. */
  private static BitSet left(int[] order, int last, boolean ordered) {
    BitSet left = new BitSet();
    if (ordered) {
      left.set(0, (order[last] + order[last + 1] + 1) / 2);
    } else {
      for (int i = 0; i <= last; i++) left.set(order[i]);
    }
    return left;
  }
}
