package dev.nnd.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Stages, one after the other. */
record Chain(List<Part> parts) {
  Chain {
    parts = List.copyOf(parts);
  }

  /**
   * A stage.
   *
   * @param way what flows out of it; empty if it does not suit what flows in
   */
  record Part(String text, Way way) {
    /** No tensor of a random program has more elements. */
    static final int MOST = 500;

    Optional<List<Tensor>> through(List<Tensor> in, Scope scope) {
      return way.through(in, scope)
          .filter(out -> out.stream().allMatch(t -> t.elements() <= MOST && t.rank() < 5));
    }
  }

  /** What flows out where some tensors flow in. */
  @FunctionalInterface
  interface Way {
    Optional<List<Tensor>> through(List<Tensor> in, Scope scope);
  }

  Optional<List<Tensor>> through(List<Tensor> in, Scope scope) {
    Optional<List<Tensor>> flow = Optional.of(in);
    for (Part part : parts) flow = flow.flatMap(tensors -> part.through(tensors, scope));
    return flow;
  }

  Chain then(Chain next) {
    List<Part> more = new ArrayList<>(parts);
    more.addAll(next.parts);
    return new Chain(more);
  }

  static Chain of(Part... parts) {
    return new Chain(List.of(parts));
  }

  String text() {
    return parts.stream().map(Part::text).collect(Collectors.joining(" -> "));
  }
}
