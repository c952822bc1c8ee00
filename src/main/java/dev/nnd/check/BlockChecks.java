package dev.nnd.check;

import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.syntax.Declaration;
import dev.nnd.syntax.Expression;
import dev.nnd.syntax.Statement;
import dev.nnd.syntax.Tree.Name;
import dev.nnd.syntax.Tree.TensorType;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks each block once on its own, before anything is built of it: with its defaults, and with
 * inputs of which nothing is known. A block that uses itself, by whatever way, is found here.
 */
final class BlockChecks {
  /** Blocks that wait for each other: little enough for the stack of any thread. */
  private static final int DEEPEST = 100;

  private final Session session;
  private final Set<String> done = new HashSet<>();
  private final Set<String> recursive = new HashSet<>();
  private final Map<String, Declaration.Block> underway = new LinkedHashMap<>();

  BlockChecks(Session session) {
    this.session = session;
  }

  /**
   * Whether a block can be built: it does not use itself.
   *
   * @param use the name where it is used
   */
  boolean sound(Declaration.Block block, Name use) {
    String name = block.name().text();
    if (underway.containsKey(name)) {
      cycle(name, use);
    } else if (underway.size() == DEEPEST) {
      session.out().report(Code.NESTED_TOO_DEEPLY, use.span(), DEEPEST);
      recursive.add(name);
    } else {
      check(block);
    }
    return !recursive.contains(name);
  }

  private void cycle(String name, Name use) {
    boolean within = false;
    for (String waiting : underway.keySet()) {
      within |= waiting.equals(name);
      if (within) {
        recursive.add(waiting);
      }
    }
    Diagnostic diagnostic = Diagnostic.of(Code.BLOCK_CYCLE, use.span(), name);
    session
        .out()
        .report(
            diagnostic
                .withLabel(use.span(), "uses `" + name + "` again")
                .withLabel(underway.get(name).name().span(), "declared here"));
  }

  /** Checks a block, unless that was done before. */
  void check(Declaration.Block block) {
    String name = block.name().text();
    if (!block.complete() || !done.add(name)) {
      return;
    }
    underway.put(name, block);
    Parameters parameters = new Parameters(session, block.name(), block.parameters());
    Scope scope = parameters.set(Map.of());
    for (Statement.Input input : Body.inputs(block.body())) {
      scope = unknown(input, scope);
    }
    Body body = new Body(new Assembly(session), "", scope);
    body.build(block.body());
    underway.remove(name);
    endings(session, block.name(), "block", block.body());
  }

  private Scope unknown(Statement.Input input, Scope scope) {
    Scope named = scope;
    List<Expression> sizes = input.type().map(TensorType::sizes).orElse(List.of());
    for (Expression size : sizes) {
      Optional<Name> free = Patterns.free(session, named, size);
      if (free.isPresent()) {
        named = new Names(session, named).declare(free.get(), Flow.unknown());
      } else {
        session.evaluator(named).constant(size);
      }
    }
    return new Names(session, named).declare(input.name(), Flow.unknown());
  }

  /** Reports a body into which or out of which nothing flows. */
  static void endings(Session session, Name name, String kind, List<Statement> body) {
    if (Body.inputs(body).isEmpty()) {
      Diagnostic none = Diagnostic.of(Code.NO_END, name.span(), kind, name, "input");
      String type = kind.equals("model") ? ": float[784]" : "";
      session.out().report(none.withHelp("say what flows in: `input x" + type + "`"));
    }
    if (body.stream().noneMatch(Statement.Output.class::isInstance)) {
      Diagnostic none = Diagnostic.of(Code.NO_END, name.span(), kind, name, "output");
      session.out().report(none.withHelp("say what flows out: `output y = x -> dense(10)`"));
    }
  }
}
