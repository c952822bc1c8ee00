package dev.nnd.generate;

import dev.nnd.generate.Block.Parameter;
import dev.nnd.generate.Chain.Part;
import dev.nnd.generate.Scope.Layers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Draws of uses of blocks and models, with arguments by place and by name. */
final class Uses {
  private final Chance chance;
  private final Numbers numbers;
  private final Chains chains;

  Uses(Chance chance, Chains chains) {
    this.chance = chance;
    this.numbers = new Numbers(chance);
    this.chains = chains;
  }

  /** A use of a block, as a stage. */
  Part of(Block block, Scope scope) {
    Map<Parameter, Written<?>> given = new LinkedHashMap<>();
    for (Parameter parameter : block.parameters()) {
      if (parameter.fallback().isEmpty() || chance.oneIn(2)) {
        given.put(parameter, value(parameter.type(), scope));
      }
    }
    String text = block.name() + arguments(block, given);
    return new Part(text, (in, s) -> block.through(in, bound(block, given, s)));
  }

  /** Something that a parameter of a type can be. */
  Written<?> value(String type, Scope scope) {
    return switch (type) {
      case "int" -> numbers.whole(chance.between(1, 8), scope);
      case "float" -> numbers.share(scope);
      case "bool" -> numbers.truth(chance.oneIn(2), scope);
      default -> {
        Chain chain = chains.simple(scope);
        Function<Scope, Layers> layers = s -> Layers.each(chain, s);
        yield new Written<>(chain.text(), layers);
      }
    };
  }

  private String arguments(Block block, Map<Parameter, Written<?>> given) {
    List<String> arguments = new ArrayList<>();
    List<Parameter> rest = new ArrayList<>(chance.shuffled(List.copyOf(given.keySet())));
    for (Parameter parameter : block.parameters()) {
      if (!given.containsKey(parameter) || chance.oneIn(3)) break;
      arguments.add(given.get(parameter).text());
      rest.remove(parameter);
    }
    rest.forEach(p -> arguments.add(p.name() + ": " + given.get(p).text()));
    boolean bare = arguments.isEmpty() && chance.oneIn(2);
    return bare ? "" : "(" + String.join(", ", arguments) + ")";
  }

  /** The parameters as they are in one use. */
  static Scope bound(Block block, Map<Parameter, Written<?>> given, Scope caller) {
    Scope scope = block.outside();
    for (Parameter parameter : block.parameters()) {
      Object value =
          given.containsKey(parameter)
              ? given.get(parameter).at(caller)
              : parameter.fallback().orElseThrow().at(scope);
      scope = scope.with(parameter.name(), value);
    }
    return scope;
  }
}
