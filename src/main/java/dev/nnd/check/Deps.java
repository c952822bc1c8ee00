package dev.nnd.check;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a value depends on, among the parameters that a search draws.
 *
 * @param mask a bit for each parameter that it is made of
 * @param sites whose types it has; what these depend on is known later
 */
record Deps(long mask, Set<Site> sites) {
  static final Deps NONE = new Deps(0, Set.of());

  /** Some parameters. */
  static Deps of(long mask) {
    return mask == 0 ? NONE : new Deps(mask, Set.of());
  }

  /** The type of what a site makes. */
  static Deps of(Site site) {
    return new Deps(0, Set.of(site));
  }

  /** What either depends on. */
  Deps and(Deps other) {
    if (other.isNone() || equals(other)) {
      return this;
    }
    if (isNone()) {
      return other;
    }
    Set<Site> all = new LinkedHashSet<>(sites);
    all.addAll(other.sites);
    return new Deps(mask | other.mask, all);
  }

  boolean isNone() {
    return mask == 0 && sites.isEmpty();
  }
}
