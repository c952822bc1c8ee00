package dev.nnd.kernel;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A phase to be: work that tasks do without waiting for each other. */
record Stage(List<Walk> walks) {
  Stage {
    walks = List.copyOf(walks);
  }

  /** Whether its tasks divide the batch and not units of work. */
  boolean batched() {
    return units() == 0;
  }

  private int units() {
    return walks.stream().mapToInt(Walk::units).sum();
  }

  /**
   * Into how many tasks it is divided. Tasks of units are more than those of samples, as units are
   * not so equal: a thread that is done early takes one more.
   *
   * @param shards the parts of a batch
   */
  int tasks(int shards) {
    return batched() ? shards : shards == 1 ? 1 : Math.min(units(), 2 * shards);
  }

  /**
   * Steps that follow each other.
   *
   * @param units 0 to go over a task's samples, else how many units of work they have
   * @param block samples or units at a time; 0 for all
   */
  record Walk(int units, int block, List<Step> steps) {
    Walk {
      steps = List.copyOf(steps);
    }

    /** What a unit costs. */
    int cost() {
      return Math.max(1, steps.stream().mapToInt(Step::cost).sum());
    }
  }

  /** What a step is there for. */
  enum Role {
    /** Zeros around a value that the next kernel writes. */
    BORDER,
    /** The start of sums that the next kernel goes on with; a task does it once. */
    START,
    /** A kernel itself. */
    KERNEL
  }

  /**
   * How often a step's routines are called, each time for the next step of time.
   *
   * @param reverse whether the last comes first
   */
  record Rounds(int count, boolean reverse) {
    static final Rounds ONCE = new Rounds(1, false);
  }

  /**
   * Routines to be and what they are for memory.
   *
   * @param works called in order; if there are several, or several rounds, none has units of work
   * @param rounds how often they are called
   * @param footprint the memory it touches
   * @param stretches of that, what each of its units touches a stretch of its own of, by ids of
   *     buffers
   * @param cost of a unit, see {@link Costs}
   * @param least fewer samples at a time than this would load its weights more often than they are
   *     worth
   */
  record Step(
      List<Work> works,
      Rounds rounds,
      Footprint footprint,
      Map<Integer, Division> stretches,
      int cost,
      int least,
      Role role) {
    Step {
      works = List.copyOf(works);
      stretches = Map.copyOf(stretches);
    }

    /** One routine, called once. */
    Step(
        Work work,
        Footprint footprint,
        Map<Integer, Division> stretches,
        int cost,
        int least,
        Role role) {
      this(List.of(work), Rounds.ONCE, footprint, stretches, cost, least, role);
    }

    /** How many units of work there are to divide; 0 if the batch is divided. */
    int units() {
      return works.get(0).units();
    }

    /** Whether it divides the batch. */
    boolean batched() {
      return units() == 0;
    }

    /**
     * Whether each unit can follow the same unit of an earlier step, before the others are done.
     */
    boolean follows(Step earlier) {
      return units() == earlier.units()
          && footprint.clashes(earlier.footprint).stream()
              .allMatch(id -> stretch(id).isPresent() && stretch(id).equals(earlier.stretch(id)));
    }

    /** What a unit touches of a buffer, if it is not all of it. */
    Optional<Division> stretch(int id) {
      return Optional.ofNullable(stretches.get(id));
    }

    /** The position of the kernel that a step prepares or is, from the position of the step on. */
    static int kernel(List<Step> steps, int position) {
      int next = position;
      while (steps.get(next).role() != Role.KERNEL) next++;
      return next;
    }
  }
}
