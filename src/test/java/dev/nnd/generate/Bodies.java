package dev.nnd.generate;

import dev.nnd.generate.Block.Line;
import dev.nnd.generate.Chain.Part;
import dev.nnd.generate.Scope.Flow;
import dev.nnd.generate.Scope.Layers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The statements of a block or model in the making. */
final class Bodies {
  private final Chance chance;
  private final Chains chains;
  private final List<Line> lines = new ArrayList<>();
  private final List<String> unread = new ArrayList<>();
  private Scope scope;

  /**
   * A body.
   *
   * @param scope its parameters and inputs
   */
  Bodies(Chance chance, Chains chains, Scope scope) {
    this.chance = chance;
    this.chains = chains;
    this.scope = scope;
    unread.addAll(scope.names(Flow.class));
  }

  /** What a pipeline begins with. */
  private record Source(String text, Function<Scope, Optional<List<Tensor>>> meaning) {
    static Source of(String name) {
      return new Source(name, s -> Optional.of(s.get(name, Flow.class).tensors()));
    }
  }

  List<Line> lines() {
    return List.copyOf(lines);
  }

  Scope scope() {
    return scope;
  }

  private List<Tensor> tensors(String name) {
    return scope.get(name, Flow.class).tensors();
  }

  private void add(String text, Function<Scope, Optional<Scope>> way) {
    Line line = new Line(text, way);
    scope = way.apply(scope).orElseThrow(() -> new IllegalStateException(text));
    lines.add(line);
  }

  /** Values, shared layers and tuples. */
  void statements(int count) {
    for (int i = 0; i < count; i++) {
      switch (chance.below(8)) {
        case 0 -> layer();
        case 1 -> tuple();
        default -> let("let", chance.name("v"), chance.between(1, 4));
      }
    }
  }

  /** Layers of a name, often used at once on two tensors. */
  private void layer() {
    String name = chance.name("shared");
    String flow = chance.pick(scope.names(Flow.class));
    if (tensors(flow).size() > 1) return;
    Chain chain = chains.on(tensors(flow), scope, chance.between(1, 3));
    add(
        "layer " + name + " = " + chain.text(),
        s -> Optional.of(s.with(name, Layers.shared(chain, s))));
    if (scope.get(name, Layers.class).through(tensors(flow)).isEmpty()) {
      throw new IllegalStateException(name);
    }
    for (String other : List.of(flow, alike(flow))) {
      Part use = new Part(name, (in, s) -> s.get(name, Layers.class).through(in));
      pipeline("let", chance.name("v"), Source.of(other), Chain.of(use));
      unread.remove(other);
    }
  }

  private String alike(String flow) {
    return chance.pick(
        scope.names(Flow.class).stream().filter(n -> tensors(n).equals(tensors(flow))).toList());
  }

  private void tuple() {
    Optional<Source> tuple = several();
    if (tuple.isEmpty()) return;
    pipeline("let", chance.name("both"), tuple.get(), Chain.of());
  }

  /** A statement that gives one tensor a name. */
  void let(String keyword, String name, int stages) {
    Source source = source();
    List<Tensor> in = source.meaning().apply(scope).orElseThrow();
    Chain join = in.size() > 1 ? chains.joined(in, scope).orElseThrow() : Chain.of();
    List<Tensor> one = join.through(in, scope).orElseThrow();
    pipeline(keyword, name, source, join.then(chains.on(one, scope, stages)));
  }

  /** The same with this layer in it, on the first tensor that it suits. */
  void letWith(String layer, String name) {
    for (String flow : chance.shuffled(scope.names(Flow.class))) {
      Optional<Chain> chain =
          tensors(flow).size() > 1 ? Optional.empty() : chains.with(layer, tensors(flow), scope);
      if (chain.isPresent()) {
        unread.remove(flow);
        pipeline("let", name, Source.of(flow), chain.get());
        return;
      }
    }
  }

  /** The output of a network, from a name to what a loss wants. */
  void output(String name, String from, Losses.Head head) {
    List<Tensor> in = tensors(from);
    boolean flat = in.get(0).rank() == 0 || in.get(0).rank() > 2 || chance.oneIn(2);
    String codes = in.get(0).ints() ? " -> embedding(vocabulary: 5, size: 3)" : "";
    String flatten = codes + (flat ? " -> flatten" : "");
    add(
        "output "
            + name
            + " = "
            + from
            + flatten
            + " -> dense("
            + head.units()
            + ")"
            + head.ending(),
        s -> Optional.of(s.with(name, new Flow(List.of(Tensor.floats(head.units()))))));
  }

  private void pipeline(String keyword, String name, Source source, Chain chain) {
    String stages = chain.parts().isEmpty() ? "" : " -> " + chain.text();
    add(
        keyword + " " + name + " = " + source.text() + stages,
        s ->
            source
                .meaning()
                .apply(s)
                .flatMap(in -> chain.through(in, s))
                .map(out -> s.with(name, new Flow(out))));
    if (keyword.equals("let")) unread.add(name);
  }

  private Source source() {
    Optional<Source> special =
        switch (chance.below(4)) {
          case 0 -> several();
          case 1 -> arithmetic();
          default -> Optional.empty();
        };
    return special.orElseGet(() -> Source.of(read()));
  }

  /** A name, of those that nothing reads yet if there are any. */
  private String read() {
    List<String> names = unread.isEmpty() ? scope.names(Flow.class) : unread;
    String name = chance.oneIn(4) ? chance.pick(names) : names.get(names.size() - 1);
    unread.remove(name);
    return name;
  }

  /** A tuple that something can make one tensor of. */
  private Optional<Source> several() {
    List<String> single =
        scope.names(Flow.class).stream().filter(n -> tensors(n).size() == 1).toList();
    for (int tries = 0; tries < 8; tries++) {
      List<String> names = new ArrayList<>();
      int count = chance.between(2, 3);
      for (int i = 0; i < count; i++) names.add(chance.pick(single));
      List<Tensor> tuple = names.stream().map(n -> tensors(n).get(0)).toList();
      if (isJoined(tuple)) {
        unread.removeAll(names);
        return Optional.of(
            new Source(
                "(" + String.join(", ", names) + ")",
                s ->
                    Optional.of(
                        names.stream().map(n -> s.get(n, Flow.class).tensors().get(0)).toList())));
      }
    }
    return Optional.empty();
  }

  /** Whether a tuple can always be joined, whatever is drawn. */
  private static boolean isJoined(List<Tensor> tuple) {
    Optional<Tensor> all = Optional.of(tuple.get(0));
    for (Tensor tensor : tuple) all = all.flatMap(a -> a.broadcast(tensor));
    return all.filter(t -> t.elements() <= Part.MOST).isPresent();
  }

  private Optional<Source> arithmetic() {
    List<String> floats =
        scope.names(Flow.class).stream()
            .filter(n -> tensors(n).size() == 1 && !tensors(n).get(0).ints())
            .toList();
    if (floats.isEmpty()) return Optional.empty();
    for (int tries = 0; tries < 8; tries++) {
      String a = chance.pick(floats);
      String b = chance.pick(floats);
      Written<Double> number = new Numbers(chance).share(scope);
      String form =
          chance.pick(
              "%1$s + %2$s",
              "%1$s * %2$s",
              "%1$s - %2$s * %3$s",
              "(%1$s + %2$s) / 2",
              "%1$s / (1 + %2$s * %2$s)",
              "-%1$s + 2 * %2$s",
              "%3$s * %1$s",
              "1 - %1$s / 2");
      boolean both = form.contains("%2$s");
      Source source =
          new Source(
              form.formatted(a, b, number.inner()),
              s -> {
                Tensor left = s.get(a, Flow.class).tensors().get(0);
                Tensor right = s.get(b, Flow.class).tensors().get(0);
                return (both ? left.broadcast(right) : Optional.of(left))
                    .filter(t -> t.elements() <= Part.MOST)
                    .map(List::of);
              });
      if (source.meaning().apply(scope).isPresent()) {
        unread.remove(a);
        if (both) unread.remove(b);
        return Optional.of(source);
      }
    }
    return Optional.empty();
  }
}
