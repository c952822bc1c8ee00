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

  @Override
  public String toString() {
    return element + shape.toString();
  }
}
