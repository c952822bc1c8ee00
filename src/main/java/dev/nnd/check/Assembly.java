package dev.nnd.check;

import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Init;
import dev.nnd.graph.Op;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Role;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Type;
import dev.nnd.graph.TypeRules;
import dev.nnd.graph.Value;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Span;
import dev.nnd.syntax.Tree.Name;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A graph in the making, with what may not exceed bounds: the number of stages, how deeply chains
 * hold chains, and the size of tensors.
 */
final class Assembly {
  /** More stages than any network has; a program with more is most likely a mistake. */
  static final int MOST_STAGES = 100_000;

  /** Chains within chains, by way of blocks too: little enough for the stack of any thread. */
  private static final int DEEPEST = 300;

  /** How many of the uses around a mistake are shown with it, the innermost first. */
  private static final int MOST_SHOWN = 3;

  /** So that the numbers of elements and offsets in them stay ints, with room for padding. */
  static final long MOST_ELEMENTS = 1L << 30;

  private final Session session;
  private final GraphBuilder builder = new GraphBuilder();
  private final Map<String, Parameter> parameters = new HashMap<>();
  private final Map<String, StartValues.Pending> starts = new HashMap<>();
  private final Map<String, Integer> streams = new HashMap<>();
  private final List<LayerUse> layers = new ArrayList<>();
  private final Deque<Name> uses = new ArrayDeque<>();
  private final List<Section> sections = new ArrayList<>();
  private int stages;
  private int depth;

  Assembly(Session session) {
    this.session = session;
  }

  /** A parameter and where it was first asked for. */
  private record Parameter(Value value, Optional<Name> use) {}

  Session session() {
    return session;
  }

  GraphBuilder builder() {
    return builder;
  }

  /** Remembers a layer that was built. */
  void built(LayerUse use) {
    layers.add(use);
  }

  /** The layers that were built, in order. */
  List<LayerUse> uses() {
    return List.copyOf(layers);
  }

  /** The graph as it is now, with start values settled. */
  Graph graph() {
    return StartValues.settle(builder.build(), starts);
  }

  /** Adds a node, unless its result is too large, which is then reported. */
  Optional<Value> add(Op op, List<Value> operands, Span span) {
    Type type = TypeRules.derive(op, operands.stream().map(builder::type).toList());
    return fits(type.shape(), span)
        ? Optional.of(builder.add(op, operands, span))
        : Optional.empty();
  }

  private boolean fits(Shape shape, Span span) {
    boolean fits = Types.elements(shape) <= MOST_ELEMENTS;
    if (!fits) {
      tooLarge(Types.text(shape.written()), span);
    }
    return fits;
  }

  /** Reports that a tensor of these sizes has too many elements. */
  void tooLarge(String sizes, Span span) {
    report(Diagnostic.of(Code.TENSOR_TOO_LARGE, span, sizes, grouped(MOST_ELEMENTS)));
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A weight whose start values depend on what follows its layer. */
  Optional<Value> weight(String path, Shape shape, Start start, Start.Fan fan, Span span) {
    starts.putIfAbsent(path, new StartValues.Pending(start, fan));
    return parameter(path, Role.WEIGHT, shape, Init.constant(0), span);
  }

  /** The parameter of this path: the same for every use of the layer that has it. */
  Optional<Value> parameter(String path, Role role, Shape shape, Init init, Span span) {
    Parameter shared = parameters.get(path);
    if (shared != null) {
      return shared(path, shared, shape, span);
    }
    Optional<Value> made = add(new Primitive.Parameter(path, role, shape, init), List.of(), span);
    made.ifPresent(session.trace()::made);
    made.ifPresent(
        value -> parameters.put(path, new Parameter(value, Optional.ofNullable(uses.peek()))));
    return made;
  }

  private Optional<Value> shared(String path, Parameter shared, Shape shape, Span span) {
    session.trace().shared(shared.value);
    Shape first = builder.shape(shared.value);
    if (first.equals(shape)) {
      return Optional.of(shared.value);
    }
    Diagnostic differs = Diagnostic.of(Code.SHARED_DIFFERS, span, path, shape, first);
    if (shared.use.isPresent()) {
      differs = differs.withLabel(shared.use.get().span(), "needs " + first + " in its first use");
    }
    report(differs);
    return Optional.empty();
  }

  /** A name for the random numbers of a layer, another one for each use of a shared layer. */
  String stream(String path) {
    int use = streams.merge(path, 1, Integer::sum);
    return use == 1 ? path : path + "#" + use;
  }

  /** What {@code build} makes, noted as a section of the graph. */
  Flow section(Section.Kind kind, String name, int round, Span origin, Supplier<Flow> build) {
    int first = builder.next();
    int place = sections.size();
    Flow made = build.get();
    sections.add(place, new Section(kind, name, round, origin, first, builder.next()));
    return made;
  }

  /** The sections of the graph, outer ones before those within. */
  List<Section> sections() {
    return List.copyOf(sections);
  }

  /** Counts a stage. False if there are too many, which is reported once. */
  boolean spend(Span span) {
    stages++;
    if (stages == MOST_STAGES + 1) {
      report(Diagnostic.of(Code.TOO_MANY_STAGES, span, grouped(MOST_STAGES)));
    }
    return !exhausted();
  }

  /** Whether there are too many stages. */
  boolean exhausted() {
    return stages > MOST_STAGES;
  }

  /** Goes one chain deeper. False if that is too deep, which is reported. */
  boolean descend(Span span) {
    if (depth == DEEPEST) {
      report(Diagnostic.of(Code.NESTED_TOO_DEEPLY, span, DEEPEST));
      return false;
    }
    depth++;
    return true;
  }

  /** Comes back from a chain. */
  void ascend() {
    depth--;
  }

  /** Enters a block or a shared layer. */
  void enter(Name use) {
    uses.push(use);
  }

  /** Leaves what was entered last. */
  void leave() {
    uses.pop();
  }

  /** Reports a mistake that depends on how the blocks around it are used, with these uses. */
  void report(Diagnostic diagnostic) {
    Diagnostic whole = diagnostic;
    for (Name use : uses.stream().limit(MOST_SHOWN).toList()) {
      whole = whole.withLabel(use.span(), "in this use of `" + use + "`");
    }
    session.out().report(whole);
  }
}
