package dev.nnd.check;

import dev.nnd.graph.Value;
import dev.nnd.source.Span;
import java.util.List;

/**
 * A layer of the language in a network that was built.
 *
 * @param span the stage
 */
record LayerUse(String name, Settings settings, List<Value> inputs, Value result, Span span) {
  LayerUse {
    inputs = List.copyOf(inputs);
  }
}
