package dev.nnd.check;

import dev.nnd.program.Distribution;
import dev.nnd.program.SearchPlan;
import dev.nnd.program.SearchPlan.Condition;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Span;
import dev.nnd.syntax.Declaration;
import dev.nnd.syntax.Entry;
import dev.nnd.syntax.Expression;
import dev.nnd.syntax.ParameterType;
import dev.nnd.syntax.Tree.Argument;
import dev.nnd.syntax.Tree.Name;
import dev.nnd.syntax.Tree.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Settles what a search draws, and on which conditions. */
final class DrawChecker {
  private final Session session;
  private final Declaration.Search search;
  private final Declaration.Train train;
  private final Parameters parameters;

  DrawChecker(Session session, Declaration.Search search, Declaration.Train train) {
    this.session = session;
    this.search = search;
    this.train = train;
    this.parameters = new Parameters(session, train.name(), train.parameters());
  }

  /**
   * The part of the plan that is drawn.
   *
   * @param drawings that the parameters are made of, in their order
   */
  record Settled(
      Declaration.Train train,
      List<Drawing> drawings,
      List<SearchPlan.Parameter> parameters,
      List<Condition> requirements) {}

  /** The names that the search draws, right or wrong. */
  Set<String> names() {
    return draws().stream().map(d -> d.parameter().text()).collect(Collectors.toSet());
  }

  private List<Entry.Draw> draws() {
    return search.entries().stream()
        .filter(Entry.Draw.class::isInstance)
        .map(Entry.Draw.class::cast)
        .toList();
  }

  private List<Expression> requirements() {
    return search.entries().stream()
        .filter(Entry.Require.class::isInstance)
        .map(e -> ((Entry.Require) e).condition())
        .toList();
  }

  /** The lines that are right, each on its own; what is not is reported. */
  List<Drawing> check() {
    Evaluator in = session.evaluator(parameters.without(names()));
    for (Expression requirement : requirements()) {
      if (in.condition(requirement).filter(holds -> !holds).isPresent()) {
        session.out().report(Code.NEVER_DRAWN, requirement.span());
      }
    }
    Map<String, Name> seen = new HashMap<>();
    List<Drawing> drawings = new ArrayList<>();
    for (Entry.Draw draw : draws()) {
      Name first = seen.putIfAbsent(draw.parameter().text(), draw.parameter());
      if (first != null) {
        twice(draw.parameter(), first);
      }
      draw.condition().ifPresent(in::condition);
      draw(draw).ifPresent(drawings::add);
    }
    return drawings;
  }

  private void twice(Name name, Name first) {
    session
        .out()
        .report(
            Diagnostic.of(Code.DECLARED_TWICE, name.span(), name)
                .withLabel(name.span(), "drawn again here")
                .withLabel(first.span(), "first drawn here"));
  }

  private Optional<Drawing> draw(Entry.Draw draw) {
    Name name = draw.parameter();
    Optional<Parameter> parameter =
        train.parameters().stream().filter(p -> p.name().text().equals(name.text())).findFirst();
    if (parameter.isEmpty()) {
      List<String> names = train.parameters().stream().map(p -> p.name().text()).toList();
      session
          .out()
          .report(
              Names.unknown(Code.NO_PARAMETER, name, names, train.name())
                  .withLabel(train.name().span(), "declared here"));
      return Optional.empty();
    }
    Evaluator in = session.evaluator(Scope.top());
    if (draw.distribution() instanceof Expression.Call call
        && call.callee().text().equals("choice")) {
      return choice(draw, call, parameter.get(), in);
    }
    Optional<Distribution> distribution =
        Distributions.FORMS.read(draw.distribution(), in, "the distribution of `" + name + "`");
    distribution
        .filter(d -> !suits(d, parameter.get().type()))
        .ifPresent(d -> unsuited(draw, parameter.get()));
    return distribution.map(d -> new Drawing(draw, parameter.get(), d, List.of()));
  }

  private static boolean suits(Distribution distribution, ParameterType type) {
    return type == ParameterType.FLOAT
        || type == ParameterType.INT && distribution instanceof Distribution.Whole;
  }

  private void unsuited(Entry.Draw draw, Parameter parameter) {
    String type = parameter.type().word();
    Diagnostic diagnostic =
        Diagnostic.of(Code.DRAWS_OTHERS, draw.distribution().span(), parameter.name(), type);
    boolean number = parameter.type() == ParameterType.INT;
    session
        .out()
        .report(
            diagnostic
                .withLabel(parameter.span(), "declared here")
                .withHelp(number ? "`int`, `log_int` and `choice` draw ints" : "use `choice`"));
  }

  private Optional<Drawing> choice(
      Entry.Draw draw, Expression.Call call, Parameter parameter, Evaluator in) {
    if (call.arguments().isEmpty()) {
      session.out().report(Code.WRONG_COUNT, call.span(), "choice", "1 or more values", 0);
    }
    Map<String, Constant> values = new LinkedHashMap<>();
    for (Argument argument : call.arguments()) {
      argument.name().ifPresent(n -> session.out().report(Code.NO_NAMES, n.span(), call.callee()));
      Meaning value = parameters.convert(parameter, argument.value(), in);
      if (value instanceof Constant c && values.putIfAbsent(c.text(), c) != null) {
        Span span = argument.value().span();
        session.out().report(Code.SETTING_TWICE, span, span.text(), "choice");
      }
    }
    Distribution choice = new Distribution.Choice(List.copyOf(values.keySet()));
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(new Drawing(draw, parameter, choice, List.copyOf(values.values())));
  }

  /** The parameters and requirements of lines that are all right; empty if they do not fit. */
  Optional<Settled> settle(List<Drawing> drawings) {
    Searched searched = new Searched(session.declarations(), train, drawings);
    boolean all = true;
    for (Parameter parameter : train.parameters()) {
      all &= hasValue(parameter, drawings);
    }
    List<SearchPlan.Parameter> settled = new ArrayList<>();
    for (Drawing drawing : drawings) {
      Optional<Condition> when =
          drawing.entry().condition().map(c -> new DrawnCondition(searched, c));
      Span span = drawing.entry().span();
      settled.add(new SearchPlan.Parameter(drawing.name(), drawing.distribution(), when, span));
    }
    List<Condition> required = new ArrayList<>();
    requirements().forEach(r -> required.add(new DrawnCondition(searched, r)));
    all &= noCycle(settled);
    return all ? Optional.of(new Settled(train, drawings, settled, required)) : Optional.empty();
  }

  /** Whether every configuration gives a parameter a value. */
  private boolean hasValue(Parameter parameter, List<Drawing> drawings) {
    String name = parameter.name().text();
    Optional<Drawing> drawing = drawings.stream().filter(d -> d.name().equals(name)).findFirst();
    Optional<Expression> when = drawing.flatMap(d -> d.entry().condition());
    if (parameter.value().isPresent() || drawing.isPresent() && when.isEmpty()) {
      return true;
    }
    Span span = when.map(Expression::span).orElse(search.name().span());
    String label = when.isPresent() ? "not drawn where this does not hold" : "does not draw it";
    session
        .out()
        .report(
            Diagnostic.of(Code.NO_VALUE, span, name, train.name())
                .withLabel(span, label)
                .withLabel(parameter.span(), "has no default"));
    return false;
  }

  /** Whether no parameter's being drawn depends on itself; the first that does is reported. */
  private boolean noCycle(List<SearchPlan.Parameter> drawn) {
    Map<String, SearchPlan.Parameter> byName = new HashMap<>();
    drawn.forEach(p -> byName.put(p.name(), p));
    for (SearchPlan.Parameter parameter : drawn) {
      Set<String> reached = new HashSet<>();
      List<String> open = new ArrayList<>(List.of(parameter.name()));
      while (!open.isEmpty()) {
        SearchPlan.Parameter next = byName.get(open.remove(open.size() - 1));
        for (String name : next.when().map(Condition::parameters).orElse(List.of())) {
          if (reached.add(name)) {
            open.add(name);
          }
        }
      }
      if (reached.contains(parameter.name())) {
        cycle(parameter, reached.stream().map(byName::get).toList());
        return false;
      }
    }
    return true;
  }

  private void cycle(SearchPlan.Parameter first, List<SearchPlan.Parameter> reached) {
    Span span = first.when().orElseThrow().origin();
    Diagnostic cycle = Diagnostic.of(Code.DRAW_CYCLE, span, first.name());
    for (SearchPlan.Parameter other : reached) {
      if (other.when().isPresent()) {
        String names = Kinds.listed(other.when().get().parameters());
        cycle = cycle.withLabel(other.when().get().origin(), "speaks of " + names);
      }
    }
    session.out().report(cycle);
  }
}
