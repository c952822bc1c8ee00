package dev.nnd.check;

import dev.nnd.program.Drawn;
import dev.nnd.source.Diagnostics;
import dev.nnd.syntax.Declaration;
import dev.nnd.syntax.Expression;
import dev.nnd.syntax.Tree.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters of a train as its search sees them: some drawn, the others by their defaults,
 * which may be made of those before. For several threads.
 */
final class Searched {
  private final Declarations declarations;
  private final Declaration.Train train;
  private final Map<String, Drawing> drawings = new HashMap<>();

  /** What a parameter has where it is not drawn, where that is the same for all configurations. */
  private final Map<String, Meaning> standards = new HashMap<>();

  Searched(Declarations declarations, Declaration.Train train, List<Drawing> drawings) {
    this.declarations = declarations;
    this.train = train;
    drawings.forEach(d -> this.drawings.put(d.name(), d));
    Scope scope = new Parameters(session(), train.name(), train.parameters()).without(names());
    for (Parameter parameter : train.parameters()) {
      Meaning value = scope.find(parameter.name().text()).orElseThrow().meaning();
      if (value instanceof Constant && !this.drawings.containsKey(parameter.name().text())) {
        standards.put(parameter.name().text(), value);
      }
    }
  }

  /** Whoever evaluates here reports nothing. */
  private Session session() {
    return new Session(declarations, new Diagnostics());
  }

  /** The names of what is drawn. */
  Set<String> names() {
    return drawings.keySet();
  }

  /**
   * Whether a condition holds for what was drawn; not if it has no value.
   *
   * @param read the parameters that it depends on
   */
  boolean holds(Expression condition, Map<String, Drawn> drawn, List<Parameter> read) {
    Session session = session();
    return session.evaluator(scope(session, drawn, read)).condition(condition).orElse(false);
  }

  private Scope scope(Session session, Map<String, Drawn> drawn, List<Parameter> read) {
    Scope scope = Scope.top();
    for (Parameter parameter : read) {
      scope = scope.with(parameter.name(), value(session, drawn, parameter, scope));
    }
    return scope;
  }

  private Meaning value(
      Session session, Map<String, Drawn> drawn, Parameter parameter, Scope scope) {
    String name = parameter.name().text();
    Drawn value = drawn.get(name);
    if (value != null) {
      return drawings.get(name).constant(value);
    }
    Meaning known = standards.get(name);
    return known != null
        ? known
        : new Parameters(session, train.name(), List.of(parameter)).standard(parameter, scope);
  }

  /**
   * The parameters that an expression depends on, in order: those that it names, and those that
   * make the defaults which these may have.
   */
  List<Parameter> read(Expression expression) {
    Set<String> read = new HashSet<>();
    List<Expression> open = new ArrayList<>(List.of(expression));
    while (!open.isEmpty()) {
      for (Parameter parameter : named(open.remove(open.size() - 1))) {
        if (read.add(parameter.name().text()) && isEverStandard(parameter)) {
          parameter.value().ifPresent(open::add);
        }
      }
    }
    return train.parameters().stream().filter(p -> read.contains(p.name().text())).toList();
  }

  private boolean isEverStandard(Parameter parameter) {
    return Optional.ofNullable(drawings.get(parameter.name().text()))
        .map(d -> d.entry().condition().isPresent())
        .orElse(true);
  }

  /** The parameters that an expression names. Where nothing is known, all of it is looked at. */
  private List<Parameter> named(Expression expression) {
    Session session = session();
    Scope scope = Scope.top();
    for (Parameter parameter : train.parameters()) {
      scope = scope.with(parameter.name(), Flow.unknown());
    }
    session.evaluator(scope.blurred()).value(expression);
    return train.parameters().stream().filter(p -> session.isUsed(p.name())).toList();
  }
}
