package dev.nnd.check;

import dev.nnd.graph.Element;
import dev.nnd.graph.Type;
import dev.nnd.graph.Value;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Span;
import dev.nnd.syntax.Expression;
import dev.nnd.syntax.Statement;
import dev.nnd.syntax.Tree.Name;
import dev.nnd.syntax.Tree.TensorType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Matches what flows into a block with what its inputs say, and gives names to the sizes. */
final class Patterns {
  private final Assembly assembly;
  private final Name use;

  /**
   * Matches the inputs of one use of a block.
   *
   * @param use the name of the block where it is used
   */
  Patterns(Assembly assembly, Name use) {
    this.assembly = assembly;
    this.use = use;
  }

  /** The scope with the input and its sizes; empty if the tensor does not suit. */
  Optional<Scope> match(Statement.Input input, Value value, Scope scope) {
    Optional<Scope> sizes =
        input.type().isPresent() ? sizes(input, value, scope) : Optional.of(scope);
    return sizes.map(
        s -> new Names(assembly.session(), s).declare(input.name(), new Flow.Tensor(value)));
  }

  private Optional<Scope> sizes(Statement.Input input, Value value, Scope scope) {
    TensorType pattern = input.type().orElseThrow();
    Type type = assembly.builder().type(value);
    List<Integer> sizes = type.shape().written();
    boolean element = pattern.element().map(e -> element(e) == type.element()).orElse(true);
    if (!element || pattern.sizes().size() != sizes.size()) {
      assembly.report(mismatch(pattern, value, pattern.span().text()));
      return Optional.empty();
    }
    Scope named = scope;
    for (int axis = 0; axis < sizes.size(); axis++) {
      Expression size = pattern.sizes().get(axis);
      Optional<Name> free = free(assembly.session(), named, size);
      Constant.Int actual = new Constant.Int(sizes.get(axis));
      if (free.isPresent()) {
        Deps deps = assembly.session().trace().of(new Flow.Tensor(value));
        named = new Names(assembly.session(), named).declare(free.get(), actual, deps);
      } else if (!holds(size, actual, named)) {
        assembly.report(mismatch(pattern, value, needed(pattern, size, named)));
        return Optional.empty();
      }
    }
    return Optional.of(named);
  }

  private boolean holds(Expression size, Constant.Int actual, Scope scope) {
    Optional<Constant> wanted = evaluator(scope).constant(size);
    return wanted.isEmpty() || wanted.get().equals(actual);
  }

  private String needed(TensorType pattern, Expression size, Scope scope) {
    String wanted = evaluator(scope).constant(size).map(Constant::text).orElse("?");
    String written = size.span().text();
    String value = written.equals(wanted) ? "" : " with `" + written + "` = " + wanted;
    return pattern.span().text() + value;
  }

  private Evaluator evaluator(Scope scope) {
    return new Evaluator(assembly.session(), assembly, scope);
  }

  private Diagnostic mismatch(TensorType pattern, Value value, String needs) {
    String type = Types.text(assembly.builder().type(value));
    Span maker = assembly.builder().node(value).origin();
    return Diagnostic.of(Code.WRONG_INPUT, use.span(), use, needs, type)
        .withLabel(use.span(), "needs " + needs)
        .withLabel(pattern.span(), "asked for here")
        .withLabel(maker, "gives " + type);
  }

  /** The name that a size of a pattern binds, unless it has a meaning already. */
  static Optional<Name> free(Session session, Scope scope, Expression size) {
    return size instanceof Expression.Reference reference
            && new Names(session, scope).value(reference.name().text()).isEmpty()
        ? Optional.of(reference.name())
        : Optional.empty();
  }

  /** The element of a tensor type. */
  static Element element(TensorType.Element element) {
    return Element.valueOf(element.name().toUpperCase(Locale.ROOT));
  }
}
