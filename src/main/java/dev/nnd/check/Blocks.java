package dev.nnd.check;

import dev.nnd.graph.Value;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.syntax.Declaration;
import dev.nnd.syntax.Stage;
import dev.nnd.syntax.Statement;
import java.util.List;
import java.util.Optional;

/** Builds the blocks that a chain uses. */
final class Blocks {
  private final Assembly assembly;
  private final Scope scope;

  /**
   * Builds blocks.
   *
   * @param scope of the stages that use them
   */
  Blocks(Assembly assembly, Scope scope) {
    this.assembly = assembly;
    this.scope = scope;
  }

  /** What flows out of one use of a block. */
  Flow use(Declaration.Block block, Stage.Call call, Flow input, Paths paths) {
    String path = paths.next(block.name().text());
    Evaluator caller = new Evaluator(assembly.session(), assembly, scope);
    if (!block.complete()) {
      call.arguments().forEach(argument -> caller.value(argument.value()));
      return Flow.unknown();
    }
    Parameters parameters = new Parameters(assembly.session(), block.name(), block.parameters());
    Scope bound = parameters.given(call.arguments(), call.span(), caller);
    boolean sound = assembly.session().blocks().sound(block, call.callee());
    if (!sound || scope.isBlurred() || input instanceof Flow.Unknown) {
      return Flow.unknown();
    }
    Optional<Scope> matched = matched(block, call, input, bound);
    if (matched.isEmpty()) {
      return Flow.unknown();
    }
    assembly.enter(call.callee());
    Flow result =
        assembly.section(
            Section.Kind.BLOCK,
            block.name().text(),
            -1,
            call.span(),
            () -> result(new Body(assembly, path, matched.get()).build(block.body())));
    assembly.leave();
    return result;
  }

  private static Flow result(List<Flow> outputs) {
    List<Value> values = outputs.stream().flatMap(o -> o.values().stream()).toList();
    boolean whole = !values.isEmpty() && values.size() == outputs.size();
    return whole ? Flow.of(values) : Flow.unknown();
  }

  /** The scope with the names of the inputs and of their sizes. */
  private Optional<Scope> matched(
      Declaration.Block block, Stage.Call call, Flow input, Scope parameters) {
    List<Statement.Input> inputs = Body.inputs(block.body());
    if (inputs.size() != input.values().size()) {
      mismatch(block, call, inputs.size(), input);
      return Optional.empty();
    }
    Optional<Scope> matched = Optional.of(parameters);
    for (int i = 0; i < inputs.size(); i++) {
      Patterns patterns = new Patterns(assembly, call.callee());
      Statement.Input declared = inputs.get(i);
      Value value = input.values().get(i);
      matched = matched.flatMap(seen -> patterns.match(declared, value, seen));
    }
    return matched;
  }

  private void mismatch(Declaration.Block block, Stage.Call call, int inputs, Flow input) {
    if (inputs == 0) {
      return; // The block says that it needs one.
    }
    String needs = inputs == 1 ? "one tensor" : "a tuple of " + inputs + " tensors";
    assembly.report(
        Diagnostic.of(Code.WRONG_INPUT, call.span(), call.callee(), needs, input.describe())
            .withLabel(call.span(), "needs " + needs)
            .withLabel(block.name().span(), "declared here"));
  }
}
