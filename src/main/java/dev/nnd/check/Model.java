package dev.nnd.check;

import dev.nnd.graph.Graph;
import dev.nnd.source.Span;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model for one configuration.
 *
 * @param name its name
 * @param settings its parameters' values as a program would write them, in order
 * @param graph its layers; the results are the outputs, by name
 * @param sections the uses of layers, blocks and repeats that made the graph, outer ones before
 *     those within
 * @param doc the lines of its documentation
 * @param origin the declaration
 */
public record Model(
    String name,
    Map<String, String> settings,
    Graph graph,
    List<Section> sections,
    List<String> doc,
    Span origin) {
  public Model {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    sections = List.copyOf(sections);
    doc = List.copyOf(doc);
  }
}
