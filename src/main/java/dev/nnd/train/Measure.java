package dev.nnd.train;

/** One metric, gathered batch by batch. */
interface Measure {
  /**
   * Gathers a batch.
   *
   * @param outputs the first {@code size} count
   * @param targets in the form that the {@link Answer} says
   */
  void add(float[] outputs, float[] targets, int size);

  /** The metric of all that was gathered; not a number if it says nothing. */
  double value();
}
