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
import java.util.Optional;

/**
 * The buffers of kernels that are being made, and which value stands in which. At first the inputs
 * and the parameters stand. The caller's arrays are in the order of the graph's inputs and results,
 * whichever kernel writes first.
 */
final class Memory {
  private final Graph graph;
  private final Map<Value, Buffer> standing = new HashMap<>();
  private final List<Buffer> buffers;
  private final Map<String, Buffer> parameters = new LinkedHashMap<>();
  private final List<Fused.Port> inputs = new ArrayList<>();
  private final Map<Result, Buffer> outputs = new LinkedHashMap<>();
  private final List<String> settings;
  private final List<String> streams;

  /** Where values are to be made, of a loop's body; nothing is made for the caller there. */
  private final Optional<Map<Value, Buffer>> wanted;

  private Memory(Memory around, Graph body, Map<Value, Buffer> wanted) {
    this.graph = body;
    this.buffers = around.buffers;
    this.settings = around.settings;
    this.streams = around.streams;
    this.wanted = Optional.of(wanted);
  }

  Memory(Graph graph) {
    this.graph = graph;
    this.buffers = new ArrayList<>();
    this.settings = new ArrayList<>();
    this.streams = new ArrayList<>();
    this.wanted = Optional.empty();
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
    for (Result result : graph.results()) {
      if (result.kind() == Result.Kind.UPDATE) continue;
      int slot = inputs.size() + outputs.size();
      Shape shape = graph.type(result.value()).shape();
      outputs.put(result, buffer(result.name(), shape, Buffer.Place.CALLER, slot));
    }
  }

  /**
   * The memory of a loop's body.
   *
   * @param given where its inputs stand
   * @param wanted where its results are to be made
   */
  Memory inside(Graph body, Map<Value, Buffer> given, Map<Value, Buffer> wanted) {
    Memory inside = new Memory(this, body, wanted);
    inside.standing.putAll(given);
    return inside;
  }

  /** A place in the arena for all steps of a value that is no node's. */
  Buffer stack(String name, Shape shape) {
    return buffer(name, shape, Buffer.Place.ARENA, 0);
  }

  /** A step of a buffer. */
  Buffer step(Buffer whole, Buffer.Place which) {
    Shape one = whole.shape().without(List.of(1));
    return buffer(whole.name() + "s", one, which, whole.id());
  }

  private Buffer buffer(String name, Shape shape, Buffer.Place place, int slot) {
    Buffer buffer = new Buffer(buffers.size(), name, shape, place, slot);
    buffers.add(buffer);
    return buffer;
  }

  /** The program of these kernels. */
  Fused fused(List<Kernel> kernels) {
    List<Fused.Port> given =
        outputs.entrySet().stream()
            .map(output -> new Fused.Port(output.getKey().name(), output.getValue()))
            .toList();
    return new Fused(List.copyOf(kernels), buffers, parameters, inputs, given, settings, streams);
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
    Optional<Buffer> asked = wanted.map(buffers -> buffers.get(node.result()));
    if (asked.isPresent()) {
      put(node.result(), asked.get());
      return asked.get();
    }
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
    if (wanted.isPresent() || !given || !graph.readers(node.result()).isEmpty()) return arena(node);
    Buffer buffer = output(uses.get(0));
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

  /** The caller's array for a result that is no update. */
  Buffer output(Result result) {
    return outputs.get(result);
  }

  /** Whether a value stands in an array that the caller is given. */
  boolean isGiven(Value value) {
    return outputs.containsValue(standing.get(value));
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
