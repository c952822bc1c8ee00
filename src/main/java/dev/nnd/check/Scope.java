package dev.nnd.check;

import dev.nnd.source.Span;
import dev.nnd.syntax.Tree.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The names of a body that can be seen at one place of it. Immutable: a new name makes a new scope,
 * so that a chain that is built later still sees what it saw where it was written.
 */
final class Scope {
  private static final Scope TOP = new Scope(Optional.empty(), Optional.empty(), false, List.of());

  private final Optional<Bound> bound;
  private final Optional<Scope> outer;
  private final boolean blurred;
  private final List<Name> upcoming;

  private Scope(
      Optional<Bound> bound, Optional<Scope> outer, boolean blurred, List<Name> upcoming) {
    this.bound = bound;
    this.outer = outer;
    this.blurred = blurred;
    this.upcoming = upcoming;
  }

  /**
   * A name, what it stands for and where it was declared.
   *
   * @param deps what a constant depends on
   */
  record Bound(String name, Meaning meaning, Span span, Deps deps) {}

  /** The scope of the top level, which has no names of its own. */
  static Scope top() {
    return TOP;
  }

  /** This scope and one more name. */
  Scope with(Name name, Meaning meaning) {
    return with(name, meaning, Deps.NONE);
  }

  /** This scope and one more name for what depends on drawn parameters. */
  Scope with(Name name, Meaning meaning, Deps deps) {
    Bound more = new Bound(name.text(), meaning, name.span(), deps);
    return new Scope(Optional.of(more), Optional.of(this), blurred, upcoming);
  }

  /**
   * This scope with nothing known but names. What is not built is checked in it, since its values
   * need not be right.
   */
  Scope blurred() {
    return new Scope(Optional.empty(), Optional.of(this), true, upcoming);
  }

  /** This scope where names are about to be declared, which are not to be used yet. */
  Scope expecting(List<Name> names) {
    return new Scope(Optional.empty(), Optional.of(this), blurred, List.copyOf(names));
  }

  /** The place where a name will be declared. */
  Optional<Name> upcoming(String name) {
    return upcoming.stream().filter(n -> n.text().equals(name)).findFirst();
  }

  /** Whether only names are known. */
  boolean isBlurred() {
    return blurred;
  }

  /** What a name stands for here. */
  Optional<Bound> find(String name) {
    for (Optional<Scope> s = Optional.of(this); s.isPresent(); s = s.get().outer) {
      Optional<Bound> found = s.get().bound.filter(b -> b.name.equals(name));
      if (found.isPresent()) {
        return blurred ? found.map(b -> new Bound(name, Flow.unknown(), b.span, Deps.NONE)) : found;
      }
    }
    return Optional.empty();
  }

  /** All names, the latest first. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (Optional<Scope> s = Optional.of(this); s.isPresent(); s = s.get().outer) {
      s.get().bound.ifPresent(b -> names.add(b.name));
    }
    return names;
  }
}
