package dev.nnd.kernel;

import dev.nnd.graph.Graph;
import dev.nnd.graph.Node;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Value;
import dev.nnd.kernel.Kernel.Kind;
import dev.nnd.kernel.Kernel.Output;
import dev.nnd.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A nest being made: its domain, what it outputs, and the elements it has so far. */
final class NestBuilder {
  private final Graph graph;
  private final Memory memory;
  private final List<Integer> extents;
  private final List<Output> outputs = new ArrayList<>();
  private final Map<List<Object>, Element> known = new HashMap<>();

  NestBuilder(Graph graph, Memory memory, List<Integer> extents) {
    this.graph = graph;
    this.memory = memory;
    this.extents = extents;
  }

  Graph graph() {
    return graph;
  }

  Memory memory() {
    return memory;
  }

  /** The extents of the domain's axes. */
  List<Integer> extents() {
    return extents;
  }

  /** How many axes the domain has. */
  int rank() {
    return extents.size();
  }

  /** Every axis by its own counter. */
  List<Affine> identity() {
    return Affine.identity(extents.size());
  }

  void store(Buffer target, List<Affine> index, Element value) {
    put(Kind.STORE, target, index, value);
  }

  void put(Kind kind, Buffer target, List<Affine> index, Element value) {
    outputs.add(new Output(kind, target, index, value));
  }

  Kernel.Nest build(Span origin) {
    return build(Float.NaN, origin);
  }

  /** The nest, with targets that are set to a number first. */
  Kernel.Nest build(float fill, Span origin) {
    return new Kernel.Nest(extents, outputs, fill, origin);
  }

  /** The element of a value: where it stands, or how it is computed. */
  Element read(Value value, List<Affine> index) {
    if (memory.holds(value)) {
      return known.computeIfAbsent(
          List.of(value, index), k -> new Element.Read(memory.of(value), index));
    }
    return compute(graph.producer(value), index);
  }

  /** How a value's element is computed, at the domain's own index. */
  Element element(Node node) {
    return compute(node, identity());
  }

  private Element compute(Node node, List<Affine> index) {
    List<Object> key = List.of(node.result(), index, "computed");
    Element found = known.get(key);
    if (found == null) {
      found = ((Primitive) node.op()).accept(new Inline(this, node, index));
      known.put(key, found);
    }
    return found;
  }
}
