package dev.nnd.kernel;

import dev.nnd.kernel.Buffer.Place;
import dev.nnd.kernel.Stage.Step;
import dev.nnd.kernel.Stage.Walk;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Groups steps into stages, so that tasks wait for each other as seldom as can be. A stage over the
 * batch takes all that follows which needs no more than each task's own samples. A stage of units
 * takes all that is ready, from further on too: then the small work between two stages over the
 * batch is done beside large work, such as that of the optimizer, and not by one task alone. But
 * what is made of parameters alone, such as their copies in another layout, waits until the next
 * stage needs it: it could be made at any time, and takes room from then on.
 */
final class Stages {
  /** More walks than this would make the method of a phase too large. */
  private static final int MOST_WALKS = 64;

  /**
   * What is made of parameters is made so many stages over the batch before it is needed: a copy
   * and what is made of that are two stages.
   */
  private static final int STAGES_AHEAD = 2;

  private Stages() {}

  /** The stages of these steps. Steps only change places where no memory tells. */
  static List<Stage> of(List<Step> steps, Placed placed, Options options) {
    Set<Step> early = early(steps, placed);
    List<Stage> all = new ArrayList<>();
    List<Step> left = steps;
    while (!left.isEmpty()) {
      List<Step> later = new ArrayList<>();
      List<Walk> walks = left.get(0).batched() ? List.of() : overUnits(left, early, later);
      if (walks.isEmpty()) {
        later.clear();
        walks = Walks.of(overBatch(left, later), placed, options);
      }
      all.add(new Stage(walks));
      left = later;
    }
    return all;
  }

  /** The steps that could be done at any time, as they need parameters and settings alone. */
  private static Set<Step> early(List<Step> steps, Placed placed) {
    List<Buffer> buffers = placed.fused().buffers();
    Set<Integer> made = new HashSet<>();
    Set<Step> early = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Step step : steps) {
      Footprint memory = step.footprint();
      boolean needs =
          step.batched()
              || !memory.writes().stream().allMatch(id -> buffers.get(id).inArena())
              || !memory.reads().stream()
                  .allMatch(id -> made.contains(id) || buffers.get(id).place() == Place.WEIGHTS);
      if (needs) continue;
      early.add(step);
      made.addAll(memory.writes());
    }
    return early;
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

  /** The steps that divide the batch and need nothing but each other. */
  private static List<Step> overBatch(List<Step> steps, List<Step> later) {
    Passed passed = new Passed();
    List<Step> taken = new ArrayList<>();
    boolean open = true;
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      // What divides the batch keeps its order: values would live longer if it did not.
      open &= !step.batched() || passed.allows(steps.get(Step.kernel(steps, i)));
      if (open && step.batched()) {
        taken.add(step);
      } else {
        later.add(step);
        passed.add(step);
      }
    }
    return taken;
  }

  /** Steps that are done in order, unit by unit. */
  private static final class Chain {
    private final List<Step> steps = new ArrayList<>();
    private final Passed memory = new Passed();

    void add(Step step) {
      steps.add(step);
      memory.add(step);
    }

    int units() {
      return steps.get(0).units();
    }

    /** Whether a step can be done behind these: by the same task, whatever the other tasks do. */
    boolean isFollowedBy(Step step) {
      return units() == 1 && step.units() == 1 || steps.stream().allMatch(step::follows);
    }

    Walk walk() {
      return new Walk(units(), units() > 1 && steps.size() > 1 ? 1 : 0, steps);
    }
  }

  /** Walks over units of work; none if all that is ready can wait. */
  private static List<Walk> overUnits(List<Step> steps, Set<Step> early, List<Step> later) {
    Set<Step> wanted = wanted(steps, early);
    return chains(steps, wanted::contains, later).stream().map(Chain::walk).toList();
  }

  /** The steps without those that can wait as none of the next stages needs them. */
  private static Set<Step> wanted(List<Step> steps, Set<Step> early) {
    Set<Step> wanted = Collections.newSetFromMap(new IdentityHashMap<>());
    wanted.addAll(steps);
    wanted.removeAll(early);
    if (wanted.isEmpty()) return early;
    Set<Integer> needed = neededSoon(steps.stream().filter(wanted::contains).toList());
    for (int i = steps.size() - 1; i >= 0; i--) {
      Footprint memory = steps.get(i).footprint();
      if (!early.contains(steps.get(i)) || Collections.disjoint(needed, memory.writes())) continue;
      wanted.add(steps.get(i));
      needed.addAll(memory.reads());
    }
    return wanted;
  }

  /** What the steps of the next stages read, if all that could be done early has been done. */
  private static Set<Integer> neededSoon(List<Step> steps) {
    List<Step> left = steps;
    for (int i = 0; i < STAGES_AHEAD; i++) {
      List<Step> behind = new ArrayList<>();
      chains(left, step -> true, behind);
      left = new ArrayList<>();
      overBatch(behind, left);
    }
    Set<Step> far = Collections.newSetFromMap(new IdentityHashMap<>());
    far.addAll(left);
    Set<Integer> needed = new HashSet<>();
    for (Step step : steps) if (!far.contains(step)) needed.addAll(step.footprint().reads());
    return needed;
  }

  /** All that is ready, and is among those that are asked for. */
  private static List<Chain> chains(List<Step> steps, Predicate<Step> asked, List<Step> later) {
    Passed passed = new Passed();
    List<Chain> chains = new ArrayList<>();
    for (Step step : steps) {
      boolean now = asked.test(step) && !step.batched() && passed.allows(step);
      if (!now || !take(step, chains)) {
        later.add(step);
        passed.add(step);
      }
    }
    return chains;
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
    if (!needed.stream().allMatch(chain -> chain.isFollowedBy(step))) return false;
    Chain first = needed.get(0);
    for (Chain other : needed.subList(1, needed.size())) {
      other.steps.forEach(first::add);
      chains.remove(other);
    }
    first.add(step);
    return true;
  }
}
