package dev.nnd.check;

import dev.nnd.graph.Value;
import java.util.Optional;

/**
 * A layer of the language.
 *
 * @param takes what may flow into it
 * @param signature its name and settings
 * @param rule what it becomes
 */
record LayerSpec(Takes takes, Signature signature, Rule rule) {
  /** What may flow into a layer. */
  enum Takes {
    /** One tensor of floats. */
    FLOATS,
    /** One tensor of ints. */
    INTS,
    /** One tensor of any elements. */
    ONE,
    /** A tuple. */
    TUPLE,
    /** One tensor of floats or a tuple of them. */
    EITHER
  }

  /** Builds a layer; empty if its input does not suit it, which is then reported. */
  @FunctionalInterface
  interface Rule {
    Optional<Value> build(LayerCall call);
  }

  static LayerSpec of(Takes takes, String name, Rule rule, Setting<?>... settings) {
    return new LayerSpec(takes, Signature.of(name, settings), rule);
  }

  String name() {
    return signature.name();
  }
}
