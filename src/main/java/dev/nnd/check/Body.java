package dev.nnd.check;

import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Span;
import dev.nnd.syntax.Statement;
import dev.nnd.syntax.Tree.Chain;
import dev.nnd.syntax.Tree.Name;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds the statements of a block or model, one after the other. */
final class Body implements Statement.Visitor<Scope> {
  private final Assembly assembly;
  private final String path;
  private final Map<Name, Flow> outputs = new LinkedHashMap<>();
  private Scope scope;

  /**
   * A body.
   *
   * @param path what the paths of its layers begin with; empty for a model
   * @param scope its parameters and inputs
   */
  Body(Assembly assembly, String path, Scope scope) {
    this.assembly = assembly;
    this.path = path;
    this.scope = scope;
  }

  /** The inputs among statements, in order. */
  static List<Statement.Input> inputs(List<Statement> statements) {
    List<Statement.Input> inputs = new ArrayList<>();
    for (Statement statement : statements) {
      if (statement instanceof Statement.Input input) {
        inputs.add(input);
      }
    }
    return inputs;
  }

  /** Builds the statements. What flows out, in order. */
  List<Flow> build(List<Statement> statements) {
    scope = scope.expecting(bound(statements));
    for (Statement statement : statements) {
      scope = statement.accept(this);
    }
    return List.copyOf(outputs.values());
  }

  /** The names that statements bind, inputs aside. */
  private static List<Name> bound(List<Statement> statements) {
    List<Name> names = new ArrayList<>();
    for (Statement statement : statements) {
      if (statement instanceof Statement.Let let) {
        names.add(let.name());
      } else if (statement instanceof Statement.Layer layer) {
        names.add(layer.name());
      } else if (statement instanceof Statement.Output output) {
        names.add(output.name());
      }
    }
    return names;
  }

  /** The outputs that were built, by name. */
  Map<Name, Flow> outputs() {
    return Collections.unmodifiableMap(outputs);
  }

  private Evaluator evaluator() {
    return new Evaluator(assembly.session(), assembly, scope);
  }

  private Scope declare(Name name, Meaning meaning) {
    return new Names(assembly.session(), scope).declare(name, meaning);
  }

  /** Inputs are in the scope from the start, wherever they stand. */
  @Override
  public Scope input(Statement.Input input) {
    return scope;
  }

  @Override
  public Scope let(Statement.Let let) {
    Trace.Traced<Meaning> value = value(let.name(), let.value());
    return new Names(assembly.session(), scope).declare(let.name(), value.value(), value.deps());
  }

  @Override
  public Scope output(Statement.Output output) {
    Meaning value = value(output.name(), output.value()).value();
    Flow flow = value instanceof Flow f ? f : Flow.unknown();
    if (!(value instanceof Flow)) {
      notATensor(output.value().span(), "an output", value);
    } else if (flow instanceof Flow.Tuple) {
      Diagnostic tuple = Diagnostic.of(Code.NESTED_TUPLE, output.value().span(), "an output");
      assembly.report(tuple.withHelp("give each tensor an `output` of its own"));
      flow = Flow.unknown();
    }
    outputs.put(output.name(), flow);
    return declare(output.name(), flow);
  }

  private void notATensor(Span span, String what, Meaning found) {
    Object[] args = {what, Flow.A_TENSOR, found.describe()};
    Diagnostic diagnostic = Diagnostic.of(Code.WRONG_TYPE, span, args);
    boolean layers =
        found instanceof Constant.ListOf list
            && list.items().stream().anyMatch(Constant.Chain.class::isInstance);
    assembly
        .session()
        .out()
        .report(
            layers
                ? diagnostic.withHelp("layers follow each other: `x -> dense(10) -> relu`")
                : diagnostic);
  }

  /** What a chain stands for; what a constant depends on comes with it. */
  private Trace.Traced<Meaning> value(Name name, Chain chain) {
    Trace.Traced<Meaning> source =
        assembly
            .session()
            .trace()
            .source(chain.source().span(), assembly, () -> evaluator().value(chain.source()));
    return new Trace.Traced<>(through(name, chain, source.value()), source.deps());
  }

  private Meaning through(Name name, Chain chain, Meaning source) {
    if (source instanceof Constant.Chain || source instanceof Meaning.Shared) {
      Diagnostic layers =
          Diagnostic.of(
              Code.WRONG_TYPE,
              chain.source().span(),
              "the start of a pipeline",
              "a tensor",
              source.describe());
      assembly
          .session()
          .out()
          .report(
              layers
                  .withHelp("what flows in stands before it: `x -> relu`, `(a, b) -> concat`")
                  .withHelp("`layer " + name + " = …` names layers"));
      return Flow.unknown();
    }
    if (chain.stages().isEmpty()) {
      return source;
    }
    Flow start = source instanceof Flow flow ? flow : Flow.unknown();
    if (source instanceof Constant) {
      notATensor(chain.source().span(), "the start of a pipeline", source);
    }
    return chains(name).through(chain.stages(), start);
  }

  private Chains chains(Name statement) {
    return new Chains(assembly, scope, new Paths(Paths.join(path, statement.text())));
  }

  @Override
  public Scope layer(Statement.Layer layer) {
    chains(layer.name()).only(layer.value());
    String own = Paths.join(path, layer.name().text());
    return declare(layer.name(), new Meaning.Shared(own, layer.value(), scope));
  }

  @Override
  public Scope require(Statement.Require require) {
    return Requirements.hold(require.condition(), require.text(), evaluator(), assembly::report)
        ? scope
        // What follows may rely on it, and would only repeat in other words what is wrong.
        : scope.blurred();
  }
}
