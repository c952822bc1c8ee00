package dev.nnd.check;

import dev.nnd.graph.Element;
import dev.nnd.graph.Node;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Value;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Span;
import dev.nnd.syntax.Declaration;
import dev.nnd.syntax.Expression.Layers;
import dev.nnd.syntax.Stage;
import dev.nnd.syntax.Tree.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Builds chains of stages in one scope: each stage is added to the graph with what flows into it.
 * Where that is unknown, names and settings are still checked.
 */
final class Chains {
  private static final Kind<Integer> COUNT = Kinds.integer(0);

  private final Assembly assembly;
  private final Scope scope;
  private final Paths paths;

  /**
   * Builds chains.
   *
   * @param scope where the names of the stages mean something
   * @param paths gives them their paths
   */
  Chains(Assembly assembly, Scope scope, Paths paths) {
    this.assembly = assembly;
    this.scope = scope;
    this.paths = paths;
  }

  /** What flows out of these stages. */
  Flow through(List<Stage> stages, Flow input) {
    if (stages.isEmpty() || !assembly.descend(stages.get(0).span())) {
      return stages.isEmpty() ? input : Flow.unknown();
    }
    Flow flow = input;
    for (Stage stage : stages) {
      Flow into = flow;
      Supplier<Flow> one = () -> stage.accept(new OneStage(into));
      flow =
          assembly.spend(stage.span())
              ? assembly.session().trace().stage(stage.span(), 0, into, assembly, one)
              : Flow.unknown();
    }
    assembly.ascend();
    return flow;
  }

  private Evaluator evaluator() {
    return new Evaluator(assembly.session(), assembly, scope);
  }

  /** Checks the names and settings of layers that are not built. */
  void only(Layers layers) {
    only(layers, scope);
  }

  private void only(Layers layers, Scope inner) {
    new Chains(assembly, inner.blurred(), new Paths("")).through(layers.stages(), Flow.unknown());
  }

  private final class OneStage implements Stage.Visitor<Flow> {
    private final Flow input;

    OneStage(Flow input) {
      this.input = input;
    }

    @Override
    public Flow call(Stage.Call call) {
      Names names = new Names(assembly.session(), scope);
      String name = call.callee().text();
      Optional<Meaning> value = names.value(name);
      Optional<LayerSpec> layer = LayerTable.find(name);
      if (value.isPresent() && !(layer.isPresent() && !names.isLayer(name))) {
        return named(call, value.get());
      }
      if (layer.isPresent()) {
        return layer(call, layer.get());
      }
      Optional<Named> declared = assembly.session().declarations().find(name);
      if (declared.isPresent()) {
        return declared.get().declaration() instanceof Declaration.Block block
            ? new Blocks(assembly, scope).use(block, call, input, paths)
            : notALayer(call, "a " + declared.get().kind());
      }
      Flow unknown = names.unknownStage(call.callee());
      Optional<LayerSpec> meant =
          FamiliarNames.meant(name, LayerTable.names()).flatMap(LayerTable::find);
      if (meant.isPresent()) {
        // So that its settings, and what follows it, are checked at once.
        return layer(call, meant.get());
      }
      call.arguments().forEach(argument -> evaluator().value(argument.value()));
      return unknown;
    }

    private Flow notALayer(Stage.Call call, String what) {
      Diagnostic wrong = Diagnostic.of(Code.NOT_A_LAYER, call.callee().span(), call.callee(), what);
      boolean tensor = what.equals(Flow.A_TENSOR);
      assembly
          .session()
          .out()
          .report(
              tensor
                  ? wrong.withHelp("put tensors together at the start: `(a, b) -> add`, or `a + b`")
                  : wrong);
      return Flow.unknown();
    }

    /** A name of the body: a binding by {@code layer}, or a parameter or constant of layers. */
    private Flow named(Stage.Call call, Meaning meaning) {
      if (meaning instanceof Flow.Unknown) {
        return Flow.unknown();
      }
      boolean shared = meaning instanceof Meaning.Shared;
      if (!shared && !(meaning instanceof Constant.Chain)) {
        return notALayer(call, meaning.describe());
      }
      if (call.parenthesised()) {
        assembly.session().out().report(Code.NO_SETTINGS, call.span(), call.callee());
      }
      assembly.enter(call.callee());
      Flow result =
          meaning instanceof Meaning.Shared binding
              ? through(binding.layers(), binding.scope(), new Paths(binding.path()))
              : through((Constant.Chain) meaning);
      assembly.leave();
      return result;
    }

    private Flow through(Constant.Chain chain) {
      return through(chain.layers(), chain.scope(), paths);
    }

    private Flow through(Layers layers, Scope inner, Paths inside) {
      return new Chains(assembly, inner, inside).through(layers.stages(), input);
    }

    private Flow layer(Stage.Call call, LayerSpec layer) {
      String path = paths.next(layer.name());
      Optional<Settings> settings =
          layer.signature().read(call.arguments(), call.span(), evaluator());
      if (settings.isEmpty() || !suits(call, layer)) {
        return Flow.unknown();
      }
      new Smoothness(assembly).note(layer.name(), settings.get(), input);
      LayerCall built =
          new LayerCall(assembly, layer.name(), path, call.span(), settings.get(), input.values());
      return assembly.section(
          Section.Kind.LAYER,
          layer.name(),
          -1,
          call.span(),
          () -> build(call, layer, settings.get(), built));
    }

    private Flow build(Stage.Call call, LayerSpec layer, Settings settings, LayerCall built) {
      Optional<Value> result = layer.rule().build(built);
      result.ifPresent(
          value ->
              assembly.built(
                  new LayerUse(layer.name(), settings, input.values(), value, call.span())));
      return result.isPresent() ? new Flow.Tensor(result.get()) : Flow.unknown();
    }

    private boolean suits(Stage.Call call, LayerSpec layer) {
      if (input instanceof Flow.Unknown) {
        return false;
      }
      boolean takesTuple = layer.takes() == LayerSpec.Takes.TUPLE;
      boolean either = layer.takes() == LayerSpec.Takes.EITHER;
      if (!either && takesTuple != input instanceof Flow.Tuple) {
        String takes = takesTuple ? "a tuple of tensors" : "one tensor";
        Diagnostic diagnostic =
            Diagnostic.of(Code.WRONG_INPUT, call.span(), layer.name(), takes, input.describe());
        for (Value value : input.values()) {
          String type = Types.text(assembly.builder().type(value));
          Span maker = assembly.builder().node(value).origin();
          diagnostic = diagnostic.withLabel(maker, "gives " + type);
        }
        assembly.report(
            diagnostic.withHelp(
                takesTuple
                    ? "make a tuple with a fork, `[identity, relu]`, or in the source, `(a, b)`"
                    : "`add`, `multiply` and `concat` make one tensor of a tuple"));
        return false;
      }
      for (Value value : either ? input.values() : input.values().subList(0, 1)) {
        boolean floats = assembly.builder().type(value).element() == Element.FLOAT;
        boolean wrong =
            floats
                ? layer.takes() == LayerSpec.Takes.INTS
                : layer.takes() == LayerSpec.Takes.FLOATS || either;
        if (wrong) {
          assembly.report(otherElements(call, layer, assembly.builder().node(value)));
          return false;
        }
      }
      return true;
    }

    private Diagnostic otherElements(Stage.Call call, LayerSpec layer, Node maker) {
      String type = Types.text(maker.type());
      boolean ints = layer.takes() == LayerSpec.Takes.INTS;
      Diagnostic wrong =
          Diagnostic.of(Code.WRONG_INPUT, call.span(), layer.name(), ints ? "ints" : "floats", type)
              .withLabel(maker.origin(), "gives " + type);
      boolean typed = maker.op() instanceof Primitive.Input;
      String other = (ints ? "int" : "float") + Types.text(maker.type().shape().written());
      if (typed && ints) return wrong.withHelp("if these are codes, write `" + other + "`");
      return wrong.withHelp(
          ints
              ? "codes are an input `int[...]`, as it is: arithmetic makes floats of them"
              : "`embedding` makes floats of codes");
    }

    @Override
    public Flow when(Stage.When when) {
      Optional<Boolean> holds = evaluator().condition(when.condition());
      if (holds.isEmpty()) {
        only(when.then());
        only(when.otherwise());
        return Flow.unknown();
      }
      only(holds.get() ? when.otherwise() : when.then());
      return through(holds.get() ? when.then() : when.otherwise(), scope, paths);
    }

    @Override
    public Flow repeat(Stage.Repeat repeat) {
      Optional<Integer> count = COUNT.read(repeat.count(), evaluator(), "the count of `repeat`");
      String path = paths.next("repeat");
      if (count.isEmpty() || count.get() == 0) {
        only(repeat.body(), indexed(repeat, Flow.unknown()));
        return count.isEmpty() ? Flow.unknown() : input;
      }
      return assembly.section(
          Section.Kind.REPEAT,
          "repeat",
          -1,
          repeat.span(),
          () -> rounds(repeat, count.get(), path));
    }

    private Flow rounds(Stage.Repeat repeat, int count, String path) {
      Flow flow = input;
      for (int i = 0; i < count && !assembly.exhausted(); i++) {
        flow = round(repeat, i, Paths.join(path, String.valueOf(i)), flow);
      }
      return flow;
    }

    private Flow round(Stage.Repeat repeat, int number, String path, Flow flow) {
      Chains inside =
          new Chains(assembly, indexed(repeat, new Constant.Int(number)), new Paths(path));
      return assembly.section(
          Section.Kind.ROUND,
          "repeat",
          number,
          repeat.span(),
          () -> traced(repeat, number, flow, () -> inside.through(repeat.body().stages(), flow)));
    }

    private Flow traced(Stage.Repeat repeat, int number, Flow flow, Supplier<Flow> round) {
      return assembly.session().trace().stage(repeat.span(), number, flow, assembly, round);
    }

    private Scope indexed(Stage.Repeat repeat, Meaning index) {
      Optional<Name> name = repeat.index();
      return name.isPresent()
          ? new Names(assembly.session(), scope).declare(name.get(), index)
          : scope;
    }

    @Override
    public Flow fork(Stage.Fork fork) {
      String path = paths.next("fork");
      List<Value> results = new ArrayList<>();
      for (int i = 0; i < fork.branches().size(); i++) {
        Layers branch = fork.branches().get(i);
        Paths inside = new Paths(Paths.join(path, String.valueOf(i)));
        Flow result = through(branch, scope, inside);
        if (result instanceof Flow.Tuple) {
          assembly.report(
              Diagnostic.of(Code.NESTED_TUPLE, branch.span(), "a branch of a fork")
                  .withHelp("`add`, `multiply` and `concat` make one tensor of a tuple"));
        } else {
          results.addAll(result.values());
        }
      }
      return results.size() == fork.branches().size() ? Flow.of(results) : Flow.unknown();
    }

    @Override
    public Flow group(Stage.Group group) {
      return through(group.body(), scope, paths);
    }
  }
}
