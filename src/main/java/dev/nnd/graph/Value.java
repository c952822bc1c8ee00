package dev.nnd.graph;

/**
 * The one result of a node, named by a number that is unique in its graph. Prints as {@code %7}.
 */
public record Value(int id) {
  @Override
  public String toString() {
    return "%" + id;
  }
}
