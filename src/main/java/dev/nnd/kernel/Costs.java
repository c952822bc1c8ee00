package dev.nnd.kernel;

import dev.nnd.graph.Shape;
import dev.nnd.kernel.Kernel.Contraction;
import dev.nnd.kernel.Kernel.Nest;
import dev.nnd.kernel.Kernel.Output;
import java.util.List;

/**
 * What kernels cost, as compared with each other, so that tasks get equal parts. The unit is about
 * 100 ns of a core; errors only make threads wait.
 */
final class Costs {
  /** Multiply-adds of a contraction. */
  private static final int PRODUCTS = 5000;

  /** Elements read or written elsewhere. */
  private static final int TOUCHED = 1500;

  /** Operations elsewhere. */
  private static final int OPERATIONS = 6000;

  /** Elements of a copy, which most often turns axes against each other. */
  private static final int COPIED = 250;

  /** More than this is no number of elements that a test of equal parts could tell from it. */
  private static final long MOST = 1_000_000;

  private Costs() {}

  /** The cost of a whole kernel, at so many samples; at least 1. */
  static int of(Kernel kernel, int samples) {
    if (kernel instanceof Contraction c) return cost(points(c.extents(), samples), PRODUCTS);
    if (kernel instanceof Kernel.Loop loop) {
      long each = loop.body().stream().mapToLong(part -> of(part, samples)).sum();
      return (int) Math.min(MOST, each * loop.steps());
    }
    if (kernel instanceof Kernel.ScatterAdd s) {
      return cost(points(s.values().shape().dims(), samples), TOUCHED);
    }
    if (!(kernel instanceof Nest nest)) return 1;
    long touched = 0;
    for (Output o : nest.outputs()) touched += 1 + Footprint.reads(o.value()).size();
    long operations = Footprint.operations(nest.outputs().stream().map(Output::value).toList());
    long points = points(nest.extents(), samples);
    if (operations == 0) return cost(points, COPIED);
    return cost(touched * points, TOUCHED) + cost(operations * points, OPERATIONS);
  }

  private static int cost(long work, int rate) {
    return (int) Math.min(MOST, work / rate + 1);
  }

  private static long points(List<Integer> extents, int samples) {
    return extents.stream()
        .mapToLong(n -> n == Shape.BATCH ? samples : n)
        .reduce(1, (a, b) -> a * b);
  }
}
