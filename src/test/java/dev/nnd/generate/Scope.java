package dev.nnd.generate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The names that can be seen at a place of a program, with what they mean there: an {@code
 * Integer}, {@code Double} or {@code Boolean}, a {@link Layers}, or a {@link Flow}.
 */
record Scope(Map<String, Object> meanings) {
  static final Scope EMPTY = new Scope(Map.of());

  /**
   * Layers that have a name.
   *
   * @param chain what they are
   * @param seen what can be seen where they were written
   * @param shared whether all uses have the same weights, as those of a {@code layer} statement
   * @param first what flowed into the first use of shared ones, and must flow into all others
   */
  record Layers(Chain chain, Scope seen, boolean shared, List<List<Tensor>> first) {
    /** Layers of a parameter or constant: each use has weights of its own. */
    static Layers each(Chain chain, Scope seen) {
      return new Layers(chain, seen, false, List.of());
    }

    /** Layers of a statement. */
    static Layers shared(Chain chain, Scope seen) {
      return new Layers(chain, seen, true, new ArrayList<>());
    }

    Optional<List<Tensor>> through(List<Tensor> in) {
      if (shared && first.isEmpty()) first.add(in);
      boolean suits = !shared || first.get(0).equals(in);
      return suits ? chain.through(in, seen) : Optional.empty();
    }
  }

  /** One tensor or a tuple. */
  record Flow(List<Tensor> tensors) {
    boolean single() {
      return tensors.size() == 1;
    }
  }

  /** This scope with one more name. */
  Scope with(String name, Object meaning) {
    Map<String, Object> more = new LinkedHashMap<>(meanings);
    if (more.put(name, meaning) != null) throw new IllegalStateException("hidden: " + name);
    return new Scope(more);
  }

  /** What a name means. */
  <T> T get(String name, Class<T> kind) {
    Object meaning = meanings.get(name);
    if (!kind.isInstance(meaning)) throw new IllegalStateException(name + " is " + meaning);
    return kind.cast(meaning);
  }

  /** The names that mean something of a kind. */
  List<String> names(Class<?> kind) {
    return meanings.entrySet().stream()
        .filter(entry -> kind.isInstance(entry.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toList());
  }
}
