package dev.nnd.check;

import dev.nnd.program.Drawn;
import dev.nnd.program.SearchPlan;
import dev.nnd.program.SearchPlan.Condition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The configurations of a search, each given by an index on the {@link Axis} of each parameter.
 * Parameters are numbered in the order of the search, and sets of them are bits.
 */
final class Configurations {
  /** More parameters than a mask has bits to spare for. */
  static final int MOST = 60;

  /** Tries, in all, to fulfil requirements by what is free. */
  private static final int TRIES = 50_000;

  private final DrawChecker.Settled settled;
  private final List<SearchPlan.Parameter> parameters;
  private final List<Axis> axes;
  private final List<Integer> order = new ArrayList<>();
  private final long[] masks;
  private int tries;
  private boolean certain = true;

  /** The configurations of a search with at most {@link #MOST} parameters. */
  Configurations(DrawChecker.Settled settled) {
    this.settled = settled;
    this.parameters = settled.parameters();
    this.axes = parameters.stream().map(p -> Axis.of(p.distribution())).toList();
    this.masks = new long[parameters.size()];
    while (order.size() < parameters.size()) {
      for (int i = 0; i < parameters.size(); i++) {
        if (masks[i] == 0 && isKnown(i)) {
          masks[i] = 1L << i | mask(parameters.get(i).when());
          order.add(i);
        }
      }
    }
  }

  private boolean isKnown(int parameter) {
    return parameters.get(parameter).when().stream()
        .flatMap(c -> c.parameters().stream())
        .allMatch(name -> masks[index(name)] != 0);
  }

  private int index(String name) {
    for (int i = 0; i < parameters.size(); i++) {
      if (parameters.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalStateException("check: the search does not draw " + name);
  }

  private long mask(Optional<Condition> condition) {
    return condition.map(this::mask).orElse(0L);
  }

  /** What a condition depends on. */
  long mask(Condition condition) {
    long mask = 0;
    for (String name : condition.parameters()) {
      mask |= masks[index(name)];
    }
    return mask;
  }

  int size() {
    return axes.size();
  }

  Axis axis(int parameter) {
    return axes.get(parameter);
  }

  /** All conditions: for drawing, and on what is drawn. */
  List<Condition> conditions() {
    List<Condition> conditions = new ArrayList<>(settled.requirements());
    parameters.forEach(p -> p.when().ifPresent(conditions::add));
    return conditions;
  }

  /** What the configuration of these indices draws. */
  Map<String, Drawn> drawn(int[] indices) {
    Map<String, Drawn> drawn = new HashMap<>();
    for (int i : order) {
      SearchPlan.Parameter parameter = parameters.get(i);
      if (parameter.when().map(c -> c.holds(drawn)).orElse(true)) {
        drawn.put(parameter.name(), axes.get(i).values().get(indices[i]));
      }
    }
    Map<String, Drawn> ordered = new LinkedHashMap<>();
    for (SearchPlan.Parameter parameter : parameters) {
      Drawn value = drawn.get(parameter.name());
      if (value != null) {
        ordered.put(parameter.name(), value);
      }
    }
    return ordered;
  }

  private boolean isAllowed(Map<String, Drawn> drawn) {
    return settled.requirements().stream().allMatch(r -> r.holds(drawn));
  }

  /**
   * A configuration that may be drawn and has some of these indices; empty if there is none, as far
   * as is known.
   *
   * @param fixed the parameters whose indices count
   */
  Optional<int[]> allowed(int[] indices, long fixed) {
    if (isAllowed(drawn(indices))) {
      return Optional.of(indices);
    }
    long asked = 0;
    for (Condition requirement : settled.requirements()) {
      asked |= mask(requirement);
    }
    List<Integer> free = indices(asked & ~fixed);
    int[] next = indices.clone();
    free.forEach(i -> next[i] = 0);
    do {
      if (isAllowed(drawn(next))) {
        return Optional.of(next);
      }
      tries++;
    } while (tries < TRIES && advance(next, free));
    certain &= tries < TRIES && free.stream().allMatch(i -> axes.get(i).isComplete());
    return Optional.empty();
  }

  /** Whether each configuration that seemed impossible is. */
  boolean isCertain() {
    return certain;
  }

  /** The next indices of some parameters; false after the last. */
  boolean advance(int[] indices, List<Integer> among) {
    for (int i : among) {
      indices[i]++;
      if (indices[i] < axes.get(i).size()) {
        return true;
      }
      indices[i] = 0;
    }
    return false;
  }

  /** The parameters of a mask. */
  List<Integer> indices(long mask) {
    List<Integer> indices = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      if ((mask >> i & 1) == 1) {
        indices.add(i);
      }
    }
    return indices;
  }

  /** How many combinations of tried values some parameters have. */
  double combinations(long mask) {
    double product = 1;
    for (int i : indices(mask)) {
      product *= axes.get(i).size();
    }
    return product;
  }

  /** The parameters of the train in a configuration, with what they depend on. */
  Scope scope(Session session, Map<String, Drawn> drawn) {
    Map<String, Trace.Traced<Optional<Meaning>>> values = new HashMap<>();
    for (int i = 0; i < size(); i++) {
      Drawing drawing = settled.drawings().get(i);
      Optional<Meaning> value =
          Optional.ofNullable(drawn.get(drawing.name())).map(drawing::constant);
      values.put(drawing.name(), new Trace.Traced<>(value, Deps.of(masks[i])));
    }
    return new Parameters(session, settled.train().name(), settled.train().parameters())
        .drawn(values);
  }
}
