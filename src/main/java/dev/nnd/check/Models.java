package dev.nnd.check;

import dev.nnd.graph.Graph;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Result;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Type;
import dev.nnd.graph.Value;
import dev.nnd.graph.Verifier;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Span;
import dev.nnd.syntax.Declaration;
import dev.nnd.syntax.Expression;
import dev.nnd.syntax.Statement;
import dev.nnd.syntax.Tree.Doc;
import dev.nnd.syntax.Tree.Name;
import dev.nnd.syntax.Tree.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds models. */
final class Models {
  private final Session session;
  private final Assembly assembly;
  private final List<Flow> inputs = new ArrayList<>();

  Models(Session session) {
    this.session = session;
    this.assembly = new Assembly(session);
  }

  /** The graph in the making that holds the model. */
  Assembly assembly() {
    return assembly;
  }

  /** What flows in. */
  List<Flow> inputs() {
    return List.copyOf(inputs);
  }

  /**
   * Builds a model.
   *
   * @param parameters the scope of its parameters
   * @return what flows out, by output; complete if nothing is wrong
   */
  Map<Name, Flow> build(Declaration.Model model, Scope parameters) {
    Scope scope = parameters;
    for (Statement.Input input : Body.inputs(model.body())) {
      Flow flow =
          session
              .trace()
              .stage(input.span(), 0, Flow.unknown(), assembly, () -> input(input, parameters));
      inputs.add(flow);
      scope = new Names(session, scope).declare(input.name(), flow);
    }
    Body body = new Body(assembly, "", scope);
    body.build(model.body());
    BlockChecks.endings(session, model.name(), "model", model.body());
    NetworkLint.look(assembly, body.outputs().values());
    return body.outputs();
  }

  private Flow input(Statement.Input input, Scope parameters) {
    Optional<TensorType> written = input.type();
    if (written.isEmpty() || written.get().element().isEmpty()) {
      Span span = written.map(TensorType::span).orElse(input.name().span());
      Diagnostic untyped = Diagnostic.of(Code.UNTYPED_INPUT, span, input.name());
      session.out().report(untyped.withHelp("write its type, such as `float[1, 28, 28]`"));
      return Flow.unknown();
    }
    List<Integer> sizes = new ArrayList<>();
    for (Expression size : written.get().sizes()) {
      Kinds.COUNT
          .read(size, session.evaluator(parameters), "a size of `" + input.name() + "`")
          .ifPresent(sizes::add);
    }
    if (sizes.size() < written.get().sizes().size()) {
      return Flow.unknown();
    }
    Type type =
        new Type(Patterns.element(written.get().element().get()), new Shape(sizes).perSample());
    Primitive.Input op = new Primitive.Input(input.name().text(), type);
    Optional<Value> value = assembly.add(op, List.of(), input.span());
    return value.isPresent() ? new Flow.Tensor(value.get()) : Flow.unknown();
  }

  /**
   * The model of these settings.
   *
   * @param settings values of its parameters by name, as a program would write them
   */
  Optional<Model> model(Declaration.Model model, Map<String, String> settings) {
    Parameters parameters = new Parameters(session, model.name(), model.parameters());
    parameters.reportMissing(settings);
    return model(model, parameters, parameters.set(settings));
  }

  private Optional<Model> model(Declaration.Model model, Parameters parameters, Scope scope) {
    Map<Name, Flow> outputs = build(model, scope);
    return session.out().hasErrors()
        ? Optional.empty()
        : Optional.of(finish(model, parameters, scope, outputs));
  }

  /** The model that was built, when nothing is wrong with it. */
  Model finish(
      Declaration.Model model, Parameters parameters, Scope scope, Map<Name, Flow> outputs) {
    outputs.forEach((name, flow) -> result(name.text(), flow));
    Graph graph = assembly.graph();
    Verifier.verify(graph, "check");
    List<String> doc = model.doc().map(Doc::lines).orElse(List.of());
    return new Model(
        model.name().text(),
        parameters.written(scope),
        graph,
        assembly.sections(),
        doc,
        model.span());
  }

  private void result(String name, Flow flow) {
    if (!(flow instanceof Flow.Tensor tensor)) {
      throw new IllegalStateException("check: the output " + name + " is " + flow.describe());
    }
    assembly.builder().result(Result.Kind.OUTPUT, name, tensor.value());
  }
}
