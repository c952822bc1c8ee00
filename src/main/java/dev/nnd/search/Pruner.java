package dev.nnd.search;

/**
 * Ends hopeless trials early. What it decides depends on the trials that it reads and no others.
 */
public interface Pruner {
  /**
   * How many of the first trials the decisions about a trial read; they must have ended before it
   * begins.
   *
   * @param number of the trial, from 0
   * @return from 0 to {@code number}, and never less for a larger number
   */
  int reads(int number);

  /**
   * Whether a trial should end now.
   *
   * @param curve its objective after each epoch so far; at least one
   * @param past the first {@link #reads} trials, or more, which are then not looked at
   */
  boolean ends(int number, double[] curve, Past past);
}
