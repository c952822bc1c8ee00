package dev.nnd.search;

import dev.nnd.program.Drawn;
import dev.nnd.program.SearchPlan;
import dev.nnd.program.SearchPlan.Condition;
import dev.nnd.program.SearchPlan.Parameter;
import dev.nnd.runtime.CounterRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The configurations that a search can draw. A point of the unit cube gives one: each parameter has
 * its {@link Axis}, and one whose condition does not hold is left out.
 *
 * <p>Parameters are numbered in the order of the plan.
 */
public final class Space {
  private final SearchPlan plan;
  private final List<Axis> axes;

  /** The parameters, each after those that its condition speaks of. */
  private final int[] order;

  /** The key of each parameter's stream of random numbers. */
  private final int[] keys;

  private Space(SearchPlan plan, List<Axis> axes, int[] order, int[] keys) {
    this.plan = plan;
    this.axes = axes;
    this.order = order;
    this.keys = keys;
  }

  /** The space of a plan, whose conditions are not circular. */
  public static Space of(SearchPlan plan) {
    List<Parameter> parameters = plan.parameters();
    List<Axis> axes = parameters.stream().map(p -> Axis.of(p.distribution())).toList();
    int[] keys =
        parameters.stream().mapToInt(p -> CounterRandom.key(plan.seed(), p.name())).toArray();
    return new Space(plan, axes, order(parameters), keys);
  }

  private static int[] order(List<Parameter> parameters) {
    List<Integer> order = new ArrayList<>();
    List<Parameter> waiting = new ArrayList<>(parameters);
    while (!waiting.isEmpty()) {
      Optional<Parameter> next =
          waiting.stream().filter(p -> waiting.stream().noneMatch(q -> needs(p, q))).findFirst();
      order.add(parameters.indexOf(next.orElseThrow(() -> circular(waiting))));
      waiting.remove(next.get());
    }
    return order.stream().mapToInt(i -> i).toArray();
  }

  private static boolean needs(Parameter parameter, Parameter other) {
    return parameter.when().map(c -> c.parameters().contains(other.name())).orElse(false);
  }

  private static IllegalStateException circular(List<Parameter> parameters) {
    return new IllegalStateException(
        "search: circular conditions of " + parameters.stream().map(Parameter::name).toList());
  }

  /** The plan that it is of. */
  public SearchPlan plan() {
    return plan;
  }

  /** How many parameters there are. */
  public int size() {
    return axes.size();
  }

  /** The axis of a parameter. */
  public Axis axis(int parameter) {
    return axes.get(parameter);
  }

  /** The parameter of a name; empty if the search does not draw it. */
  public OptionalInt parameter(String name) {
    for (int i = 0; i < size(); i++) {
      if (name(i).equals(name)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /** The name of a parameter. */
  public String name(int parameter) {
    return plan.parameters().get(parameter).name();
  }

  /** The condition of a parameter; empty if it is always drawn. */
  public Optional<Condition> when(int parameter) {
    return plan.parameters().get(parameter).when();
  }

  /** The parameters, each after those that its condition speaks of. */
  int[] order() {
    return order.clone();
  }

  /**
   * The configuration at a point, which may break requirements: values by name, in the order of the
   * plan, of the parameters whose conditions hold.
   *
   * @param point positions on the axes, in [0, 1]
   */
  public Map<String, Drawn> at(double[] point) {
    Map<String, Drawn> drawn = new LinkedHashMap<>();
    for (int i : order) {
      if (isDrawn(i, drawn)) {
        drawn.put(name(i), axes.get(i).at(point[i]));
      }
    }
    return inOrder(drawn);
  }

  /** Whether a parameter is drawn, given those that its condition speaks of. */
  boolean isDrawn(int parameter, Map<String, Drawn> drawn) {
    Optional<Condition> when = when(parameter);
    return when.isEmpty() || when.get().holds(drawn);
  }

  /** The same configuration in the order of the plan. */
  Map<String, Drawn> inOrder(Map<String, Drawn> drawn) {
    Map<String, Drawn> ordered = new LinkedHashMap<>();
    for (int i = 0; i < size(); i++) {
      Drawn value = drawn.get(name(i));
      if (value != null) {
        ordered.put(name(i), value);
      }
    }
    return ordered;
  }

  /** The positions of a configuration on the axes; NaN for a parameter that was not drawn. */
  public double[] point(Map<String, Drawn> drawn) {
    double[] point = new double[size()];
    for (int i = 0; i < size(); i++) {
      Drawn value = drawn.get(name(i));
      point[i] = value == null ? Double.NaN : axes.get(i).unit(value);
    }
    return point;
  }

  /** The first requirement that a configuration breaks. */
  public Optional<Condition> broken(Map<String, Drawn> drawn) {
    for (Condition requirement : plan.requirements()) {
      if (!requirement.holds(drawn)) {
        return Optional.of(requirement);
      }
    }
    return Optional.empty();
  }

  /**
   * A random position on the axis of a parameter, uniform in (0, 1) with 52 bits. It depends on the
   * seed, the name of the parameter, and the numbers given.
   *
   * @param number of the trial
   * @param attempt from 0 on
   */
  double uniform(int parameter, int number, int attempt) {
    return fraction(CounterRandom.key(keys[parameter], number), attempt);
  }

  /** The random number, in (0, 1) with 52 bits, at a position of a stream. */
  static double fraction(int key, int position) {
    long high = Integer.toUnsignedLong(CounterRandom.bits(key, 2 * position)) >> 6;
    long low = Integer.toUnsignedLong(CounterRandom.bits(key, 2 * position + 1)) >> 6;
    return ((high << 26 | low) + 0.5) * 0x1p-52;
  }

  /** A random point. */
  double[] draw(int number, int attempt) {
    double[] point = new double[size()];
    for (int i = 0; i < point.length; i++) {
      point[i] = uniform(i, number, attempt);
    }
    return point;
  }
}
