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

  /**
   * A routine to be and what it is for memory.
   *
   * @param footprint the memory it touches
   * @param least fewer samples at a time than this would load its weights more often than they are
   *     worth
   * @param start whether a task does it once, before all samples
   */
  record Step(Work work, Footprint footprint, int least, boolean start) {
    /** Whether it divides the batch. */
    boolean batched() {
      return work.units() == 0;
    }
  }
}
