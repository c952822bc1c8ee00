package dev.nnd.kernel;

import dev.nnd.kernel.Kernel.Output;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which memory a kernel touches: the ids of the buffers it reads and writes, aliases counted as
 * what they name.
 *
 * @param reads ids of buffers that are read
 * @param writes ids of buffers that are written
 */
record Footprint(Set<Integer> reads, Set<Integer> writes) {
  /** The footprint of a kernel. */
  static Footprint of(Kernel kernel) {
    Set<Integer> reads = new LinkedHashSet<>();
    Set<Integer> writes = new LinkedHashSet<>();
    if (kernel instanceof Kernel.Loop loop) return ofLoop(loop);
    if (kernel instanceof Kernel.Scatter s) {
      reads.add(memory(s.input()));
      reads.add(memory(s.slope()));
      writes.add(memory(s.target()));
    }
    if (kernel instanceof Kernel.Gather g) {
      reads.add(memory(g.indices()));
      reads.add(memory(g.table()));
    }
    if (kernel instanceof Kernel.ScatterAdd s) {
      reads.add(memory(s.indices()));
      reads.add(memory(s.values()));
    }
    if (kernel instanceof Kernel.Transform t) reads.add(memory(t.input()));
    if (kernel instanceof Kernel.Merge m) reads.add(memory(m.input()));
    if (kernel instanceof Kernel.Contraction c) {
      reads.add(memory(c.left().buffer()));
      reads.add(memory(c.right().buffer()));
    }
    for (Output output : kernel.outputs()) {
      writes.add(memory(output.target()));
      reads(output.value()).forEach(r -> reads.add(memory(r.buffer())));
    }
    return new Footprint(reads, writes);
  }

  /** What the body touches, with whole values for their steps. */
  private static Footprint ofLoop(Kernel.Loop loop) {
    Map<Integer, Integer> whole = new HashMap<>();
    for (Buffer view : loop.views()) whole.put(view.id(), view.slot());
    Set<Integer> reads = new LinkedHashSet<>();
    Set<Integer> writes = new LinkedHashSet<>();
    for (Kernel kernel : loop.body()) {
      Footprint own = of(kernel);
      own.reads.forEach(id -> reads.add(whole.getOrDefault(id, id)));
      own.writes.forEach(id -> writes.add(whole.getOrDefault(id, id)));
    }
    return new Footprint(reads, writes);
  }

  /** All ids, of what is read and what is written. */
  Set<Integer> touched() {
    Set<Integer> all = new LinkedHashSet<>(reads);
    all.addAll(writes);
    return all;
  }

  /** The id of the memory behind a buffer. */
  static int memory(Buffer buffer) {
    return buffer.place() == Buffer.Place.ALIAS ? buffer.slot() : buffer.id();
  }

  /** The distinct reads in an element. */
  static List<Element.Read> reads(Element element) {
    List<Element.Read> found = new ArrayList<>();
    for (Element part : parts(element))
      if (part instanceof Element.Read r && !found.contains(r)) found.add(r);
    return found;
  }

  /** How many operations an element is, shared parts counted once. */
  static int operations(Element element) {
    return operations(List.of(element));
  }

  /** How many operations some elements are together, shared parts counted once. */
  static int operations(List<Element> elements) {
    Map<Element, Boolean> seen = new IdentityHashMap<>();
    List<Element> parts = new ArrayList<>();
    for (Element element : elements) collect(element, seen, parts);
    int count = 0;
    for (Element part : parts) {
      if (part instanceof Element.Apply a) count += weight(a);
      if (part instanceof Element.Combine || part instanceof Element.Choose) count++;
      if (part instanceof Element.Uniform) count += 12;
    }
    return count;
  }

  private static int weight(Element.Apply apply) {
    return switch (apply.function()) {
      case NEGATE, ABS, SQRT -> 1;
      case SIGN -> 2;
      case EXP, SIGMOID -> 20;
      case LOG, TANH -> 30;
      case ERF -> 60;
    };
  }

  /** All parts of an element, operands before what is made of them, each once. */
  static List<Element> parts(Element element) {
    Map<Element, Boolean> seen = new IdentityHashMap<>();
    List<Element> order = new ArrayList<>();
    collect(element, seen, order);
    return order;
  }

  private static void collect(Element element, Map<Element, Boolean> seen, List<Element> order) {
    if (seen.putIfAbsent(element, true) != null) return;
    for (Element operand : operands(element)) collect(operand, seen, order);
    order.add(element);
  }

  /** The elements that an element is made of. */
  static List<Element> operands(Element element) {
    if (element instanceof Element.Apply a) return List.of(a.argument());
    if (element instanceof Element.Combine c) return List.of(c.left(), c.right());
    if (element instanceof Element.Choose c) return List.of(c.condition(), c.then(), c.otherwise());
    return List.of();
  }

  /** What one of two kernels writes and the other touches. */
  Set<Integer> clashes(Footprint other) {
    Set<Integer> found = new LinkedHashSet<>(writes);
    found.retainAll(other.touched());
    Set<Integer> more = new LinkedHashSet<>(other.writes);
    more.retainAll(touched());
    found.addAll(more);
    return found;
  }

  /**
   * Whether this kernel and a later one may change places: neither writes what the other touches.
   */
  boolean independentOf(Footprint other) {
    // The first of two sets is the one that is looked into, and the other's may be large.
    return Collections.disjoint(other.reads, writes)
        && Collections.disjoint(other.writes, writes)
        && Collections.disjoint(other.writes, reads);
  }
}
