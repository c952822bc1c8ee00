package dev.nnd.api;

import java.util.Objects;

/**
 * How networks run; never what they compute, to the last bit.
 *
 * @param target which instructions the code uses
 * @param threads how many threads share the work of a batch, the caller among them; at least 1
 * @param chunk samples a network works on at a time, for which it holds memory; at least 1. Larger
 *     batches are cut
 */
public record Options(Target target, int threads, int chunk) {
  /** The instructions of compiled code. */
  public enum Target {
    /**
     * {@link #VECTOR} if this JVM has it and its vectors hold at least 4 floats; until that code is
     * warm, {@link #PORTABLE}.
     */
    AUTO,
    /** The module {@code jdk.incubator.vector}, which a JVM must be told to load. */
    VECTOR,
    /** Loops that any JVM runs. */
    PORTABLE
  }

  /** Checks the ranges. */
  public Options {
    Objects.requireNonNull(target);
    if (threads < 1 || chunk < 1) {
      throw new IllegalArgumentException(threads + " threads, chunks of " + chunk);
    }
  }

  /** The best target, the caller's thread alone, chunks of 32. */
  public static Options usual() {
    return new Options(Target.AUTO, 1, 32);
  }

  /** These options with another target. */
  public Options withTarget(Target other) {
    return new Options(other, threads, chunk);
  }

  /** These options with another number of threads. */
  public Options withThreads(int other) {
    return new Options(target, other, chunk);
  }

  /** These options with another size of chunks. */
  public Options withChunk(int other) {
    return new Options(target, threads, other);
  }
}
