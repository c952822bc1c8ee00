package dev.nnd.kernel;

import java.util.List;

/**
 * A phase to be: work that tasks do without waiting for each other.
 *
 * @param units 0 if the tasks divide the batch, else how many units of work they divide
 */
record Stage(int units, List<Walk> walks) {
  Stage {
    walks = List.copyOf(walks);
  }

  /**
   * Into how many tasks it is divided.
   *
   * @param shards the parts of a batch
   */
  int tasks(int shards) {
    return units == 0 ? shards : Math.min(units, shards);
  }

  /**
   * Steps that go over a task's samples together, block by block.
   *
   * @param block samples at a time; 0 for all
   */
  record Walk(int block, List<Step> steps) {
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
   */
  record Step(Work work, Footprint footprint, int least) {}
}
