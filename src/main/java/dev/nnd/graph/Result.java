package dev.nnd.graph;

import java.util.Locale;

/**
 * Something a graph is for: a value the world outside sees.
 *
 * @param kind what becomes of the value
 * @param name an output's name, a parameter's path, or {@code loss}
 * @param value the value
 */
public record Result(Kind kind, String name, Value value) {
  /** What becomes of a result. */
  public enum Kind {
    /** Given to the caller. */
    OUTPUT,
    /** What training makes small; {@code float[]}. */
    LOSS,
    /** The slope of the loss along the parameter, or else the input, that {@code name} says. */
    GRADIENT,
    /**
     * Takes the place of the parameter that {@code name} says, after everything has read the old
     * one.
     */
    UPDATE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
