package dev.nnd.graph;

/** What a value is: its elements and its shape. Prints as {@code float[N, 3, 8, 8]}. */
public record Type(Element element, Shape shape) {
  /** A tensor of floats. */
  public static Type floats(Shape shape) {
    return new Type(Element.FLOAT, shape);
  }

  /** A tensor of ints. */
  public static Type ints(Shape shape) {
    return new Type(Element.INT, shape);
  }

  // As for Value, not what a record brings by itself.

  @Override
  public boolean equals(Object other) {
    return other instanceof Type type && element == type.element && shape.equals(type.shape);
  }

  @Override
  public int hashCode() {
    return 31 * element.hashCode() + shape.hashCode();
  }

  @Override
  public String toString() {
    return element + shape.toString();
  }
}
