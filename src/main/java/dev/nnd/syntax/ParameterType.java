package dev.nnd.syntax;

import java.util.Locale;

/** The types a parameter can have. */
public enum ParameterType {
  INT,
  FLOAT,
  BOOL,
  STRING,
  /** A chain of layers. */
  LAYER;

  /** The word in a program, such as {@code int}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
