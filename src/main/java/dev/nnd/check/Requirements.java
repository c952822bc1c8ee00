package dev.nnd.check;

import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.syntax.Expression;
import java.util.Optional;
import java.util.function.Consumer;

/** Checks what a body requires. */
final class Requirements {
  private Requirements() {}

  /**
   * Whether a condition holds or is unknown. If it does not hold, that is reported with its text.
   */
  static boolean hold(
      Expression condition,
      Optional<Expression.Text> text,
      Evaluator in,
      Consumer<Diagnostic> out) {
    boolean holds =
        in.session()
            .trace()
            .bind(condition.span(), () -> in.condition(condition).orElse(true))
            .value();
    if (!holds) {
      String written = condition.span().text();
      String message = text.map(Expression.Text::value).orElse("`" + written + "` does not hold");
      out.accept(
          Diagnostic.of(Code.REQUIREMENT, condition.span(), message)
              .withLabel(condition.span(), "this does not hold"));
    }
    return holds;
  }
}
