package dev.nnd.kernel;

import dev.nnd.graph.Graph;
import dev.nnd.graph.IndexMap;
import dev.nnd.graph.Node;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Result;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import dev.nnd.kernel.Kernel.Kind;
import dev.nnd.kernel.Kernel.Output;
import dev.nnd.source.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes kernels of a level-2 graph: one for each value that stands in memory ({@link Storing}),
 * with everything between computed on the way. Updates of parameters come last, in place, when
 * everything has read the old values.
 */
final class Fusion {
  /**
   * Windows of up to this many elements are written out, which lets them share a sweep with their
   * neighbours.
   */
  static final int MOST_TAPS = 16;

  private final Graph graph;
  private final Set<Value> stored;
  private final Map<Value, Buffer> places = new HashMap<>();
  private final List<Buffer> buffers = new ArrayList<>();
  private final List<Kernel> kernels = new ArrayList<>();
  private final List<Kernel> updates = new ArrayList<>();
  private final Map<String, Buffer> parameters = new LinkedHashMap<>();
  private final List<Fused.Port> inputs = new ArrayList<>();
  private final List<Fused.Port> outputs = new ArrayList<>();
  private final List<String> settings = new ArrayList<>();
  private final List<String> streams = new ArrayList<>();
  private final Map<Value, String> updated = new LinkedHashMap<>();

  private Fusion(Graph graph) {
    this.graph = graph;
    this.stored = Storing.decide(graph);
  }

  /** The kernels of a graph whose nodes are all primitives. */
  static Fused fuse(Graph graph) {
    Fusion fusion = new Fusion(graph);
    fusion.run();
    return new Fused(
        List.copyOf(fusion.kernels),
        fusion.buffers,
        fusion.parameters,
        fusion.inputs,
        fusion.outputs,
        fusion.settings,
        fusion.streams);
  }

  private void run() {
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Primitive.Input i) {
        Buffer buffer = buffer(i.name(), node.type().shape(), Buffer.Place.CALLER, inputs.size());
        places.put(node.result(), buffer);
        inputs.add(new Fused.Port(i.name(), buffer));
      } else if (node.op() instanceof Primitive.Parameter p) {
        Buffer buffer = buffer(p.path(), p.shape(), Buffer.Place.WEIGHTS, 0);
        places.put(node.result(), buffer);
        parameters.put(p.path(), buffer);
      }
    }
    findUpdatesInPlace();
    for (Node node : graph.nodes()) {
      if (stored.contains(node.result()) && !places.containsKey(node.result())) make(node);
    }
    finish();
  }

  private Buffer buffer(String name, Shape shape, Buffer.Place place, int slot) {
    Buffer buffer = new Buffer(buffers.size(), name, shape, place, slot);
    buffers.add(buffer);
    return buffer;
  }

  /** An update is made in place if it is elementwise and only other updates read it. */
  private void findUpdatesInPlace() {
    for (Result result : graph.results(Result.Kind.UPDATE)) {
      Node node = graph.producer(result.value());
      boolean elementwise =
          node.op() instanceof Primitive.Unary
              || node.op() instanceof Primitive.Binary
              || node.op() instanceof Primitive.Select;
      boolean once =
          graph.results().stream().filter(r -> r.value().equals(result.value())).count() == 1;
      if (elementwise && once) updated.put(result.value(), result.name());
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Node node : graph.nodes()) {
        if (!stored.contains(node.result()) || updated.containsKey(node.result())) continue;
        changed |= updated.keySet().removeAll(storedOperands(node, new HashSet<>()));
      }
    }
  }

  private Set<Value> storedOperands(Node node, Set<Value> found) {
    for (Value operand : node.operands()) {
      if (stored.contains(operand)) {
        found.add(operand);
      } else {
        storedOperands(graph.producer(operand), found);
      }
    }
    return found;
  }

  private void make(Node node) {
    String parameter = updated.get(node.result());
    if (parameter != null) {
      Buffer target = parameters.get(parameter);
      Nest nest = new Nest(node.type().shape().dims());
      nest.store(target, nest.identity(), nest.element(node));
      places.put(node.result(), target);
      updates.add(nest.build(node.origin()));
      return;
    }
    ((Primitive) node.op()).accept(new Maker(node));
  }

  private Buffer arena(Node node) {
    Buffer buffer = buffer("v" + node.result().id(), node.type().shape(), Buffer.Place.ARENA, 0);
    places.put(node.result(), buffer);
    return buffer;
  }

  /**
   * The caller's array where a value may be written to at once, because nothing else reads it; else
   * a place in the arena.
   */
  private Buffer target(Node node) {
    List<Result> uses =
        graph.results().stream().filter(r -> r.value().equals(node.result())).toList();
    boolean given = uses.size() == 1 && uses.get(0).kind() != Result.Kind.UPDATE;
    if (!given || !graph.readers(node.result()).isEmpty()) return arena(node);
    Buffer buffer = output(uses.get(0).name(), node.type().shape());
    places.put(node.result(), buffer);
    return buffer;
  }

  private Buffer output(String name, Shape shape) {
    Buffer buffer = buffer(name, shape, Buffer.Place.CALLER, inputs.size() + outputs.size());
    outputs.add(new Fused.Port(name, buffer));
    return buffer;
  }

  private void finish() {
    for (Result result : graph.results()) {
      if (updated.containsKey(result.value())) continue;
      Node node = graph.producer(result.value());
      boolean update = result.kind() == Result.Kind.UPDATE;
      if (!update && outputs.stream().anyMatch(p -> p.buffer().equals(places.get(result.value()))))
        continue;
      Buffer target =
          update ? parameters.get(result.name()) : output(result.name(), node.type().shape());
      Nest nest = new Nest(node.type().shape().dims());
      nest.store(target, nest.identity(), nest.read(result.value(), nest.identity()));
      (update ? updates : kernels).add(nest.build(node.origin()));
    }
    kernels.addAll(updates);
  }

  private int position(List<String> names, String name) {
    if (!names.contains(name)) names.add(name);
    return names.indexOf(name);
  }

  /** A nest being made: its domain, what it stores, and the elements it has so far. */
  private final class Nest {
    private final List<Integer> extents;
    private final List<Output> stores = new ArrayList<>();
    private final Map<List<Object>, Element> known = new HashMap<>();

    Nest(List<Integer> extents) {
      this.extents = extents;
    }

    List<Affine> identity() {
      return Affine.identity(extents.size());
    }

    void store(Buffer target, List<Affine> index, Element value) {
      stores.add(new Output(Kind.STORE, target, index, value));
    }

    Kernel.Nest build(Span origin) {
      return new Kernel.Nest(extents, stores, Float.NaN, false, origin);
    }

    /** The element of a value: where it stands, or how it is computed. */
    Element read(Value value, List<Affine> index) {
      if (places.containsKey(value)) {
        return known.computeIfAbsent(
            List.of(value, index), k -> new Element.Read(places.get(value), index));
      }
      return compute(graph.producer(value), index);
    }

    /** How a value's element is computed, at the domain's own index. */
    Element element(Node node) {
      return compute(node, identity());
    }

    Element compute(Node node, List<Affine> index) {
      List<Object> key = List.of(node.result(), index, "computed");
      Element found = known.get(key);
      if (found == null) {
        found = ((Primitive) node.op()).accept(new Inline(this, node, index));
        known.put(key, found);
      }
      return found;
    }
  }

  /** The element of a value that does not stand in memory, or of one being made. */
  private final class Inline implements Primitive.Visitor<Element> {
    private final Nest nest;
    private final Node node;
    private final List<Affine> index;

    Inline(Nest nest, Node node, List<Affine> index) {
      this.nest = nest;
      this.node = node;
      this.index = index;
    }

    private Element operand(int position, List<Affine> at) {
      return nest.read(node.operands().get(position), at);
    }

    private Affine zero() {
      return Affine.constant(0, nest.extents.size());
    }

    private Element notInline() {
      throw new IllegalStateException("kernel: not elementwise: " + node);
    }

    @Override
    public Element input(Primitive.Input op) {
      return notInline();
    }

    @Override
    public Element parameter(Primitive.Parameter op) {
      return notInline();
    }

    @Override
    public Element setting(Primitive.Setting op) {
      return new Element.SettingValue(position(settings, op.name()));
    }

    @Override
    public Element constant(Primitive.Constant op) {
      return new Element.Number(op.value());
    }

    @Override
    public Element batchSize(Primitive.BatchSize op) {
      return new Element.BatchCount();
    }

    @Override
    public Element iota(Primitive.Iota op) {
      return new Element.Position(index.get(0));
    }

    @Override
    public Element random(Primitive.Random op) {
      Affine counter = zero();
      int stride = 1;
      for (int axis = op.shape().rank() - 1; axis >= 0; axis--) {
        counter = counter.plus(index.get(axis).times(stride));
        if (axis > 0) stride = Math.multiplyExact(stride, op.shape().dim(axis));
      }
      return new Element.Uniform(position(streams, op.stream()), counter);
    }

    @Override
    public Element unary(Primitive.Unary op) {
      return new Element.Apply(op.function(), operand(0, index));
    }

    @Override
    public Element binary(Primitive.Binary op) {
      return new Element.Combine(op.function(), operand(0, index), operand(1, index));
    }

    @Override
    public Element select(Primitive.Select op) {
      return new Element.Choose(operand(0, index), operand(1, index), operand(2, index));
    }

    @Override
    public Element broadcast(Primitive.Broadcast op) {
      Shape from = graph.type(node.operands().get(0)).shape();
      List<Affine> at = new ArrayList<>();
      for (int axis = 0; axis < from.rank(); axis++) {
        boolean repeated = from.dim(axis) == 1 && op.shape().dim(op.axes().get(axis)) != 1;
        at.add(repeated ? zero() : index.get(op.axes().get(axis)));
      }
      return operand(0, at);
    }

    @Override
    public Element permute(Primitive.Permute op) {
      List<Affine> at = new ArrayList<>(index);
      for (int axis = 0; axis < index.size(); axis++) at.set(op.axes().get(axis), index.get(axis));
      return operand(0, at);
    }

    @Override
    public Element slice(Primitive.Slice op) {
      List<Affine> at = new ArrayList<>(index);
      at.set(op.axis(), index.get(op.axis()).plus(op.start()));
      return operand(0, at);
    }

    @Override
    public Element reshape(Primitive.Reshape op) {
      Shape from = graph.type(node.operands().get(0)).shape();
      List<Affine> at = new ArrayList<>();
      for (Splitting.Range range : Splitting.of(from, op.shape()).orElseThrow()) {
        Affine whole = zero();
        for (int axis = range.first(); axis < range.end(); axis++) {
          int dim = op.shape().dim(axis);
          whole = (dim == Shape.BATCH ? whole : whole.times(dim)).plus(index.get(axis));
        }
        at.add(whole);
      }
      return operand(0, at);
    }

    @Override
    public Element reduce(Primitive.Reduce op) {
      return notInline();
    }

    @Override
    public Element contract(Primitive.Contract op) {
      return notInline();
    }

    @Override
    public Element windowReduce(Primitive.WindowReduce op) {
      return notInline();
    }

    @Override
    public Element windowScatter(Primitive.WindowScatter op) {
      return notInline();
    }

    @Override
    public Element pad(Primitive.Pad op) {
      return notInline();
    }

    @Override
    public Element concat(Primitive.Concat op) {
      return notInline();
    }
  }

  /** The kernels of one value that stands in memory. */
  private final class Maker implements Primitive.Visitor<Optional<Void>> {
    private final Node node;

    Maker(Node node) {
      this.node = node;
    }

    private Shape shape() {
      return node.type().shape();
    }

    private Shape shape(int operand) {
      return graph.type(node.operands().get(operand)).shape();
    }

    private Optional<Void> add(Kernel kernel) {
      kernels.add(kernel);
      return Optional.empty();
    }

    /** One sweep over the result's own elements. */
    private Optional<Void> elementwise() {
      Nest nest = new Nest(shape().dims());
      Element value = nest.element(node);
      nest.store(target(node), nest.identity(), value);
      return add(nest.build(node.origin()));
    }

    @Override
    public Optional<Void> input(Primitive.Input op) {
      throw new IllegalStateException("kernel: an input is not made");
    }

    @Override
    public Optional<Void> parameter(Primitive.Parameter op) {
      throw new IllegalStateException("kernel: a parameter is not made");
    }

    @Override
    public Optional<Void> setting(Primitive.Setting op) {
      return elementwise();
    }

    @Override
    public Optional<Void> constant(Primitive.Constant op) {
      return elementwise();
    }

    @Override
    public Optional<Void> batchSize(Primitive.BatchSize op) {
      return elementwise();
    }

    @Override
    public Optional<Void> iota(Primitive.Iota op) {
      return elementwise();
    }

    @Override
    public Optional<Void> random(Primitive.Random op) {
      return elementwise();
    }

    @Override
    public Optional<Void> unary(Primitive.Unary op) {
      return elementwise();
    }

    @Override
    public Optional<Void> binary(Primitive.Binary op) {
      return elementwise();
    }

    @Override
    public Optional<Void> select(Primitive.Select op) {
      return elementwise();
    }

    @Override
    public Optional<Void> broadcast(Primitive.Broadcast op) {
      return elementwise();
    }

    @Override
    public Optional<Void> permute(Primitive.Permute op) {
      return elementwise();
    }

    @Override
    public Optional<Void> slice(Primitive.Slice op) {
      return elementwise();
    }

    /**
     * A reshape that merges axes: the operand is written without gaps and read under the new shape.
     */
    @Override
    public Optional<Void> reshape(Primitive.Reshape op) {
      if (Splitting.of(shape(0), op.shape()).isPresent()) return elementwise();
      Nest nest = new Nest(shape(0).dims());
      Buffer plain = buffer("v" + node.result().id() + "p", shape(0), Buffer.Place.PLAIN, 0);
      nest.store(plain, nest.identity(), nest.read(node.operands().get(0), nest.identity()));
      places.put(
          node.result(), buffer("v" + node.result().id(), shape(), Buffer.Place.ALIAS, plain.id()));
      return add(nest.build(node.origin()));
    }

    @Override
    public Optional<Void> reduce(Primitive.Reduce op) {
      Nest nest = new Nest(shape(0).dims());
      Element value = nest.read(node.operands().get(0), nest.identity());
      List<Affine> kept = new ArrayList<>();
      for (int axis = 0; axis < shape(0).rank(); axis++) {
        if (!op.axes().contains(axis)) kept.add(nest.identity().get(axis));
      }
      nest.stores.add(new Output(kind(op.reduction()), target(node), kept, value));
      return add(nest.build(node.origin()));
    }

    private static Kind kind(Primitive.Reduction reduction) {
      return reduction == Primitive.Reduction.SUM ? Kind.SUM : Kind.MAX;
    }

    @Override
    public Optional<Void> contract(Primitive.Contract op) {
      Nest nest = new Nest(op.map().indices().stream().map(IndexMap.Index::extent).toList());
      Element.Read left = factor(nest, 0, op.map().left());
      Element.Read right = factor(nest, 1, op.map().right());
      List<Affine> at = axes(nest, op.map().out());
      Output output = new Output(Kind.STORE, arena(node), at, new Element.Product());
      return add(new Kernel.Contraction(op.map(), left, right, List.of(output), node.origin()));
    }

    private static List<Affine> axes(Nest nest, List<IndexMap.Axis> axes) {
      List<Affine> index = new ArrayList<>();
      for (IndexMap.Axis axis : axes) {
        List<Integer> coefficients = new ArrayList<>(Collections.nCopies(nest.extents.size(), 0));
        for (IndexMap.Term t : axis.terms()) {
          coefficients.set(t.index(), coefficients.get(t.index()) + t.coefficient());
        }
        index.add(new Affine(coefficients, axis.offset()));
      }
      return index;
    }

    private Element.Read factor(Nest nest, int operand, List<IndexMap.Axis> axes) {
      return (Element.Read) nest.read(node.operands().get(operand), axes(nest, axes));
    }

    @Override
    public Optional<Void> windowReduce(Primitive.WindowReduce op) {
      int taps = op.size().stream().reduce(1, (a, b) -> a * b);
      return taps <= MOST_TAPS ? writtenOutWindow(op) : loopedWindow(op);
    }

    private Optional<Void> writtenOutWindow(Primitive.WindowReduce op) {
      Nest nest = new Nest(shape().dims());
      Element sum = null;
      for (List<Integer> tap : taps(op.size())) {
        List<Affine> at = windowIndex(nest, op, tap);
        Element element = nest.read(node.operands().get(0), at);
        Primitive.BinaryFunction put =
            op.reduction() == Primitive.Reduction.SUM
                ? Primitive.BinaryFunction.ADD
                : Primitive.BinaryFunction.MAXIMUM;
        sum = sum == null ? element : new Element.Combine(put, sum, element);
      }
      nest.store(target(node), nest.identity(), sum);
      return add(nest.build(node.origin()));
    }

    private List<Affine> windowIndex(Nest nest, Primitive.WindowReduce op, List<Integer> tap) {
      List<Affine> at = new ArrayList<>();
      int first = shape().rank() - op.size().size();
      for (int axis = 0; axis < shape().rank(); axis++) {
        Affine own = Affine.axis(axis, nest.extents.size());
        at.add(
            axis < first
                ? own
                : own.times(op.stride().get(axis - first)).plus(tap.get(axis - first)));
      }
      return at;
    }

    private Optional<Void> loopedWindow(Primitive.WindowReduce op) {
      int rank = shape().rank();
      List<Integer> extents = new ArrayList<>(shape().dims());
      extents.addAll(op.size());
      Nest nest = new Nest(extents);
      List<Affine> at = windowIndex(nest, op, Collections.nCopies(op.size().size(), 0));
      int first = rank - op.size().size();
      for (int i = 0; i < op.size().size(); i++) {
        at.set(first + i, at.get(first + i).plus(Affine.axis(rank + i, extents.size())));
      }
      Element value = nest.read(node.operands().get(0), at);
      nest.stores.add(
          new Output(kind(op.reduction()), target(node), nest.identity().subList(0, rank), value));
      return add(nest.build(node.origin()));
    }

    @Override
    public Optional<Void> windowScatter(Primitive.WindowScatter op) {
      Buffer input = places.get(node.operands().get(0));
      Buffer slope = places.get(node.operands().get(1));
      return add(
          new Kernel.Scatter(input, slope, arena(node), op.size(), op.stride(), node.origin()));
    }

    @Override
    public Optional<Void> pad(Primitive.Pad op) {
      Nest nest = new Nest(shape(0).dims());
      Element value = nest.read(node.operands().get(0), nest.identity());
      List<Affine> at = nest.identity();
      at.set(op.axis(), at.get(op.axis()).times(op.interior() + 1).plus(op.low()));
      Output output = new Output(Kind.STORE, arena(node), at, value);
      return add(new Kernel.Nest(nest.extents, List.of(output), op.value(), false, node.origin()));
    }

    @Override
    public Optional<Void> concat(Primitive.Concat op) {
      Buffer target = arena(node);
      int start = 0;
      for (int i = 0; i < node.operands().size(); i++) {
        Nest nest = new Nest(shape(i).dims());
        List<Affine> at = nest.identity();
        at.set(op.axis(), at.get(op.axis()).plus(start));
        nest.store(target, at, nest.read(node.operands().get(i), nest.identity()));
        kernels.add(nest.build(node.origin()));
        start += shape(i).dim(op.axis());
      }
      return Optional.empty();
    }
  }

  /** All positions within a window, in row-major order. */
  static List<List<Integer>> taps(List<Integer> size) {
    List<List<Integer>> all = List.of(List.of());
    for (int extent : size) {
      List<List<Integer>> longer = new ArrayList<>();
      for (List<Integer> tap : all) {
        for (int i = 0; i < extent; i++) {
          List<Integer> next = new ArrayList<>(tap);
          next.add(i);
          longer.add(next);
        }
      }
      all = longer;
    }
    return all;
  }
}
