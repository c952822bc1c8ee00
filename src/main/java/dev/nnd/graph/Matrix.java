package dev.nnd.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * A small matrix of known numbers.
 *
 * @param rows at least 1
 * @param elements row by row, as many in each
 */
public record Matrix(int rows, List<Double> elements) {
  /** Checks that the rows are equally long. */
  public Matrix {
    elements = List.copyOf(elements);
    if (rows < 1 || elements.isEmpty() || elements.size() % rows != 0) {
      throw new IllegalArgumentException(elements.size() + " elements in " + rows + " rows");
    }
  }

  /** A matrix of whole numbers over one denominator. */
  public static Matrix over(int denominator, int rows, int... numerators) {
    List<Double> elements = new ArrayList<>();
    for (int numerator : numerators) elements.add((double) numerator / denominator);
    return new Matrix(rows, elements);
  }

  /** How many columns there are. */
  public int columns() {
    return elements.size() / rows;
  }

  /** The element at a position. */
  public double at(int row, int column) {
    return elements.get(row * columns() + column);
  }

  /** Rows as columns. */
  public Matrix transposed() {
    List<Double> turned = new ArrayList<>();
    for (int c = 0; c < columns(); c++) for (int r = 0; r < rows; r++) turned.add(at(r, c));
    return new Matrix(columns(), turned);
  }

  /** The columns from the last to the first. */
  public Matrix mirrored() {
    List<Double> mirrored = new ArrayList<>();
    for (int r = 0; r < rows; r++) for (int c = columns() - 1; c >= 0; c--) mirrored.add(at(r, c));
    return new Matrix(rows, mirrored);
  }
}
