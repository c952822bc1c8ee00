package dev.nnd.generate;

import dev.nnd.generate.Scope.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A block or model.
 *
 * @param outside the constants of the program
 */
record Block(
    String keyword,
    String name,
    List<Parameter> parameters,
    List<Input> inputs,
    List<Line> lines,
    List<String> outputs,
    Scope outside) {
  /**
   * A parameter.
   *
   * @param type as it is written
   * @param fallback its default, in the scope of the parameters before it
   */
  record Parameter(String name, String type, Optional<Written<?>> fallback) {
    String text() {
      return name + ": " + type + fallback.map(f -> " = " + f.text()).orElse("");
    }
  }

  /**
   * An input.
   *
   * @param type as it is written, if it is
   * @param match the scope with the sizes of a tensor by their names, if it suits
   */
  record Input(String name, String type, Match match) {
    String text() {
      return "input " + name + (type.isEmpty() ? "" : ": " + type);
    }
  }

  /** How a tensor meets the type of an input. */
  @FunctionalInterface
  interface Match {
    Optional<Scope> of(Tensor tensor, Scope scope);
  }

  /**
   * A statement.
   *
   * @param way the scope after it; empty if something in it does not suit
   */
  record Line(String text, Function<Scope, Optional<Scope>> way) {}

  /** What flows out, with the parameters in a scope. */
  Optional<List<Tensor>> through(List<Tensor> in, Scope parameters) {
    if (in.size() != inputs.size()) return Optional.empty();
    Optional<Scope> scope = Optional.of(parameters);
    for (int i = 0; i < in.size(); i++) {
      Input input = inputs.get(i);
      Tensor tensor = in.get(i);
      scope =
          scope
              .flatMap(s -> input.match().of(tensor, s))
              .map(s -> s.with(input.name(), new Flow(List.of(tensor))));
    }
    for (Line line : lines) scope = scope.flatMap(line.way());
    return scope.map(
        s -> outputs.stream().map(o -> s.get(o, Flow.class).tensors().get(0)).toList());
  }

  String text() {
    List<String> body = new ArrayList<>();
    inputs.forEach(input -> body.add(input.text()));
    lines.forEach(line -> body.add(line.text()));
    String list =
        parameters.isEmpty()
            ? ""
            : parameters.stream().map(Parameter::text).collect(Collectors.joining(", ", "(", ")"));
    return keyword + " " + name + list + " {\n    " + String.join("\n    ", body) + "\n}\n";
  }
}
