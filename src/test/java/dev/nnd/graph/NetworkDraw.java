package dev.nnd.graph;

import dev.nnd.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A random network in the making: its values so far, and what draws of its layers share. */
final class NetworkDraw {
  /** No value has more elements a sample. */
  static final int MOST = 600;

  private final Random random;
  private final GraphBuilder to = new GraphBuilder();
  private final List<Value> live = new ArrayList<>();
  private final List<Shared> shared = new ArrayList<>();
  private int names;

  /** A layer with its parameters, which another value of the same shape may go through too. */
  private record Shared(Layer layer, Shape shape, List<Value> parameters) {}

  NetworkDraw(Random random) {
    this.random = random;
  }

  Random random() {
    return random;
  }

  GraphBuilder to() {
    return to;
  }

  /** Values that layers may still be put on. */
  List<Value> live() {
    return live;
  }

  /** A number that no other layer has. */
  int next() {
    return names++;
  }

  Value input(String name) {
    Shape shape =
        switch (random.nextInt(4)) {
          case 0 -> Shape.of(Shape.BATCH, size(12));
          case 1 -> Shape.of(Shape.BATCH, size(5), size(9));
          default -> Shape.of(Shape.BATCH, size(5), 2 + size(7), 2 + size(7));
        };
    return to.add(new Primitive.Input(name, Type.floats(shape)));
  }

  /** From 1 on, now and then more than a vector of 16. */
  int size(int most) {
    return random.nextInt(12) == 0 ? 15 + random.nextInt(4) : 1 + random.nextInt(most);
  }

  <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  Value add(Layer layer, Value... operands) {
    return to.add(layer, List.of(operands), Span.nowhere());
  }

  Value parameter(String suffix, Role role, int... dims) {
    String path = "layer" + names + "." + suffix;
    return to.add(new Primitive.Parameter(path, role, Shape.of(dims), Init.constant(0)));
  }

  /** Adds a layer, and remembers it for sharing. */
  Value remembered(Layer layer, Value x, List<Value> parameters) {
    names++;
    shared.add(new Shared(layer, to.shape(x), parameters));
    List<Value> operands = new ArrayList<>(List.of(x));
    operands.addAll(parameters);
    return to.add(layer, operands, Span.nowhere());
  }

  Value weighted(Layer layer, Value x, Value weight) {
    boolean bias =
        layer instanceof Layer.Dense dense ? dense.bias() : ((Layer.Convolution) layer).bias();
    return weighted(layer, bias, to.shape(weight).dim(0), x, weight);
  }

  Value weighted(Layer layer, boolean bias, int outs, Value x, Value weight) {
    return remembered(
        layer, x, bias ? List.of(weight, parameter("bias", Role.BIAS, outs)) : List.of(weight));
  }

  /** A layer that stands somewhere already, on another value or the same. */
  Optional<Value> again(Value x) {
    List<Shared> fitting = shared.stream().filter(s -> s.shape().equals(to.shape(x))).toList();
    if (fitting.isEmpty()) return Optional.empty();
    Shared one = pick(fitting);
    List<Value> operands = new ArrayList<>(List.of(x));
    operands.addAll(one.parameters());
    return Optional.of(to.add(one.layer(), operands, Span.nowhere()));
  }

  static List<Integer> divisors(int n) {
    List<Integer> found = new ArrayList<>();
    for (int d = 1; d <= n; d++) if (n % d == 0) found.add(d);
    return found;
  }

  /** A value of the same shape, itself if there is no other. */
  Value alike(Value x) {
    List<Value> others =
        live.stream().filter(v -> !v.equals(x) && to.shape(v).equals(to.shape(x))).toList();
    return others.isEmpty() ? x : pick(others);
  }

  Activation activation() {
    Activation.Kind kind = pick(List.of(Activation.Kind.values()));
    return new Activation(
        kind,
        switch (kind) {
          case LEAKY_RELU -> 0.1f;
          case ELU -> pick(List.of(1.5f, -0.5f));
          default -> 0;
        });
  }
}
