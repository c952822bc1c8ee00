package dev.nnd.check;

import dev.nnd.syntax.Expression.Layers;

/** What a name or an expression stands for. */
sealed interface Meaning permits Constant, Flow, Meaning.Shared {
  /** A few words for messages, such as {@code the int 3}. */
  String describe();

  /**
   * A chain that a {@link dev.nnd.syntax.Statement.Layer} binds to a name: every use reads the same
   * weights.
   *
   * @param path what the paths of its parameters begin with
   * @param scope where the names in it mean something
   */
  record Shared(String path, Layers layers, Scope scope) implements Meaning {
    @Override
    public String describe() {
      return "a layer";
    }
  }
}
