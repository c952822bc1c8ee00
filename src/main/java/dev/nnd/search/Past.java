package dev.nnd.search;

/** The first trials of a search, all of which have ended. */
public interface Past {
  /** How many there are. */
  int count();

  /**
   * The trial of a number.
   *
   * @param number from 0 to {@link #count} - 1
   */
  Trial trial(int number);
}
