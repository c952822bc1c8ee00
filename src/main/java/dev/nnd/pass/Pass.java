package dev.nnd.pass;

import dev.nnd.graph.Graph;
import java.util.Locale;

/**
 * A function from graph to graph, without state, that says what it did and changes nothing else.
 */
public interface Pass {
  /** The graph that takes the place of this one, and why it looks as it does. */
  Outcome run(Graph graph);

  /** The name in dumps, explanations and golden files, such as {@code eliminate-bias}. */
  default String name() {
    return getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
        .toLowerCase(Locale.ROOT);
  }
}
