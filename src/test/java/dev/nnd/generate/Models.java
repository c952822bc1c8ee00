package dev.nnd.generate;

import dev.nnd.generate.Block.Input;
import dev.nnd.generate.Block.Parameter;
import dev.nnd.generate.Scope.Flow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Draws of blocks and models. */
final class Models {
  /** No input has more elements. */
  private static final int MOST = 300;

  private final Chance chance;
  private final Chains chains;
  private final Scope outside;

  Models(Chance chance, Chains chains, Scope outside) {
    this.chance = chance;
    this.chains = chains;
    this.outside = outside;
  }

  /** A tensor of one of the kinds that layers are for. */
  private Tensor tensor() {
    Tensor tensor = any();
    while (tensor.elements() > MOST) tensor = any();
    return tensor;
  }

  private Tensor any() {
    return switch (chance.below(8)) {
      case 0, 1, 2 -> Tensor.floats(chance.size(4), chance.between(2, 7), chance.between(2, 7));
      case 3, 4 -> Tensor.floats(chance.size(5), chance.size(7));
      case 5 -> chance.oneIn(3) ? Tensor.floats() : Tensor.floats(chance.size(12));
      case 6 -> Tensor.floats(chance.size(9));
      default -> new Tensor(true, chance.pick(List.of(4), List.of(), List.of(2, 3), List.of(6)));
    };
  }

  /** A tensor that another may be broadcast with. */
  private Tensor beside(Tensor tensor) {
    if (tensor.ints() || chance.oneIn(3)) return tensor();
    Tensor same = tensor;
    for (int axis = 0; axis < tensor.rank(); axis++) {
      if (chance.oneIn(3)) same = same.with(axis, 1);
    }
    return same.rank() > 1 && chance.oneIn(3) ? same.without(0) : same;
  }

  private List<Tensor> tensors(int count) {
    List<Tensor> tensors = new ArrayList<>(List.of(tensor()));
    while (tensors.size() < count) tensors.add(beside(tensors.get(0)));
    return tensors;
  }

  /** A block of its own, tried with one input that it suits. */
  Block block() {
    List<Tensor> in = tensors(chance.oneIn(3) ? 2 : 1);
    List<Parameter> parameters = parameters(chance.below(4), !chance.oneIn(3));
    List<Input> inputs = new ArrayList<>();
    Scope scope = sample(parameters);
    Scope named = scope;
    for (Tensor tensor : in) {
      Input input = input(tensor, named);
      named = input.match().of(tensor, named).orElseThrow();
      inputs.add(input);
    }
    for (int i = 0; i < in.size(); i++) {
      named = named.with(inputs.get(i).name(), new Flow(List.of(in.get(i))));
    }
    Bodies body = new Bodies(chance, chains, named);
    body.statements(chance.below(3));
    List<String> outputs = new ArrayList<>();
    for (int i = chance.oneIn(5) ? 2 : 1; i > 0; i--) {
      outputs.add(chance.name("out"));
      body.let("output", outputs.get(outputs.size() - 1), chance.between(1, 3));
    }
    return new Block(
        "block", chance.camel("Part"), parameters, inputs, body.lines(), outputs, outside);
  }

  /** Parameters, with defaults if they must have some. */
  private List<Parameter> parameters(int count, boolean defaults) {
    List<Parameter> parameters = new ArrayList<>();
    Scope before = outside;
    for (int i = 0; i < count; i++) {
      String type = chance.pick("int", "int", "float", "bool", "layer");
      String name = chance.name(type.equals("layer") ? "act" : "p");
      Written<?> value = new Uses(chance, chains).value(type, before);
      parameters.add(new Parameter(name, type, defaults ? Optional.of(value) : Optional.empty()));
      if (defaults) before = before.with(name, value.at(before));
    }
    return parameters;
  }

  /** What the parameters are while the body is drawn. */
  private Scope sample(List<Parameter> parameters) {
    Map<Parameter, Written<?>> given = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      if (parameter.fallback().isEmpty()) {
        given.put(parameter, new Uses(chance, chains).value(parameter.type(), outside));
      }
    }
    return Uses.bound(withParameters(parameters), given, outside);
  }

  /** An input of a block: of any tensor, or with names for its sizes. */
  private Input input(Tensor tensor, Scope scope) {
    String name = chance.name("x");
    if (chance.oneIn(3)) return new Input(name, "", (t, s) -> Optional.of(s));
    List<String> sizes = new ArrayList<>();
    for (int size : tensor.sizes()) {
      List<String> known =
          scope.names(Integer.class).stream()
              .filter(n -> scope.get(n, Integer.class) == size)
              .toList();
      boolean fixed = chance.oneIn(6);
      sizes.add(
          !fixed ? chance.name("n") : known.isEmpty() ? String.valueOf(size) : chance.pick(known));
    }
    String element = chance.oneIn(2) ? "" : tensor.ints() ? "int" : "float";
    return new Input(
        name,
        element + sizes.toString(),
        (t, s) -> {
          boolean suits =
              t.rank() == sizes.size() && (element.isEmpty() || t.ints() == tensor.ints());
          if (!suits) return Optional.empty();
          Scope named = s;
          for (int i = 0; i < sizes.size(); i++) {
            String size = sizes.get(i);
            boolean number = Character.isDigit(size.charAt(0));
            boolean free = !number && !named.meanings().containsKey(size);
            int fixed =
                free ? t.size(i) : number ? Integer.parseInt(size) : named.get(size, Integer.class);
            if (fixed != t.size(i)) return Optional.empty();
            if (free) named = named.with(size, fixed);
          }
          return Optional.of(named);
        });
  }

  /** A model that is not trained, of one to three outputs, with this layer in it. */
  Block model(String layer) {
    Start start = start();
    start.body.letWith(layer, chance.name("v"));
    start.body.statements(chance.between(1, 4));
    List<String> outputs = new ArrayList<>();
    for (int i = chance.between(1, 3); i > 0; i--) {
      outputs.add(chance.name("y"));
      start.body.let("output", outputs.get(outputs.size() - 1), chance.below(3));
    }
    return start.made(outputs);
  }

  /** A model that ends as a loss wants it. */
  Block trained(String layer, Losses.Head head) {
    Start start = start();
    start.body.letWith(layer, chance.name("v"));
    start.body.statements(chance.between(1, 4));
    String last = chance.name("last");
    start.body.let("let", last, chance.between(1, 3));
    String output = chance.name("y");
    start.body.output(output, last, head);
    return start.made(List.of(output));
  }

  private Start start() {
    List<Parameter> parameters = parameters(chance.below(3), true);
    Scope scope = sample(parameters);
    List<Input> inputs = new ArrayList<>();
    for (Tensor tensor : tensors(chance.between(1, 3))) {
      inputs.add(new Input(chance.name("x"), written(tensor), (t, s) -> Optional.of(s)));
      scope = scope.with(inputs.get(inputs.size() - 1).name(), new Flow(List.of(tensor)));
    }
    return new Start(parameters, inputs, new Bodies(chance, chains, scope));
  }

  private Block withParameters(List<Parameter> parameters) {
    return new Block("model", "", parameters, List.of(), List.of(), List.of(), outside);
  }

  /** A full type, its sizes as expressions of constants. */
  private String written(Tensor tensor) {
    Numbers numbers = new Numbers(chance);
    List<String> sizes =
        tensor.sizes().stream().map(size -> numbers.whole(size, outside).text()).toList();
    return (tensor.ints() ? "int" : "float") + sizes;
  }

  /** A model in the making. */
  private final class Start {
    final List<Parameter> parameters;
    final List<Input> inputs;
    final Bodies body;

    Start(List<Parameter> parameters, List<Input> inputs, Bodies body) {
      this.parameters = parameters;
      this.inputs = inputs;
      this.body = body;
    }

    Block made(List<String> outputs) {
      String name = chance.camel("Net");
      return new Block("model", name, parameters, inputs, body.lines(), outputs, outside);
    }
  }
}
