package dev.nnd.check;

import dev.nnd.source.Code;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.Span;
import dev.nnd.syntax.Declaration;
import dev.nnd.syntax.Tree.Name;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What one call of the checker shares: the declarations, the diagnostics and the constants so far.
 */
final class Session {
  /** Expressions within expressions, by way of constants too: little enough for any stack. */
  private static final int DEEPEST = 300;

  private final Declarations declarations;
  private final Diagnostics out;
  private final Map<String, Meaning> constants;
  private final Trace trace;
  private final Set<String> underway = new HashSet<>();
  private final Set<Span> used;
  private int depth;
  private final BlockChecks blocks;

  Session(Declarations declarations, Diagnostics out) {
    this(declarations, out, new HashSet<>());
  }

  private Session(Declarations declarations, Diagnostics out, Set<Span> used) {
    this.declarations = declarations;
    this.out = out;
    this.used = used;
    this.constants = new HashMap<>();
    this.trace = Trace.off();
    this.blocks = new BlockChecks(this);
  }

  private Session(Session known, Diagnostics out, Trace trace) {
    this.declarations = known.declarations;
    this.out = out;
    this.used = known.used;
    this.constants = known.constants;
    this.trace = trace;
    this.blocks = known.blocks;
  }

  /** A session with diagnostics of its own; what is used in it is used in this one. */
  Session reportingTo(Diagnostics other) {
    return new Session(declarations, other, used);
  }

  /** A session that writes down what depends on what, and knows what this one has found. */
  Session traced(Diagnostics other, Trace writes) {
    return new Session(this, other, writes);
  }

  /** Where it is written down what depends on what. */
  Trace trace() {
    return trace;
  }

  Declarations declarations() {
    return declarations;
  }

  Diagnostics out() {
    return out;
  }

  /** Remembers that something uses the name that is declared here. */
  void use(Span declared) {
    used.add(declared);
  }

  /** Whether anything uses a name that is declared here. */
  boolean isUsed(Name declared) {
    return used.contains(declared.span());
  }

  /** The checks of blocks on their own. */
  BlockChecks blocks() {
    return blocks;
  }

  /** An evaluator for a place where there are no tensors. */
  Evaluator evaluator(Scope scope) {
    return new Evaluator(this, new Assembly(this), scope);
  }

  /** Goes one expression deeper. False if that is too deep, which is reported. */
  boolean descend(Span span) {
    if (depth == DEEPEST) {
      out.report(Code.NESTED_TOO_DEEPLY, span, DEEPEST);
      return false;
    }
    depth++;
    return true;
  }

  /** Comes back from an expression. */
  void ascend() {
    depth--;
  }

  /** The value of a {@code const}, found on its first use, so that their order does not matter. */
  Meaning constant(Declaration.Const declaration) {
    String name = declaration.name().text();
    Meaning known = constants.get(name);
    if (known != null) {
      return known;
    }
    if (!declaration.complete()) {
      return Flow.unknown();
    }
    if (!underway.add(name)) {
      out.report(Code.CONST_CYCLE, declaration.name().span(), name);
      return Flow.unknown();
    }
    Meaning value = Flow.unknown();
    if (descend(declaration.name().span())) {
      value = evaluator(Scope.top()).value(declaration.value());
      ascend();
    }
    underway.remove(name);
    // A cycle marks the constant where it is met again; its own value is then unknown too.
    constants.put(name, value);
    return value;
  }
}
