package dev.nnd.search;

import dev.nnd.program.SearchPlan;

/** The pruner that a plan asks for. */
public final class Pruners {
  private Pruners() {}

  /**
   * A pruner for one search. It is to be used by one thread at a time, and all pasts that it is
   * given must be of the same search, since it remembers what it has read.
   */
  public static Pruner of(SearchPlan plan) {
    SearchPlan.Prune prune = plan.prune();
    if (prune instanceof SearchPlan.Prune.Median median) {
      return new MedianPruner(median.warmup(), plan);
    }
    if (prune instanceof SearchPlan.Prune.Asha asha) {
      return new HalvingPruner(asha.least(), asha.factor(), plan);
    }
    return new NoPruner();
  }
}
