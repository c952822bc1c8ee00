package dev.nnd.check;

import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Node;
import dev.nnd.graph.Value;
import dev.nnd.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Writes down, while one configuration is checked, on which drawn parameters each site depends: on
 * those that it reads, those that decide that it is reached, and those that the types of its inputs
 * depend on. Whether a site is in order is a function of these alone.
 */
final class Trace {
  private final boolean on;
  private final Map<Value, Deps> types = new HashMap<>();
  private final Map<Site, Visit> visits = new LinkedHashMap<>();
  private final Map<Site, Arithmetic> arithmetic = new HashMap<>();
  private Deps falling = Deps.NONE;
  private Frame frame;

  Trace(Site root) {
    this(true, root);
  }

  private Trace(boolean on, Site root) {
    this.on = on;
    this.frame = new Frame(root, Deps.NONE, Deps.NONE);
  }

  /** A trace that writes nothing down. */
  static Trace off() {
    return new Trace(false, new Site());
  }

  /**
   * A visit of a site.
   *
   * @param deps what its being in order depends on
   * @param made what the sites after it see of its results; an empty text if it makes no tensor
   */
  record Visit(Deps deps, String made) {}

  /**
   * A number whose sign decides something.
   *
   * @param index among those of the same expression
   */
  record Measure(Span span, int index) {}

  /**
   * What a site does with numbers.
   *
   * @param measures whose signs decide something
   * @param steady what must be the same for two values of a drawn number, if anything is to be
   *     known of those between them
   * @param rough what goes into something of which nothing is known between two values
   * @param moduli what is divided, by which numbers
   */
  record Arithmetic(
      Map<Measure, Double> measures,
      List<String> steady,
      List<Deps> rough,
      Map<Deps, Long> moduli) {
    static final Arithmetic NONE = new Arithmetic(Map.of(), List.of(), List.of(), Map.of());
  }

  /** What is under way at a site. */
  private static final class Frame {
    private final Site site;
    private final Deps control;
    private final Deps input;
    private Deps own = Deps.NONE;

    Frame(Site site, Deps control, Deps input) {
      this.site = site;
      this.control = control;
      this.input = input;
    }

    /** What decides that a part is reached. */
    Deps decided() {
      return control.and(own);
    }

    Deps all() {
      return control.and(own).and(input);
    }
  }

  /** A value and what it depends on. */
  record Traced<T>(T value, Deps deps) {}

  Map<Site, Visit> visits() {
    return visits;
  }

  /** What a site does with numbers. */
  Arithmetic arithmetic(Site site) {
    return arithmetic.getOrDefault(site, Arithmetic.NONE);
  }

  private Arithmetic here() {
    return arithmetic.computeIfAbsent(
        frame.site,
        site ->
            new Arithmetic(
                new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>(), new HashMap<>()));
  }

  /** Notes that a name was read. */
  void read(Scope.Bound bound) {
    if (on) {
      read(bound.meaning() instanceof Flow flow ? bound.deps().and(of(flow)) : bound.deps());
    }
  }

  /** Notes that something was read that depends on this. */
  void read(Deps deps) {
    if (on) {
      frame.own = frame.own.and(deps);
    }
  }

  /** What the types of tensors depend on. */
  Deps of(Flow flow) {
    Deps deps = Deps.NONE;
    for (Value value : flow.values()) {
      deps = deps.and(types.getOrDefault(value, Deps.NONE));
    }
    return deps;
  }

  /** What was read while a part of an expression was evaluated. */
  <T> Traced<T> part(Supplier<T> work) {
    if (!on) {
      return new Traced<>(work.get(), Deps.NONE);
    }
    Deps before = frame.own;
    frame.own = Deps.NONE;
    T value = work.get();
    Deps read = frame.own;
    frame.own = before.and(read);
    return new Traced<>(value, read);
  }

  /** Finds a value at a site of its own, so that only what uses it depends on it. */
  <T> Traced<T> bind(Span span, Supplier<T> work) {
    if (!on) {
      return new Traced<>(work.get(), Deps.NONE);
    }
    Frame outer = frame;
    frame = new Frame(outer.site.child(span, -1), outer.decided(), Deps.NONE);
    T value = work.get();
    Deps deps = value instanceof Flow flow ? frame.own.and(of(flow)) : frame.own;
    visits.put(frame.site, new Visit(frame.all(), ""));
    frame = outer;
    return new Traced<>(value, deps);
  }

  /** Builds something of tensors at a site of its own. */
  Flow stage(Span span, int round, Flow input, Assembly assembly, Supplier<Flow> work) {
    return on ? site(span, round, input, assembly, work).value() : work.get();
  }

  /** Finds a value, which may be tensors, at a site of its own. */
  Traced<Meaning> source(Span span, Assembly assembly, Supplier<Meaning> work) {
    return on ? site(span, 0, Flow.unknown(), assembly, work) : new Traced<>(work.get(), Deps.NONE);
  }

  private <T extends Meaning> Traced<T> site(
      Span span, int round, Flow input, Assembly assembly, Supplier<T> work) {
    Frame outer = frame;
    frame = new Frame(outer.site.child(span, round), outer.decided(), of(input));
    T result = work.get();
    Flow flow = result instanceof Flow made ? made : Flow.unknown();
    for (Value value : flow.values()) {
      Deps known = types.get(value);
      types.put(value, known == null ? Deps.of(frame.site) : known.and(frame.own));
    }
    visits.put(frame.site, new Visit(frame.all(), made(flow, assembly.builder())));
    Deps own = frame.own;
    frame = outer;
    return new Traced<>(result, own);
  }

  /** A parameter that a later use of its layer shares. */
  void made(Value parameter) {
    if (on) {
      types.put(parameter, frame.all());
    }
  }

  void shared(Value parameter) {
    read(of(new Flow.Tensor(parameter)));
  }

  /** The types, and the ops that a loss asks for. */
  private static String made(Flow flow, GraphBuilder builder) {
    StringBuilder text = new StringBuilder(flow instanceof Flow.Unknown ? "?" : "=");
    for (Value value : flow.values()) {
      Node node = builder.node(value);
      boolean asked = node.op() instanceof Layer.Softmax || node.op() instanceof Layer.Activate;
      text.append(node.type()).append(asked ? node.op() : "").append(' ');
    }
    return text.toString();
  }

  /** Notes a number whose sign decides something. */
  void measure(Span span, int index, double number, Deps deps) {
    if (on && !deps.isNone()) {
      here().measures.put(new Measure(span, index), number);
    }
  }

  /** Notes what must not change between two values of a drawn number. */
  void steady(Supplier<String> text) {
    if (on) {
      here().steady.add(text.get());
    }
  }

  /** Notes that what depends on this goes into something of which nothing is known. */
  void rough(Deps deps) {
    if (on && !deps.isNone()) {
      here().rough.add(deps);
    }
  }

  /** Notes a division of something by a number. */
  void modulus(Deps divided, long by) {
    if (on && !divided.isNone()) {
      here().moduli.merge(divided, Math.abs(by), Trace::product);
    }
  }

  /** Notes that whatever the site has depends on is divided by a number. */
  void modulus(long by) {
    if (on && by > 1) {
      modulus(frame.all(), by);
    }
  }

  private static long product(long a, long b) {
    return a == b ? a : (long) Math.min((double) a * b, Integer.MAX_VALUE);
  }

  /** Notes that something may fall where what it depends on rises. */
  void falls(Deps deps) {
    if (on) {
      falling = falling.and(deps);
    }
  }

  /** Notes a product: of a rising and a falling factor nothing is known between two points. */
  void product(Deps left, Deps right) {
    if (on && !falling.isNone() && !left.isNone() && !right.isNone()) {
      boolean known = left.and(right).and(falling).sites().isEmpty();
      rough(known ? Deps.of(left.mask() & right.mask() & falling.mask()) : left.and(right));
    }
  }
}
