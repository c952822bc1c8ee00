package dev.nnd.api;

import dev.nnd.graph.Element;
import dev.nnd.graph.Graph;
import dev.nnd.graph.Result;
import dev.nnd.graph.Type;
import java.util.List;

/**
 * What goes into a network and what comes out, in the order of the program.
 *
 * @param inputs what the caller brings
 * @param outputs what the caller is given
 */
record Ports(List<Port> inputs, List<Port> outputs) {
  Ports {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** The ports of a network as the checker gives it. */
  static Ports of(Graph network) {
    return new Ports(
        network.inputs().stream().map(input -> port(input.name(), input.type())).toList(),
        network.results(Result.Kind.OUTPUT).stream()
            .map(result -> port(result.name(), network.type(result.value())))
            .toList());
  }

  static Port port(String name, Type type) {
    return new Port(name, type.shape().written(), type.element() == Element.INT);
  }

  /**
   * Checks the arrays that a caller brings.
   *
   * @throws IllegalArgumentException if one is missing or too short for the batch
   */
  static void check(List<Port> ports, float[][] arrays, int batch) {
    if (arrays.length != ports.size()) {
      throw new IllegalArgumentException(arrays.length + " arrays for " + ports);
    }
    for (int i = 0; i < arrays.length; i++) {
      long needed = (long) batch * ports.get(i).size();
      if (arrays[i].length < needed) {
        throw new IllegalArgumentException(
            arrays[i].length
                + " floats for "
                + ports.get(i)
                + ", and a batch of "
                + batch
                + " has "
                + needed);
      }
    }
  }
}
