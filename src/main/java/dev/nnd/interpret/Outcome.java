package dev.nnd.interpret;

import dev.nnd.graph.Result;
import java.util.LinkedHashMap;
import java.util.Map;

/** The values of a graph's results after one run. */
public final class Outcome {
  private final Map<Result, NdArray> values;

  Outcome(Map<Result, NdArray> values) {
    this.values = values;
  }

  /** The results of one kind by name, in the graph's order. */
  public Map<String, NdArray> all(Result.Kind kind) {
    Map<String, NdArray> found = new LinkedHashMap<>();
    values.forEach(
        (result, value) -> {
          if (result.kind() == kind) found.put(result.name(), value);
        });
    return found;
  }

  /**
   * One result.
   *
   * @throws IllegalArgumentException if the graph has none of this kind and name
   */
  public NdArray get(Result.Kind kind, String name) {
    NdArray found = all(kind).get(name);
    if (found == null) throw new IllegalArgumentException("no " + kind + " named " + name);
    return found;
  }

  /** The loss; the graph has just one. */
  public double loss() {
    return all(Result.Kind.LOSS).values().iterator().next().data()[0];
  }
}
