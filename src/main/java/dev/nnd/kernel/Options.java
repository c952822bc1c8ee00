package dev.nnd.kernel;

/**
 * What a program is made for.
 *
 * @param target the kind of loops
 * @param capacity the largest number of samples the arena holds; at least 1
 * @param shards into how many parts a batch is divided, whatever the number of threads; at least 1
 * @param className the name of the class to be made
 * @param sourceFile the file that stack traces name
 */
public record Options(
    Target target, int capacity, int shards, String className, String sourceFile) {
  public Options {
    if (capacity < 1 || shards < 1)
      throw new IllegalArgumentException(capacity + " samples, " + shards + " shards");
  }
}
