package dev.nnd.kernel;

import dev.nnd.graph.Graph;
import dev.nnd.graph.Node;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Result;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The buffers of kernels that are being made, and which value stands in which. At first the inputs
 * and the parameters stand.
 */
final class Memory {
  private final Graph graph;
  private final Map<Value, Buffer> standing = new HashMap<>();
  private final List<Buffer> buffers = new ArrayList<>();
  private final Map<String, Buffer> parameters = new LinkedHashMap<>();
  private final List<Fused.Port> inputs = new ArrayList<>();
  private final List<Fused.Port> outputs = new ArrayList<>();
  private final List<String> settings = new ArrayList<>();
  private final List<String> streams = new ArrayList<>();

  Memory(Graph graph) {
    this.graph = graph;
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Primitive.Input i) {
        Buffer buffer = buffer(i.name(), node.type().shape(), Buffer.Place.CALLER, inputs.size());
        put(node.result(), buffer);
        inputs.add(new Fused.Port(i.name(), buffer));
      } else if (node.op() instanceof Primitive.Parameter p) {
        Buffer buffer = buffer(p.path(), p.shape(), Buffer.Place.WEIGHTS, 0);
        put(node.result(), buffer);
        parameters.put(p.path(), buffer);
      }
    }
  }

  private Buffer buffer(String name, Shape shape, Buffer.Place place, int slot) {
    Buffer buffer = new Buffer(buffers.size(), name, shape, place, slot);
    buffers.add(buffer);
    return buffer;
  }

  /** The program of these kernels. */
  Fused fused(List<Kernel> kernels) {
    return new Fused(List.copyOf(kernels), buffers, parameters, inputs, outputs, settings, streams);
  }

  /** Whether a value stands in memory by now. */
  boolean holds(Value value) {
    return standing.containsKey(value);
  }

  /** The buffer of a value that stands in memory. */
  Buffer of(Value value) {
    return standing.get(value);
  }

  /** The buffer of a parameter. */
  Buffer parameter(String path) {
    return parameters.get(path);
  }

  /** Says that a value stands in a buffer. */
  void put(Value value, Buffer buffer) {
    standing.put(value, buffer);
  }

  /** A place in the arena for a node's value. */
  Buffer arena(Node node) {
    Buffer buffer = buffer(name(node), node.type().shape(), Buffer.Place.ARENA, 0);
    put(node.result(), buffer);
    return buffer;
  }

  /**
   * The caller's array where a value may be written to at once, because nothing else reads it; else
   * a place in the arena.
   */
  Buffer target(Node node) {
    List<Result> uses =
        graph.results().stream().filter(r -> r.value().equals(node.result())).toList();
    boolean given = uses.size() == 1 && uses.get(0).kind() != Result.Kind.UPDATE;
    if (!given || !graph.readers(node.result()).isEmpty()) return arena(node);
    Buffer buffer = output(uses.get(0).name(), node.type().shape());
    put(node.result(), buffer);
    return buffer;
  }

  /** A place without gaps for a node's value, to be written under the shape of its operand. */
  Buffer plain(Node node, Shape operand) {
    Buffer plain = buffer(name(node) + "p", operand, Buffer.Place.PLAIN, 0);
    Shape shape = node.type().shape();
    put(node.result(), buffer(name(node), shape, Buffer.Place.ALIAS, plain.id()));
    return plain;
  }

  private static String name(Node node) {
    return "v" + node.result().id();
  }

  /** A new array of the caller's. */
  Buffer output(String name, Shape shape) {
    Buffer buffer = buffer(name, shape, Buffer.Place.CALLER, inputs.size() + outputs.size());
    outputs.add(new Fused.Port(name, buffer));
    return buffer;
  }

  /** Whether a value stands in an array that the caller is given. */
  boolean isGiven(Value value) {
    return outputs.stream().anyMatch(port -> port.buffer().equals(standing.get(value)));
  }

  /** The position of a setting. */
  int setting(String name) {
    return position(settings, name);
  }

  /** The position of a stream of random numbers. */
  int stream(String name) {
    return position(streams, name);
  }

  private static int position(List<String> names, String name) {
    if (!names.contains(name)) names.add(name);
    return names.indexOf(name);
  }
}
