package dev.nnd.check;

import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.SourceFile;
import dev.nnd.source.Span;
import dev.nnd.syntax.Declaration;
import dev.nnd.syntax.Expression;
import dev.nnd.syntax.ParameterType;
import dev.nnd.syntax.Parser;
import dev.nnd.syntax.Tree;
import dev.nnd.syntax.Tree.Argument;
import dev.nnd.syntax.Tree.Name;
import dev.nnd.syntax.Tree.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parameters of a declaration, and the scopes that giving them values makes. */
final class Parameters {
  private final Session session;
  private final Name owner;
  private final List<Parameter> parameters;

  /**
   * Parameters.
   *
   * @param owner the declaration that has them
   */
  Parameters(Session session, Name owner, List<Parameter> parameters) {
    this.session = session;
    this.owner = owner;
    this.parameters = List.copyOf(parameters);
  }

  private List<String> names() {
    return parameters.stream().map(p -> p.name().text()).toList();
  }

  /**
   * The scope that arguments make, with defaults for the rest. What is wrong or missing is reported
   * and unknown.
   *
   * @param call what the arguments stand in
   * @param caller evaluates in the scope of the call
   */
  Scope given(List<Argument> arguments, Span call, Evaluator caller) {
    Arguments matched = Arguments.match(owner.text(), names(), arguments, session.out());
    Map<String, Trace.Traced<Meaning>> given = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    for (Parameter parameter : parameters) {
      String name = parameter.name().text();
      Argument argument = matched.byName().get(name);
      if (argument != null) {
        Span span = argument.span();
        given.put(
            name, session.trace().bind(span, () -> convert(parameter, argument.value(), caller)));
      } else if (parameter.value().isEmpty()) {
        missing.add(name);
      }
    }
    if (!missing.isEmpty()) {
      Diagnostic diagnostic =
          Diagnostic.of(Code.MISSING_SETTING, call, owner, Kinds.listed(missing));
      session
          .out()
          .report(diagnostic.withLabel(call, "here").withLabel(owner.span(), "declared here"));
    }
    return traced((parameter, seen) -> Optional.ofNullable(given.get(parameter.name().text())));
  }

  /**
   * The scope of settings that come from outside, with defaults for the rest. A parameter with
   * neither is unknown, and not reported.
   *
   * @param settings values by name, as a program would write them
   */
  Scope set(Map<String, String> settings) {
    for (String name : settings.keySet()) {
      if (!names().contains(name)) {
        Name unknown = new Name(name, owner.span());
        session.out().report(Names.unknown(Code.UNKNOWN_SETTING, unknown, names(), owner));
      }
    }
    return scope(
        (parameter, seen) ->
            Optional.ofNullable(settings.get(parameter.name().text()))
                .map(text -> outside(parameter, text, seen)));
  }

  /** The scope of defaults, with nothing known of some parameters. */
  Scope without(Set<String> names) {
    return scope(
        (parameter, seen) ->
            names.contains(parameter.name().text())
                ? Optional.of(Flow.unknown())
                : Optional.empty());
  }

  /** Reports the parameters that neither a setting nor a default gives a value. */
  void reportMissing(Map<String, String> settings) {
    List<String> missing =
        parameters.stream()
            .filter(p -> p.value().isEmpty() && !settings.containsKey(p.name().text()))
            .map(p -> p.name().text())
            .toList();
    if (!missing.isEmpty()) {
      session.out().report(Code.MISSING_SETTING, owner.span(), owner, Kinds.listed(missing));
    }
  }

  private Meaning outside(Parameter parameter, String text, Scope seen) {
    if (parameter.type() == ParameterType.STRING && !text.startsWith("\"")) {
      return new Constant.Text(text);
    }
    String declaration = "const " + parameter.name() + " = " + text;
    SourceFile file = new SourceFile("--set " + parameter.name(), declaration);
    Diagnostics errors = new Diagnostics();
    Tree.File tree = Parser.parse(file, errors);
    boolean one =
        !errors.hasErrors()
            && tree.declarations().size() == 1
            && tree.declarations().get(0) instanceof Declaration.Const c
            && c.complete();
    if (!one) {
      Span all = new Span(file, declaration.length() - text.length(), declaration.length());
      session.out().report(Code.NOT_ONE_VALUE, all, text, parameter.name());
      return Flow.unknown();
    }
    Declaration.Const constant = (Declaration.Const) tree.declarations().get(0);
    return convert(parameter, constant.value(), session.evaluator(seen));
  }

  /** What gives a parameter its value, if anything but its default does. */
  @FunctionalInterface
  private interface Given<T> {
    Optional<T> value(Parameter parameter, Scope seen);
  }

  private Scope scope(Given<Meaning> given) {
    return traced(
        (parameter, seen) ->
            given.value(parameter, seen).map(value -> new Trace.Traced<>(value, Deps.NONE)));
  }

  /** Parameters see those before them, so that a default may be made of them. */
  private Scope traced(Given<Trace.Traced<Meaning>> given) {
    Scope scope = Scope.top();
    for (Parameter parameter : parameters) {
      Scope seen = scope;
      Trace.Traced<Meaning> value =
          given.value(parameter, seen).orElseGet(() -> tracedStandard(parameter, seen));
      scope = new Names(session, scope).declare(parameter.name(), value.value(), value.deps());
    }
    return scope;
  }

  private Trace.Traced<Meaning> tracedStandard(Parameter parameter, Scope seen) {
    return session.trace().bind(parameter.span(), () -> standard(parameter, seen));
  }

  /**
   * The scope of what a search draws, with defaults for the rest.
   *
   * @param drawn values by name, and what they depend on; a name without a value may have a default
   */
  Scope drawn(Map<String, Trace.Traced<Optional<Meaning>>> drawn) {
    Scope scope = Scope.top();
    for (Parameter parameter : parameters) {
      Scope seen = scope;
      Trace.Traced<Optional<Meaning>> given =
          drawn.getOrDefault(
              parameter.name().text(), new Trace.Traced<>(Optional.empty(), Deps.NONE));
      Trace.Traced<Meaning> value =
          given.value().isPresent()
              ? new Trace.Traced<>(given.value().get(), Deps.NONE)
              : tracedStandard(parameter, seen);
      scope = scope.with(parameter.name(), value.value(), value.deps().and(given.deps()));
    }
    return scope;
  }

  /** The default of a parameter, or unknown. */
  Meaning standard(Parameter parameter, Scope seen) {
    Evaluator in = session.evaluator(seen);
    return parameter.value().map(v -> convert(parameter, v, in)).orElse(Flow.unknown());
  }

  /** A value for a parameter, as one of its type; unknown if it cannot be, which is reported. */
  Meaning convert(Parameter parameter, Expression value, Evaluator in) {
    Optional<Constant> constant =
        parameter.type() == ParameterType.LAYER ? layers(value, in) : in.constant(value);
    if (constant.isEmpty()) {
      return Flow.unknown();
    }
    Optional<Constant> converted = as(parameter.type(), constant.get());
    if (converted.isPresent()) {
      return converted.get();
    }
    String what = "`" + parameter.name() + "` of `" + owner + "`";
    String expected = article(parameter.type());
    Diagnostic wrong =
        Diagnostic.of(Code.WRONG_TYPE, value.span(), what, expected, constant.get().describe());
    boolean whole =
        parameter.type() == ParameterType.INT && constant.get() instanceof Constant.Float;
    session.out().report(whole ? wrong.withHelp(Kinds.TO_INT) : wrong);
    return Flow.unknown();
  }

  /** A value as layers, where it reads as some; its names mean what they mean where it stands. */
  private Optional<Constant> layers(Expression value, Evaluator in) {
    Names names = new Names(session, in.scope());
    boolean single =
        value instanceof Expression.Reference r && !names.isLayer(r.name().text())
            || value instanceof Expression.Call c && !names.isLayer(c.callee().text());
    if (!single) {
      value
          .asLayers()
          .ifPresent(new Chains(new Assembly(session), in.scope(), new Paths(""))::only);
    }
    Optional<Constant> chain =
        value.asLayers().map(layers -> new Constant.Chain(layers, in.scope()));
    return single || chain.isEmpty() ? in.constant(value) : chain;
  }

  private static Optional<Constant> as(ParameterType type, Constant value) {
    return switch (type) {
      case INT -> Optional.of(value).filter(Constant.Int.class::isInstance);
      case FLOAT ->
          Optional.of(value)
              .filter(Numbers::isNumber)
              .map(v -> new Constant.Float(Numbers.real(v)));
      case BOOL -> Optional.of(value).filter(Constant.Bool.class::isInstance);
      case STRING -> Optional.of(value).filter(Constant.Text.class::isInstance);
      case LAYER -> Optional.of(value).filter(Constant.Chain.class::isInstance);
    };
  }

  private static String article(ParameterType type) {
    return (type == ParameterType.INT ? "an " : "a ") + type.word();
  }

  /** The values of the parameters as a program would write them, in order. */
  Map<String, String> written(Scope scope) {
    Map<String, String> written = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      scope
          .find(parameter.name().text())
          .map(Scope.Bound::meaning)
          .filter(Constant.class::isInstance)
          .ifPresent(value -> written.put(parameter.name().text(), ((Constant) value).text()));
    }
    return written;
  }
}
