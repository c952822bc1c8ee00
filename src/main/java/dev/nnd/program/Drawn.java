package dev.nnd.program;

/** A value that a search gives a parameter of its train. */
public sealed interface Drawn {
  /** How a program would write it, for the settings of a training. */
  String text();

  /** A real number. */
  record Real(double value) implements Drawn {
    @Override
    public String text() {
      return Double.toString(value);
    }
  }

  /** A whole number. */
  record Int(long value) implements Drawn {
    @Override
    public String text() {
      return Long.toString(value);
    }
  }

  /**
   * One of the values that {@code choice} lists.
   *
   * @param index its position, from 0
   * @param text how the program writes it
   */
  record Choice(int index, String text) implements Drawn {}
}
