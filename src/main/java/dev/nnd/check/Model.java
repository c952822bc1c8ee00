package dev.nnd.check;

import dev.nnd.graph.Graph;
import dev.nnd.source.Span;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A model for one configuration.
 *
 * @param name its name
 * @param settings its parameters' values as a program would write them, in order
 * @param graph its layers; the results are the outputs, by name
 * @param origin the declaration
 */
public record Model(String name, Map<String, String> settings, Graph graph, Span origin) {
  public Model {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }
}
