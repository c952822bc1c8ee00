package dev.nnd.generate;

import dev.nnd.generate.Chain.Part;
import dev.nnd.generate.Scope.Layers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Draws of chains of every kind of stage, on an input of a known type. */
final class Chains {
  /** How often something is drawn again that does not suit. */
  private static final int TRIES = 12;

  private static final int DEEPEST = 2;
  private static final int MOST_ROUNDS = 4;

  /** What makes one tensor of a tuple. */
  private static final List<String> JOINS =
      List.of("concat", "concat", "add", "multiply", "average", "maximum", "attention");

  /** Layers that are stages of nearly any input. */
  private static final List<String> SIMPLE =
      List.of("relu", "leaky_relu", "gelu", "tanh", "dense", "batch_norm", "layer_norm", "dropout");

  private final Chance chance;
  private final Numbers numbers;
  private final List<Block> blocks;
  private final Map<String, Integer> drawn = new HashMap<>();

  /**
   * Draws of chains.
   *
   * @param blocks that may be used; there may come more
   */
  Chains(Chance chance, List<Block> blocks) {
    this.chance = chance;
    this.numbers = new Numbers(chance);
    this.blocks = blocks;
  }

  /** Some stages on one tensor or a tuple; one tensor flows out. */
  Chain on(List<Tensor> in, Scope scope, int stages) {
    return on(in, scope, stages, 0);
  }

  private Chain on(List<Tensor> in, Scope scope, int stages, int depth) {
    Chain chain = Chain.of();
    List<Tensor> flow = in;
    for (int i = 0; i < stages || flow.size() > 1; i++) {
      Chain next = flow.size() > 1 ? joined(flow, scope).orElseThrow() : stage(flow, scope, depth);
      flow = next.through(flow, scope).orElseThrow();
      chain = chain.then(next);
    }
    return chain;
  }

  private Chain stage(List<Tensor> in, Scope scope, int depth) {
    Optional<Chain> special = Optional.empty();
    if (depth < DEEPEST) {
      special =
          switch (chance.below(14)) {
            case 0, 1 -> fork(in, scope, depth);
            case 2 -> repeat(in, scope, depth);
            case 3 -> when(in, scope, depth);
            case 4 -> group(in, scope, depth);
            case 5, 6 -> block(in, scope);
            case 7, 8 -> named(in, scope);
            default -> Optional.empty();
          };
    }
    return special.orElseGet(() -> Chain.of(layer(in, scope)));
  }

  /** A layer: of some that suit the one that was drawn least often so far. */
  Part layer(List<Tensor> in, Scope scope) {
    List<String> names = List.copyOf(LayerDraws.names());
    Map<String, Part> suiting = new HashMap<>();
    for (int i = 0; i < 2 * TRIES && suiting.size() < 4; i++) {
      boolean codes = in.get(0).ints() && chance.oneIn(4);
      String name = codes ? "embedding" : chance.pick(names);
      LayerDraws.draw(name, in, scope, chance).ifPresent(part -> suiting.put(name, part));
    }
    String rarest =
        suiting.keySet().stream()
            .min(Comparator.comparing((String n) -> drawn.getOrDefault(n, 0)).thenComparing(n -> n))
            .orElse("identity");
    drawn.merge(rarest, 1, Integer::sum);
    return suiting.getOrDefault(rarest, new Part("identity", (t, s) -> Optional.of(t)));
  }

  /** The layer of this name, with what must stand before it; empty if none was found to suit. */
  Optional<Chain> with(String layer, List<Tensor> in, Scope scope) {
    for (int i = 0; i < 4 * TRIES; i++) {
      Chain before = i == 0 ? Chain.of() : on(in, scope, chance.below(2), DEEPEST);
      List<Tensor> flow = before.through(in, scope).orElseThrow();
      List<Chain> forked = new ArrayList<>(List.of(before));
      if (JOINS.contains(layer) && flow.size() == 1 && i % 2 == 1) {
        Part fork = forked(List.of(kept(flow, scope), kept(flow, scope)));
        flow = fork.through(flow, scope).orElseThrow();
        forked.add(Chain.of(fork));
      }
      Optional<Part> part = LayerDraws.draw(layer, flow, scope, chance);
      if (part.isPresent()) {
        return Optional.of(
            forked.stream().reduce(Chain.of(), Chain::then).then(Chain.of(part.get())));
      }
    }
    return Optional.empty();
  }

  /** What makes one tensor of a tuple, if anything does. */
  Optional<Chain> joined(List<Tensor> tuple, Scope scope) {
    if (chance.oneIn(3)) {
      Optional<Chain> used = block(tuple, scope);
      if (used.isPresent()) return used;
    }
    return joinedByLayer(tuple, scope);
  }

  private Optional<Chain> joinedByLayer(List<Tensor> tuple, Scope scope) {
    for (String join : chance.shuffled(JOINS)) {
      for (int i = 0; i < 3; i++) {
        Optional<Part> part = LayerDraws.draw(join, tuple, scope, chance);
        if (part.isPresent()) return part.map(Chain::of);
      }
    }
    return Optional.empty();
  }

  private Optional<Chain> fork(List<Tensor> in, Scope scope, int depth) {
    for (int i = 0; i < TRIES; i++) {
      List<Chain> branches = new ArrayList<>();
      int count = chance.between(2, 3);
      for (int b = 0; b < count; b++) {
        branches.add(
            switch (chance.below(3)) {
              case 0 -> on(in, scope, chance.between(1, 2), depth + 1);
              case 1 -> kept(in, scope);
              default -> Chain.of(layer(in, scope));
            });
      }
      Part fork = forked(branches);
      Optional<List<Tensor>> tuple = fork.through(in, scope);
      Optional<Chain> join = tuple.flatMap(t -> joined(t, scope));
      if (join.isPresent()) return join.map(j -> Chain.of(fork).then(j));
    }
    return Optional.empty();
  }

  private static Part forked(List<Chain> branches) {
    String text = branches.stream().map(Chain::text).collect(Collectors.joining(", ", "[", "]"));
    return new Part(
        text,
        (in, scope) -> {
          List<Tensor> tuple = new ArrayList<>();
          for (Chain branch : branches) {
            branch
                .through(in, scope)
                .filter(out -> out.size() == 1)
                .ifPresent(out -> tuple.add(out.get(0)));
          }
          return Optional.of(tuple).filter(t -> t.size() == branches.size());
        });
  }

  /** Layers that leave the type as it is. */
  Chain kept(List<Tensor> in, Scope scope) {
    for (int i = 0; i < TRIES; i++) {
      Chain chain = Chain.of();
      List<Tensor> flow = in;
      for (int stages = chance.between(1, 2); stages > 0; stages--) {
        Part part = layer(flow, scope);
        flow = part.through(flow, scope).orElseThrow();
        chain = chain.then(Chain.of(part));
      }
      if (flow.equals(in)) return chain;
    }
    return Chain.of(LayerDraws.draw("identity", in, scope, chance).orElseThrow());
  }

  private Optional<Chain> repeat(List<Tensor> in, Scope scope, int depth) {
    Written<Integer> count = numbers.whole(chance.below(MOST_ROUNDS), scope);
    boolean counts = chance.oneIn(2);
    String index = chance.name("i");
    Scope inside = counts ? scope.with(index, 0) : scope;
    String head = "repeat " + count.text() + (counts ? " as " + index : "");
    for (int i = 0; i < TRIES; i++) {
      Chain body =
          chance.oneIn(2) ? kept(in, inside) : on(in, inside, chance.between(1, 2), depth + 1);
      Part part =
          new Part(
              head + " { " + body.text() + " }",
              (tensors, s) ->
                  rounds(body, count.at(s), counts ? List.of(index) : List.of(), tensors, s));
      if (part.through(in, scope).isPresent()) return Optional.of(Chain.of(part));
    }
    return Optional.empty();
  }

  private static Optional<List<Tensor>> rounds(
      Chain body, int count, List<String> index, List<Tensor> in, Scope scope) {
    if (count < 0 || count > MOST_ROUNDS) return Optional.empty();
    Optional<List<Tensor>> flow = Optional.of(in);
    for (int i = 0; i < count; i++) {
      Scope inside = index.isEmpty() ? scope : scope.with(index.get(0), i);
      flow = flow.flatMap(tensors -> body.through(tensors, inside));
    }
    return flow;
  }

  private Optional<Chain> when(List<Tensor> in, Scope scope, int depth) {
    Written<Boolean> condition = numbers.truth(chance.oneIn(2), scope);
    Chain then = on(in, scope, chance.between(1, 2), depth + 1);
    Chain otherwise = on(in, scope, chance.between(1, 2), depth + 1);
    String text =
        "when " + condition.text() + " { " + then.text() + " } else { " + otherwise.text() + " }";
    return Optional.of(
        Chain.of(new Part(text, (t, s) -> (condition.at(s) ? then : otherwise).through(t, s))));
  }

  private Optional<Chain> group(List<Tensor> in, Scope scope, int depth) {
    Chain inner = on(in, scope, chance.between(1, 3), depth + 1);
    return Optional.of(Chain.of(new Part("{ " + inner.text() + " }", inner::through)));
  }

  /** A block and, if several tensors flow out of it, a layer that joins them: so draws end. */
  private Optional<Chain> block(List<Tensor> in, Scope scope) {
    List<Block> suiting = blocks.stream().filter(b -> b.inputs().size() == in.size()).toList();
    if (suiting.isEmpty()) return Optional.empty();
    for (int i = 0; i < TRIES; i++) {
      Part use = new Uses(chance, this).of(chance.pick(suiting), scope);
      Optional<List<Tensor>> out = use.through(in, scope);
      if (out.filter(o -> o.size() == 1).isPresent()) return Optional.of(Chain.of(use));
      Optional<Chain> join = out.flatMap(o -> joinedByLayer(o, scope));
      if (join.isPresent()) return join.map(j -> Chain.of(use).then(j));
    }
    return Optional.empty();
  }

  private Optional<Chain> named(List<Tensor> in, Scope scope) {
    List<String> names = scope.names(Layers.class);
    if (names.isEmpty()) return Optional.empty();
    String name = chance.pick(names);
    Part part = new Part(name, (t, s) -> s.get(name, Layers.class).through(t));
    return Optional.of(part).filter(p -> p.through(in, scope).isPresent()).map(Chain::of);
  }

  /** A few layers that suit nearly any input. */
  Chain simple(Scope scope) {
    Chain chain = Chain.of();
    for (int stages = chance.between(1, 2); stages > 0; stages--) {
      List<Tensor> any = List.of(Tensor.floats(3, 3));
      chain =
          chain.then(
              Chain.of(LayerDraws.draw(chance.pick(SIMPLE), any, scope, chance).orElseThrow()));
    }
    return chain;
  }
}
