package dev.nnd.search;

import dev.nnd.program.SearchPlan;

/** The strategy that a plan asks for. */
public final class Strategies {
  private Strategies() {}

  /**
   * A strategy for one search. It is to be used by one thread at a time, and all pasts that it is
   * given must be of the same search, since it remembers what it has read.
   *
   * @throws SearchException if a requirement leaves nothing to try
   */
  public static Strategy of(SearchPlan plan) {
    Space space = Space.of(plan);
    SearchPlan.Strategy strategy = plan.strategy();
    if (strategy instanceof SearchPlan.Strategy.Grid grid) {
      return GridPoints.of(space, grid.points());
    }
    if (strategy instanceof SearchPlan.Strategy.Random random) {
      return new Proposed(space, random.trials(), new RandomDraws(space));
    }
    if (strategy instanceof SearchPlan.Strategy.Sobol sobol) {
      return new Proposed(space, sobol.trials(), new SobolDraws(space));
    }
    if (strategy instanceof SearchPlan.Strategy.CoarseToFine zoom) {
      Proposer proposer = new CoarseToFine(space, zoom.trials(), zoom.rounds(), zoom.keep());
      return new Proposed(space, zoom.trials(), proposer);
    }
    if (strategy instanceof SearchPlan.Strategy.Tpe tpe) {
      return new Proposed(space, tpe.trials(), new Tpe(space));
    }
    if (strategy instanceof SearchPlan.Strategy.Evolve evolve) {
      Proposer proposer = new Evolution(space, evolve.population());
      return new Proposed(space, evolve.trials(), proposer);
    }
    throw new IllegalStateException("search: no strategy for " + strategy);
  }
}
