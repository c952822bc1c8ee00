package dev.nnd.check;

import dev.nnd.source.Span;
import dev.nnd.syntax.Declaration;
import dev.nnd.syntax.Expression;
import dev.nnd.syntax.Tree.Argument;
import dev.nnd.syntax.Tree.Name;
import java.util.List;
import java.util.Optional;

/**
 * A model with the settings that a train gives it.
 *
 * @param scope of its parameters
 * @param span where the train names it
 */
record ModelUse(Declaration.Model model, Parameters parameters, Scope scope, Span span) {
  /** Reads {@code Name} or {@code Name(settings)}. */
  static Optional<ModelUse> read(Expression value, Evaluator in, String what) {
    return value instanceof Expression.Call call
        ? of(call.callee(), call.arguments(), value.span(), in)
        : References.find(value, Declaration.Model.class, "model", in.session())
            .flatMap(model -> of(model, List.of(), value.span(), in));
  }

  private static Optional<ModelUse> of(
      Name name, List<Argument> arguments, Span span, Evaluator in) {
    return References.find(name, Declaration.Model.class, "model", in.session())
        .flatMap(model -> of(model, arguments, span, in));
  }

  private static Optional<ModelUse> of(
      Declaration.Model model, List<Argument> arguments, Span span, Evaluator in) {
    Parameters parameters = new Parameters(in.session(), model.name(), model.parameters());
    Scope scope = parameters.given(arguments, span, in);
    return Optional.of(new ModelUse(model, parameters, scope, span));
  }
}
