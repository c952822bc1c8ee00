package dev.nnd.loop;

/**
 * A local variable of a routine that holds a float or a vector.
 *
 * @param name for listings; unique in its routine
 * @param vector whether it holds a vector
 */
public record FloatVar(String name, boolean vector) {
  @Override
  public String toString() {
    return vector ? name + "[]" : name;
  }
}
