package dev.nnd.kernel;

/**
 * What loops are made for.
 *
 * @param lanes floats in a vector: 16, 8 or 4; or 1 for plain loops that the JVM's compiler
 *     vectorises itself
 */
public record Target(int lanes) {
  /** Refuses vectors that no machine has. */
  public Target {
    if (lanes != 1 && lanes != 4 && lanes != 8 && lanes != 16) {
      throw new IllegalArgumentException(lanes + " lanes");
    }
  }

  /** Plain loops, for a JVM without the vector module. */
  public static Target portable() {
    return new Target(1);
  }

  /** Whether loops are plain. */
  public boolean isPortable() {
    return lanes == 1;
  }
}
