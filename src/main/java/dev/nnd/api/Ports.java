package dev.nnd.api;

import dev.nnd.graph.Element;
import dev.nnd.graph.Graph;
import dev.nnd.graph.Node;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Result;
import dev.nnd.graph.Type;
import dev.nnd.graph.Value;
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
        network.inputs().stream().map(input -> input(input, network)).toList(),
        network.results(Result.Kind.OUTPUT).stream()
            .map(result -> port(result.name(), network.type(result.value())))
            .toList());
  }

  static Port port(String name, Type type) {
    return new Port(name, type.shape().written(), type.element() == Element.INT, 0);
  }

  private static Port input(Primitive.Input input, Graph network) {
    Port any = port(input.name(), input.type());
    int limit = network.input(input.name()).map(value -> limit(value, network)).orElse(0);
    return new Port(any.name(), any.shape(), any.integers(), limit);
  }

  /** The rows of the smallest table that a value's elements, at whatever place, are indices of. */
  private static int limit(Value value, Graph network) {
    int least = 0;
    for (Node reader : network.readers(value)) {
      int limit = 0;
      if (reader.op() instanceof Primitive.Gather) {
        limit = network.type(reader.operands().get(1)).shape().dim(0);
      } else if (reader.type().element() == Element.INT) {
        limit = limit(reader.result(), network);
      }
      least = least == 0 || limit > 0 && limit < least ? limit : least;
    }
    return least;
  }
}
