package dev.nnd.loop;

/**
 * An integer variable of a routine: a loop counter, an address, or a parameter.
 *
 * @param name for listings; variables are told apart by it, so it is unique in its routine
 */
public record IntVar(String name) {
  /** How many samples this step has. */
  public static final IntVar BATCH = new IntVar("batch");

  /** The first sample of the caller's arrays that stands at sample 0 of the arena. */
  public static final IntVar FIRST = new IntVar("first");

  /** The first of the samples or tasks that this call does. */
  public static final IntVar FROM = new IntVar("from");

  /** The first that it does not do. */
  public static final IntVar TO = new IntVar("to");

  // As for graph.Value, not what a record brings by itself.

  @Override
  public boolean equals(Object other) {
    return other instanceof IntVar variable && name.equals(variable.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
