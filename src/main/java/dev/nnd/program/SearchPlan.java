package dev.nnd.program;

import dev.nnd.program.TrainPlan.Watched;
import dev.nnd.source.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A {@code search} declaration, settled.
 *
 * @param name its name
 * @param train the name of the train whose parameters are searched
 * @param parameters what is drawn, in the order of the declaration
 * @param requirements what every drawn configuration fulfils
 * @param parallel how many trials run at a time, and so how far behind the newest trial the results
 *     lie that a strategy may use; at least 1
 * @param minutes after which no trial begins; positive
 * @param seed of the draws
 * @param origin the declaration
 */
public record SearchPlan(
    String name,
    String train,
    List<Parameter> parameters,
    List<Condition> requirements,
    Strategy strategy,
    Objective objective,
    Prune prune,
    int parallel,
    OptionalDouble minutes,
    long seed,
    Span origin) {
  public SearchPlan {
    parameters = List.copyOf(parameters);
    requirements = List.copyOf(requirements);
  }

  /** The same, but with results that lie as far behind as if so many trials ran at a time. */
  public SearchPlan withParallel(int other) {
    return new SearchPlan(
        name,
        train,
        parameters,
        requirements,
        strategy,
        objective,
        prune,
        other,
        minutes,
        seed,
        origin);
  }

  /**
   * A parameter that is searched.
   *
   * @param when if there, it is drawn only where this holds, and has the train's default elsewhere
   */
  public record Parameter(
      String name, Distribution distribution, Optional<Condition> when, Span origin) {}

  /** A condition on what was drawn. */
  public interface Condition {
    /**
     * Whether it holds.
     *
     * @param drawn values by name; a parameter that is missing has the train's default
     */
    boolean holds(Map<String, Drawn> drawn);

    /** The drawn parameters that it speaks of, in the order of the declaration. */
    List<String> parameters();

    /** Where it is written. */
    Span origin();
  }

  /**
   * What the search makes large or small.
   *
   * @param maximize whether large is better
   */
  public record Objective(boolean maximize, Watched watched) {}

  /** How configurations are chosen. */
  public sealed interface Strategy {
    /**
     * Every combination of the values of choices and of {@code points} values, evenly spaced on its
     * own axis, for each number.
     *
     * @param points at least 1
     */
    record Grid(int points) implements Strategy {}

    /** Independent draws. */
    record Random(int trials) implements Strategy {}

    /** Draws that fill the space evenly: Sobol's sequence, scrambled by the seed. */
    record Sobol(int trials) implements Strategy {}

    /**
     * Random draws, then random draws in the box that the best trials span, again and again.
     *
     * @param rounds at least 1
     * @param keep the share of trials that span the next box; in (0, 1)
     */
    record CoarseToFine(int trials, int rounds, double keep) implements Strategy {}

    /** The tree-structured Parzen estimator (Bergstra et al., 2011). */
    record Tpe(int trials) implements Strategy {}

    /**
     * Mutations of the best of a population that ages (regularized evolution, Real et al., 2019).
     *
     * @param population at least 2
     */
    record Evolve(int trials, int population) implements Strategy {}
  }

  /** How hopeless trials are ended early. */
  public sealed interface Prune {
    /** They are not. */
    record None() implements Prune {}

    /**
     * A trial ends whose best value so far is worse than the median of the others after as many
     * epochs.
     *
     * @param warmup epochs that every trial is given; at least 0
     */
    record Median(int warmup) implements Prune {}

    /**
     * At {@code least}, {@code least * factor}, ... epochs only the best of every {@code factor}
     * trials go on (asynchronous successive halving, Li et al., 2020).
     *
     * @param least at least 1
     * @param factor at least 2
     */
    record Asha(int least, int factor) implements Prune {}
  }
}
