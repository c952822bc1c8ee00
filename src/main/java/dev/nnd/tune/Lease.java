package dev.nnd.tune;

/**
 * The right to work on a trial. A worker that is given up loses it: what it reports later does not
 * count.
 *
 * @param trial the number of the trial
 * @param attempt which worker of the trial this is, from 1
 */
public record Lease(int trial, int attempt) {}
