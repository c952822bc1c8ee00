package dev.nnd.kernel;

import java.util.List;

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
   * Into how many tasks it is divided.
   *
   * @param shards the parts of a batch
   */
  int tasks(int shards) {
    return batched() ? shards : Math.min(units(), shards);
  }

  /**
   * Steps that follow each other.
   *
   * @param units 0 to go over a task's samples, else how many units of work they have
   * @param block samples at a time; 0 for all
   */
  record Walk(int units, int block, List<Step> steps) {
    Walk {
      steps = List.copyOf(steps);
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
   * A routine to be and what it is for memory.
   *
   * @param footprint the memory it touches
   * @param least fewer samples at a time than this would load its weights more often than they are
   *     worth
   */
  record Step(Work work, Footprint footprint, int least, Role role) {
    /** Whether it divides the batch. */
    boolean batched() {
      return work.units() == 0;
    }

    /** The position of the kernel that a step prepares or is, from the position of the step on. */
    static int kernel(List<Step> steps, int position) {
      int next = position;
      while (steps.get(next).role() != Role.KERNEL) next++;
      return next;
    }
  }
}
