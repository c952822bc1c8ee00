package dev.nnd.runtime;

import java.util.function.BooleanSupplier;

/**
 * Two kinds of code for the same step: the second runs until it is faster than the first, which
 * also makes HotSpot compile it. They run with a copy of the weights, on zeros, in memory of their
 * own.
 */
final class Contest {
  /** After so long the first stays: the second may never be faster. */
  private static final long MOST_NANOS = 60_000_000_000L;

  /** The best of so many measurements counts: others of this machine's threads disturb. */
  private static final int ROUNDS = 3;

  /** Short steps are measured together for at least so long. */
  private static final long MEASURED_NANOS = 100_000;

  private final SizedStep first;
  private final SizedStep second;
  private final int batch;
  private final float[][] arrays;
  private final float[] settings;
  private final int[] keys;
  private final Runner runner;

  Contest(SizedStep first, SizedStep second, StepArrays sizes, int batch, float[] weights) {
    this.first = first;
    this.second = second;
    this.batch = batch;
    this.arrays = sizes.zeros(batch);
    this.settings = sizes.ones();
    this.keys = new int[sizes.streams()];
    this.runner = new Runner(Changeover.none(first), weights.clone(), new Team(1));
  }

  /** Whether there is memory for a contest, beside what else may need some meanwhile. */
  static boolean fitsMemory(
      SizedStep first, SizedStep second, StepArrays sizes, int batch, int weights) {
    long arena = Math.max(first.memory().arena(), second.memory().arena());
    long bytes = Float.BYTES * (arena + weights + sizes.length(batch));
    Runtime jvm = Runtime.getRuntime();
    return 2 * bytes < jvm.maxMemory() - jvm.totalMemory() + jvm.freeMemory();
  }

  /** Whether the second won, before time was over or somebody called it off. */
  boolean secondWins(BooleanSupplier calledOff) {
    long start = System.nanoTime();
    long bar = best(first);
    while (!calledOff.getAsBoolean() && System.nanoTime() - start < MOST_NANOS) {
      long reached = best(second);
      if (reached >= bar) continue;
      // The first gets faster as well, but needs no turns to be compiled: the steps run it.
      bar = best(first);
      if (reached < bar) return true;
    }
    return false;
  }

  private long best(SizedStep step) {
    runner.adopt(step);
    long best = Long.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) best = Math.min(best, measured());
    return best;
  }

  /** Nanoseconds of one step. */
  private long measured() {
    int runs = 0;
    long start = System.nanoTime();
    long nanos = 0;
    while (nanos < MEASURED_NANOS) {
      runner.runStep(batch, 0, arrays, settings, keys);
      runs++;
      nanos = System.nanoTime() - start;
    }
    return nanos / runs;
  }
}
