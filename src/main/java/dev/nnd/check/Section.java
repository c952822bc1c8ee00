package dev.nnd.check;

import dev.nnd.source.Span;

/**
 * What one use of a layer, a block or a {@code repeat} has made of a graph: the values with the
 * numbers from {@code first} to before {@code end}. Sections lie within each other or apart.
 *
 * @param name the name of the block, or of the layer; {@code repeat}
 * @param round which round of a {@code repeat}, from 0; -1 for what is none
 * @param origin the use
 */
public record Section(Kind kind, String name, int round, Span origin, int first, int end) {
  /** What makes a section. */
  public enum Kind {
    LAYER,
    BLOCK,
    REPEAT,
    /** One round of the {@code repeat} around it. */
    ROUND
  }
}
