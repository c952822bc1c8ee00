package dev.nnd.api;

import dev.nnd.graph.Element;
import dev.nnd.graph.Graph;
import dev.nnd.graph.Result;
import dev.nnd.graph.Type;
import dev.nnd.runtime.Port;
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
}
