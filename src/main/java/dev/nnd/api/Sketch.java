package dev.nnd.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network as its program draws it: the layers, what flows between them, and the blocks and
 * repeats around them. Costs are those of going forward once with one sample.
 *
 * @param name of the model
 * @param settings the values of its parameters, in order
 * @param doc the lines of its documentation
 * @param items what it consists of, in the order of the program; inputs first, outputs last
 * @param arrows what flows where
 * @param parameters numbers that are trained or measured; shared ones count once
 */
public record Sketch(
    String name,
    Map<String, String> settings,
    List<String> doc,
    List<Item> items,
    List<Arrow> arrows,
    long parameters) {
  public Sketch {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    doc = List.copyOf(doc);
    items = List.copyOf(items);
    arrows = List.copyOf(arrows);
  }

  /** What a network consists of. */
  public sealed interface Item permits Step, Group {}

  /** Kinds of steps. */
  public enum Kind {
    INPUT,
    LAYER,
    /** An operator between tensors, or with a number. */
    ARITHMETIC,
    OUTPUT
  }

  /**
   * One layer or operation, an input or an output.
   *
   * @param id its number; what flows goes from lower to higher numbers
   * @param text as the program says it; the name of an input or output
   * @param type of its result, without the batch, such as {@code [16, 8, 8]}
   * @param parameters numbers that it reads beside its input
   * @param line of the program, from 1
   */
  public record Step(
      int id, Kind kind, String text, String type, long parameters, long flops, int line)
      implements Item {}

  /**
   * A use of a block, a {@code repeat}, or a round of one.
   *
   * @param line of the use, from 1
   */
  public record Group(String title, int line, List<Item> items) implements Item {
    public Group {
      items = List.copyOf(items);
    }
  }

  /** The result of one step flows into another one. */
  public record Arrow(int from, int to) {}
}
