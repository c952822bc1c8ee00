package dev.nnd.kernel;

import dev.nnd.graph.Shape;

/**
 * A tensor that stands in memory.
 *
 * @param id unique in its program
 * @param name for listings
 * @param shape its axes as the graph knows them
 * @param place which memory
 * @param slot the caller's array that it is, or the buffer whose elements it names otherwise; see
 *     {@link Place}
 */
record Buffer(int id, String name, Shape shape, Place place, int slot) {
  /** Where a buffer stands. */
  enum Place {
    /** Between steps too. */
    WEIGHTS,
    /** Within a step. */
    ARENA,
    /** Within a step, row-major without gaps, so that it can be read under another shape. */
    PLAIN,
    /**
     * Within a step: sums over the batch, of each task's samples. Axis 0 counts the tasks; a kernel
     * that adds to it sees the sums of its own task alone.
     */
    PARTS,
    /** The elements of the {@link #PLAIN} buffer whose id is {@code slot}, under another shape. */
    ALIAS,
    /**
     * One step of the buffer whose id is {@code slot}, whose axis 1 counts steps: the one that a
     * loop over them is at.
     */
    STEP,
    /** As {@link #STEP}, but the step with the number before: zeros before the first. */
    BEFORE,
    /** As {@link #STEP}, but the step with the number after: zeros after the last. */
    AFTER,
    /** The caller's array number {@code slot}, row-major without gaps. */
    CALLER
  }

  // As for Value, not what records bring by themselves: maps of the planner are full of these.

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof Buffer buffer
            && id == buffer.id
            && place == buffer.place
            && slot == buffer.slot
            && name.equals(buffer.name)
            && shape.equals(buffer.shape);
  }

  @Override
  public int hashCode() {
    return id;
  }

  /** Whether it has a place in the arena of its own. */
  boolean inArena() {
    return place == Place.ARENA || place == Place.PLAIN || place == Place.PARTS;
  }

  /** Whether it is a step of another buffer. */
  boolean isStep() {
    return place == Place.STEP || place == Place.BEFORE || place == Place.AFTER;
  }

  /** Whether its layout is row-major without gaps. */
  boolean plain() {
    return place == Place.PLAIN || place == Place.ALIAS || place == Place.CALLER;
  }
}
