package dev.nnd.search;

import dev.nnd.program.SearchPlan;

/**
 * Asynchronous successive halving in its stopping form (Li et al., 2020): at {@code least}, {@code
 * least * factor}, and so on epochs a trial goes on only if it is among the best of every {@code
 * factor} that came as far, itself included. Its place is by the best value so far.
 */
final class HalvingPruner implements Pruner {
  private final int least;
  private final int factor;
  private final int parallel;
  private final Curves curves;

  HalvingPruner(int least, int factor, SearchPlan plan) {
    this.least = least;
    this.factor = factor;
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
    if (!isRung(epoch)) {
      return false;
    }
    int count = reads(number);
    curves.read(count, past);
    int goOn = Math.max(1, (curves.reached(epoch, count) + 1) / factor);
    return curves.better(epoch, count, curves.best(curve)) >= goOn;
  }

  private boolean isRung(int epoch) {
    int rest = epoch;
    while (rest > least && rest % factor == 0) {
      rest /= factor;
    }
    return rest == least;
  }
}
