package dev.nnd.search;

import dev.nnd.program.SearchPlan;

/**
 * Ends a trial whose best value so far is worse than that of more than half of the others after as
 * many epochs, once a few others came as far.
 */
final class MedianPruner implements Pruner {
  /** A median of fewer says little. */
  private static final int OTHERS = 5;

  private final int warmup;
  private final int parallel;
  private final Curves curves;

  MedianPruner(int warmup, SearchPlan plan) {
    this.warmup = warmup;
    this.parallel = plan.parallel();
    this.curves = new Curves(plan);
  }

  @Override
  public int reads(int number) {
    return Math.max(0, number - parallel + 1);
  }

  @Override
  public boolean ends(int number, double[] curve, Past past) {
    int epoch = curve.length;
    int count = reads(number);
    curves.read(count, past);
    int others = curves.reached(epoch, count);
    return epoch > warmup
        && others >= OTHERS
        && 2 * curves.better(epoch, count, curves.best(curve)) > others;
  }
}
