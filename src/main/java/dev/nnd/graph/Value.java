package dev.nnd.graph;

/**
 * The one result of a node, named by a number that is unique in its graph. Prints as {@code %7}.
 */
public record Value(int id) {
  // Values are the keys of most maps of the compiler. What a record brings by itself is linked and
  // compiled by the JVM only after a while, and a compiler has ended by then.

  @Override
  public boolean equals(Object other) {
    return other instanceof Value value && value.id == id;
  }

  @Override
  public int hashCode() {
    return id;
  }

  @Override
  public String toString() {
    return "%" + id;
  }
}
