package dev.nnd.kernel;

import dev.nnd.kernel.Stage.Step;
import dev.nnd.kernel.Stage.Walk;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Groups steps into stages, so that tasks wait for each other as seldom as can be. A stage over the
 * batch takes all that follows which needs no more than each task's own samples. A stage of units
 * takes all that is ready, from further on too: then the small work between two stages over the
 * batch is done beside large work, such as that of the optimizer, and not by one task alone.
 */
final class Stages {
  /** More walks than this would make the method of a phase too large. */
  private static final int MOST_WALKS = 64;

  private final Placed placed;
  private final Options options;

  private Stages(Placed placed, Options options) {
    this.placed = placed;
    this.options = options;
  }

  /** The stages of these steps. Steps only change places where no memory tells. */
  static List<Stage> of(List<Step> steps, Placed placed, Options options) {
    Stages stages = new Stages(placed, options);
    List<Stage> all = new ArrayList<>();
    List<Step> left = steps;
    while (!left.isEmpty()) {
      List<Step> later = new ArrayList<>();
      all.add(
          left.get(0).batched() ? stages.overBatch(left, later) : stages.overUnits(left, later));
      left = later;
    }
    return all;
  }

  /** Memory that steps touch which have been passed over. */
  private static final class Passed {
    private final Set<Integer> reads = new HashSet<>();
    private final Set<Integer> writes = new HashSet<>();

    void add(Step step) {
      reads.addAll(step.footprint().reads());
      writes.addAll(step.footprint().writes());
    }

    /** Whether a step may be done before all of these. */
    boolean allows(Step step) {
      return step.footprint().independentOf(new Footprint(reads, writes));
    }
  }

  private Stage overBatch(List<Step> steps, List<Step> later) {
    Passed passed = new Passed();
    List<Step> taken = new ArrayList<>();
    boolean open = true;
    for (Step step : steps) {
      // What divides the batch keeps its order: values would live longer if it did not.
      open &= !step.batched() || passed.allows(step);
      if (open && step.batched()) {
        taken.add(step);
      } else {
        later.add(step);
        passed.add(step);
      }
    }
    return new Stage(Walks.of(taken, placed, options));
  }

  /** Steps that one task does in order, or one step that several tasks divide. */
  private static final class Chain {
    private final List<Step> steps = new ArrayList<>();
    private final Passed memory = new Passed();

    void add(Step step) {
      steps.add(step);
      memory.add(step);
    }

    int units() {
      return steps.get(0).work().units();
    }
  }

  private Stage overUnits(List<Step> steps, List<Step> later) {
    Passed passed = new Passed();
    List<Chain> chains = new ArrayList<>();
    for (Step step : steps) {
      if (step.batched() || !passed.allows(step) || !take(step, chains)) {
        later.add(step);
        passed.add(step);
      }
    }
    return new Stage(
        chains.stream().map(chain -> new Walk(chain.units(), 0, chain.steps)).toList());
  }

  /** Adds a step to the chains that it depends on, which become one; says whether that can be. */
  private static boolean take(Step step, List<Chain> chains) {
    List<Chain> needed = new ArrayList<>();
    for (Chain chain : chains) if (!chain.memory.allows(step)) needed.add(chain);
    if (needed.isEmpty()) {
      if (chains.size() == MOST_WALKS) return false;
      chains.add(new Chain());
      chains.get(chains.size() - 1).add(step);
      return true;
    }
    if (step.work().units() > 1 || needed.stream().anyMatch(chain -> chain.units() > 1))
      return false;
    Chain first = needed.get(0);
    for (Chain other : needed.subList(1, needed.size())) {
      other.steps.forEach(first::add);
      chains.remove(other);
    }
    first.add(step);
    return true;
  }
}
