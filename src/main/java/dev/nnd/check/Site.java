package dev.nnd.check;

import dev.nnd.source.Span;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A place where something is computed while a network is built: a stage of a chain, in a round of a
 * repeat, in a use of a block. It is the same one in every configuration that comes by.
 */
final class Site {
  private final Map<Key, Site> within = new HashMap<>();
  private OptionalLong settled = OptionalLong.empty();

  private record Key(Span span, int round) {}

  /** The site of a part of this one. */
  Site child(Span span, int round) {
    return within.computeIfAbsent(new Key(span, round), key -> new Site());
  }

  /** The parameters on which the types that it makes depend, once that is known. */
  OptionalLong settled() {
    return settled;
  }

  void settle(long mask) {
    settled = OptionalLong.of(mask);
  }
}
