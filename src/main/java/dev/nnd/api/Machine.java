package dev.nnd.api;

import dev.nnd.kernel.Target;
import dev.nnd.runtime.Vectors;
import java.util.OptionalInt;

/** What this machine and its JVM offer to compiled code. */
public final class Machine {
  private Machine() {}

  /**
   * How many floats the machine's vectors hold; empty if the JVM was not told to load their module.
   */
  public static OptionalInt vectorLanes() {
    return Vectors.preferredLanes();
  }

  /** Whether code for {@link Options.Target#VECTOR} can run. */
  public static boolean hasVectors() {
    return Vectors.usableLanes().isPresent();
  }

  /** What {@link Options.Target#AUTO} stands for, and why, as a sentence without a full stop. */
  public static String choice() {
    if (hasVectors()) return "vector, as vectors hold " + vectorLanes().getAsInt() + " floats";
    return vectorLanes().isPresent()
        ? "portable, as vectors hold no more than " + vectorLanes().getAsInt() + " floats"
        : "portable, as Java was started without --add-modules jdk.incubator.vector";
  }

  /**
   * What kernels are made for in the end.
   *
   * @throws IllegalArgumentException if vectors are asked for, and there are none
   */
  static Target target(Options.Target choice) {
    if (choice == Options.Target.PORTABLE) return Target.portable();
    if (choice == Options.Target.VECTOR && !hasVectors()) {
      throw new IllegalArgumentException("this machine has no vectors: " + choice());
    }
    return Vectors.usableLanes().stream().mapToObj(Target::new).findAny().orElse(Target.portable());
  }
}
