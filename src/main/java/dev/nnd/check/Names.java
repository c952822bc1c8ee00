package dev.nnd.check;

import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Nearest;
import dev.nnd.syntax.Declaration;
import dev.nnd.syntax.Tree.Name;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What names stand for in a scope and at the top level around it. */
final class Names {
  private final Session session;
  private final Scope scope;

  Names(Session session, Scope scope) {
    this.session = session;
    this.scope = scope;
  }

  /** What a name stands for in an expression, layers of the language and blocks aside. */
  Optional<Meaning> value(String name) {
    Optional<Scope.Bound> local = scope.find(name);
    if (local.isPresent()) {
      session.use(local.get().span());
      session.trace().read(local.get());
      return local.map(Scope.Bound::meaning);
    }
    Optional<Declaration.Const> constant =
        session.declarations().find(name, Declaration.Const.class);
    return constant.map(c -> scope.isBlurred() ? Flow.unknown() : session.constant(c));
  }

  /** Whether a name can stand for a stage. */
  boolean isLayer(String name) {
    Optional<Meaning> value = value(name);
    return value.isPresent()
        ? value.get() instanceof Meaning.Shared || value.get() instanceof Constant.Chain
        : LayerTable.knows(name)
            || session.declarations().find(name, Declaration.Block.class).isPresent();
  }

  /** Reports a name that no value has. */
  Flow unknown(Name name) {
    Optional<Named> other = session.declarations().find(name.text());
    if (other.isPresent()) {
      session.out().report(notAValue(name, other.get()));
      return Flow.unknown();
    }
    List<String> candidates = new ArrayList<>(values());
    candidates.addAll(stages());
    return unknown(name, candidates);
  }

  private static Diagnostic notAValue(Name name, Named other) {
    Diagnostic wrong = Diagnostic.of(Code.NOT_A_VALUE, name.span(), name, other.kind());
    return other.declaration() instanceof Declaration.Data
        ? wrong.withHelp("a train names its data: `data: " + name + "`")
        : wrong.withLabel(other.name().span(), "declared here").withLabel(name.span(), "used here");
  }

  /** Reports a name that no stage has. */
  Flow unknownStage(Name name) {
    return unknown(name, stages());
  }

  /** Reports a name that no function has. */
  Flow unknownFunction(Name name) {
    List<String> candidates = new ArrayList<>(Functions.all().keySet());
    candidates.addAll(stages());
    return unknown(name, candidates);
  }

  private Flow unknown(Name name, Collection<String> candidates) {
    Optional<Name> later = scope.upcoming(name.text());
    Diagnostic unknown =
        later.isPresent()
            ? Diagnostic.of(Code.USED_TOO_EARLY, name.span(), name)
                .withLabel(name.span(), "used here")
                .withLabel(later.get().span(), "declared here")
            : unknown(Code.UNKNOWN_NAME, name, candidates);
    // A file that is missing may have declared it.
    if (session.declarations().whole() || !unknown.helps().isEmpty()) {
      session.out().report(unknown);
    }
    return Flow.unknown();
  }

  /** A diagnostic about a name that is none of {@code candidates}, with the nearest of them. */
  static Diagnostic unknown(Code code, Name name, Collection<String> candidates, Object... more) {
    Object[] args = new Object[more.length + 1];
    args[0] = name;
    System.arraycopy(more, 0, args, 1, more.length);
    Diagnostic diagnostic = Diagnostic.of(code, name.span(), args);
    return FamiliarNames.help(name.text(), candidates)
        .or(() -> Nearest.to(name.text(), candidates).map(n -> "did you mean `" + n + "`?"))
        .map(diagnostic::withHelp)
        .orElse(diagnostic);
  }

  private List<String> values() {
    List<String> names = new ArrayList<>(scope.names());
    names.addAll(session.declarations().names(Declaration.Const.class));
    return names;
  }

  private List<String> stages() {
    List<String> names = new ArrayList<>(LayerTable.names());
    names.addAll(session.declarations().names(Declaration.Block.class));
    names.addAll(values().stream().filter(this::isLayer).toList());
    return names;
  }

  /** The scope with one more name, which must not hide another. */
  Scope declare(Name name, Meaning meaning) {
    return declare(name, meaning, Deps.NONE);
  }

  /** The scope with one more name for what depends on drawn parameters. */
  Scope declare(Name name, Meaning meaning, Deps deps) {
    Optional<Scope.Bound> local = scope.find(name.text());
    Optional<Named> top = session.declarations().find(name.text());
    if (local.isPresent()) {
      Diagnostic diagnostic = Diagnostic.of(Code.DECLARED_TWICE, name.span(), name);
      session
          .out()
          .report(
              diagnostic
                  .withLabel(name.span(), "declared again here")
                  .withLabel(local.get().span(), "first declared here"));
    } else if (top.isPresent()) {
      Diagnostic diagnostic = Diagnostic.of(Code.SHADOWED, name.span(), name, top.get().kind());
      session
          .out()
          .report(
              diagnostic
                  .withLabel(name.span(), "choose another name")
                  .withLabel(top.get().name().span(), "the " + top.get().kind()));
    } else if (LayerTable.knows(name.text())
        && new Names(session, scope.with(name, meaning)).isLayer(name.text())) {
      session.out().report(Code.SHADOWED, name.span(), name, LayerTable.WHAT);
    }
    return scope.with(name, meaning, deps);
  }
}
