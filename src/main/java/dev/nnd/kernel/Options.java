package dev.nnd.kernel;

/**
 * What a program is made for.
 *
 * @param target the kind of loops
 * @param capacity the largest number of samples the arena holds; at least 1
 * @param shards into how many parts a batch is divided, whatever the number of threads; at least 1
 * @param block how many samples the kernels of a phase go over at a time, which changes no bit; 0
 *     for as many as suit the caches
 * @param className the name of the class to be made
 * @param sourceFile the file that stack traces name
 */
public record Options(
    Target target, int capacity, int shards, int block, String className, String sourceFile) {
  public Options {
    if (capacity < 1 || shards < 1 || block < 0)
      throw new IllegalArgumentException(
          "%d samples, %d shards, blocks of %d".formatted(capacity, shards, block));
  }

  /** Options with blocks that suit the caches. */
  public Options(Target target, int capacity, int shards, String className, String sourceFile) {
    this(target, capacity, shards, 0, className, sourceFile);
  }

  /** The most samples that a task has. */
  int samplesPerTask() {
    return (capacity + shards - 1) / shards;
  }

  /** These options for another kind of loops. */
  public Options withTarget(Target other) {
    return new Options(other, capacity, shards, className, sourceFile);
  }
}
