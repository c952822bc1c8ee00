package dev.nnd.search;

import dev.nnd.program.Drawn;
import dev.nnd.program.SearchPlan.Condition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every combination of values evenly spaced on the axes, the first parameter the slowest.
 *
 * <p>Parameters that conditions and requirements tie to each other form a group, whose combinations
 * are listed; the grid is the product of the groups and is not. So it may be large.
 */
final class GridPoints implements Strategy {
  /** Combinations of one group: more would not fit into memory well. */
  private static final int MOST = 2_000_000;

  private final Space space;

  /** The combinations of each group. */
  private final List<List<Map<String, Drawn>>> groups;

  private final int trials;

  private GridPoints(Space space, List<List<Map<String, Drawn>>> groups) {
    this.space = space;
    this.groups = groups;
    long product = 1;
    for (List<Map<String, Drawn>> group : groups) {
      product = Math.min(product * group.size(), Integer.MAX_VALUE);
    }
    this.trials = (int) product;
  }

  static GridPoints of(Space space, int points) {
    List<List<Map<String, Drawn>>> groups = new ArrayList<>();
    for (Set<Integer> group : groups(space)) {
      groups.add(new Group(space, points, group).combinations());
    }
    return new GridPoints(space, groups);
  }

  @Override
  public int trials() {
    return trials;
  }

  @Override
  public int reads(int number) {
    return 0;
  }

  @Override
  public Map<String, Drawn> choose(int number, Past past) {
    Map<String, Drawn> drawn = new HashMap<>();
    int rest = number;
    for (int i = groups.size() - 1; i >= 0; i--) {
      List<Map<String, Drawn>> group = groups.get(i);
      drawn.putAll(group.get(rest % group.size()));
      rest /= group.size();
    }
    return space.inOrder(drawn);
  }

  private static List<Set<Integer>> groups(Space space) {
    int[] group = new int[space.size()];
    Arrays.setAll(group, i -> i);
    for (int i = 0; i < space.size(); i++) {
      int self = i;
      space.when(i).ifPresent(condition -> tie(group, space, condition, Optional.of(self)));
    }
    for (Condition requirement : space.plan().requirements()) {
      tie(group, space, requirement, Optional.empty());
    }
    Map<Integer, Set<Integer>> members = new LinkedHashMap<>();
    for (int i = 0; i < group.length; i++) {
      members.computeIfAbsent(group[i], g -> new HashSet<>()).add(i);
    }
    return List.copyOf(members.values());
  }

  /** Puts all parameters of a condition, and one more, into one group. */
  private static void tie(int[] group, Space space, Condition condition, Optional<Integer> more) {
    List<Integer> tied = new ArrayList<>();
    more.ifPresent(tied::add);
    for (String name : condition.parameters()) {
      space.parameter(name).ifPresent(tied::add);
    }
    for (int one : tied) {
      int from = group[one];
      int to = group[tied.get(0)];
      Arrays.setAll(group, i -> group[i] == from ? to : group[i]);
    }
  }

  /** The combinations of parameters that are tied to each other. */
  private static final class Group {
    private final Space space;
    private final int points;
    private final List<Integer> parameters = new ArrayList<>();
    private final List<Condition> requirements = new ArrayList<>();
    private final List<Map<String, Drawn>> found = new ArrayList<>();
    private Optional<Condition> broken = Optional.empty();

    Group(Space space, int points, Set<Integer> members) {
      this.space = space;
      this.points = points;
      for (int parameter : space.order()) {
        if (members.contains(parameter)) {
          parameters.add(parameter);
        }
      }
      for (Condition requirement : space.plan().requirements()) {
        if (requirement.parameters().stream()
            .flatMapToInt(name -> space.parameter(name).stream())
            .anyMatch(members::contains)) {
          requirements.add(requirement);
        }
      }
    }

    List<Map<String, Drawn>> combinations() {
      extend(0, new LinkedHashMap<>());
      if (found.isEmpty()) {
        throw new SearchException(
            "no point of the grid meets every requirement", broken.get().origin());
      }
      return found;
    }

    private void extend(int from, Map<String, Drawn> drawn) {
      if (from == parameters.size()) {
        keep(drawn);
        return;
      }
      int parameter = parameters.get(from);
      if (!space.isDrawn(parameter, drawn)) {
        extend(from + 1, drawn);
        return;
      }
      for (Drawn value : space.axis(parameter).spread(points)) {
        drawn.put(space.name(parameter), value);
        extend(from + 1, drawn);
      }
      drawn.remove(space.name(parameter));
    }

    private void keep(Map<String, Drawn> drawn) {
      for (Condition requirement : requirements) {
        if (!requirement.holds(drawn)) {
          broken = Optional.of(requirement);
          return;
        }
      }
      if (found.size() == MOST) {
        throw new SearchException(
            "the grid has more than " + MOST + " points of parameters that depend on each other",
            space.plan().origin());
      }
      found.add(new LinkedHashMap<>(drawn));
    }
  }
}
