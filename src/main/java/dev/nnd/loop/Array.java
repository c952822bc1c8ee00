package dev.nnd.loop;

/**
 * One of the float arrays that a routine reads and writes.
 *
 * @param space which array
 * @param index which one of its space; 0 for weights and arena
 */
public record Array(Space space, int index) {
  /** The kinds of arrays. */
  public enum Space {
    /**
     * Parameters and optimizer slots, in the layouts of the kernels; lives as long as the network.
     */
    WEIGHTS,
    /** Everything a step makes, at the offsets of the memory plan. */
    ARENA,
    /**
     * Rows of the worker's own, for loops whose stores must not look like they touch what they
     * read.
     */
    SCRATCH,
    /** The caller's arrays: inputs, then outputs. */
    CALLER,
    /** Numbers the caller sets before each step. */
    SETTINGS,
    /** What a routine that other routines call is given to work on. */
    GIVEN
  }

  /** The parameters. */
  public static Array weights() {
    return new Array(Space.WEIGHTS, 0);
  }

  /** The step's memory. */
  public static Array arena() {
    return new Array(Space.ARENA, 0);
  }

  /** A row of the worker's own. */
  public static Array scratch(int index) {
    return new Array(Space.SCRATCH, index);
  }

  /** An array of the caller's. */
  public static Array caller(int index) {
    return new Array(Space.CALLER, index);
  }

  /** An array that the calling routine hands over. */
  public static Array given(int index) {
    return new Array(Space.GIVEN, index);
  }

  /** The step's settings. */
  public static Array settings() {
    return new Array(Space.SETTINGS, 0);
  }
}
