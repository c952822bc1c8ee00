package dev.nnd.generate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A layer with settings in the making. */
final class Call {
  private final Chance chance;
  private final Numbers numbers;
  private final Tensor in;
  private final Scope scope;
  private final Map<String, String> given = new LinkedHashMap<>();

  /**
   * A call.
   *
   * @param in what flows in at the place where it is written
   */
  Call(Chance chance, Tensor in, Scope scope) {
    this.chance = chance;
    this.numbers = new Numbers(chance);
    this.in = in;
    this.scope = scope;
  }

  Chance chance() {
    return chance;
  }

  Tensor in() {
    return in;
  }

  /** The settings that were given. */
  Set<String> given() {
    return given.keySet();
  }

  /** The size of an axis, or 1 if there is none. */
  int own(int axis) {
    return axis < in.rank() && -axis <= in.rank() ? in.size(axis) : 1;
  }

  Written<Integer> whole(String setting, int value) {
    return put(setting, numbers.whole(value, scope));
  }

  private <T> Written<T> put(String setting, Written<T> written) {
    given.put(setting, written.text());
    return written;
  }

  /** A size that is often that of an axis of the input, so that the type stays. */
  Written<Integer> size(String setting, int axis) {
    return whole(setting, chance.oneIn(2) ? own(axis) : chance.size(8));
  }

  /** A setting that may be left out. */
  Written<Integer> maybeWhole(String setting, int value, int fallback) {
    return chance.oneIn(2) ? whole(setting, value) : Written.of("", fallback);
  }

  void share(String setting) {
    put(setting, numbers.share(scope));
  }

  void maybeShare(String setting) {
    if (chance.oneIn(2)) share(setting);
  }

  Written<Boolean> maybeFlag(String setting, boolean fallback) {
    return numbers
        .maybeFlag(scope)
        .map(flag -> put(setting, flag))
        .orElse(Written.of("", fallback));
  }

  void text(String setting, String text) {
    given.put(setting, text);
  }

  /** One int for all axes or a list of one for each. */
  Function<Scope, List<Integer>> each(String setting, List<Integer> values) {
    boolean same = values.stream().distinct().count() == 1;
    if (same && chance.oneIn(2)) {
      Written<Integer> all = whole(setting, values.get(0));
      return s -> Collections.nCopies(values.size(), all.at(s));
    }
    List<Written<Integer>> written = new ArrayList<>();
    for (int value : values) written.add(numbers.whole(value, scope));
    given.put(
        setting, written.stream().map(Written::text).collect(Collectors.joining(", ", "[", "]")));
    return s -> written.stream().map(w -> w.at(s)).toList();
  }

  /** Ints for some axes, or the same for all, or none. */
  Function<Scope, List<Integer>> maybeEach(String setting, int axes, int most) {
    if (chance.oneIn(2)) return s -> Collections.nCopies(axes, 1);
    return each(setting, several(axes, 1, most));
  }

  /** So many ints, often the same. */
  List<Integer> several(int count, int least, int most) {
    int one = chance.between(least, most);
    boolean same = chance.oneIn(2);
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < count; i++) all.add(same ? one : chance.between(least, most));
    return all;
  }

  /**
   * The call as it is written: some settings by place, the others in any order by name.
   *
   * @param order of the settings by place
   */
  String text(String layer, List<String> order) {
    List<String> arguments = new ArrayList<>();
    List<String> rest = new ArrayList<>(chance.shuffled(List.copyOf(given.keySet())));
    for (String setting : order) {
      if (!given.containsKey(setting) || chance.oneIn(3)) break;
      arguments.add(given.get(setting));
      rest.remove(setting);
    }
    rest.forEach(setting -> arguments.add(setting + ": " + given.get(setting)));
    boolean bare = arguments.isEmpty() && !chance.oneIn(8);
    return bare ? layer : layer + "(" + String.join(", ", arguments) + ")";
  }

  /** What {@code init} may be. */
  void maybeInit() {
    Optional.of(
            chance.pick(
                "auto",
                "he_normal",
                "he_uniform",
                "glorot_normal",
                "glorot_uniform",
                "zeros",
                "normal(0, 0.1)",
                "normal(std: 0.5, mean: 0.1)",
                "uniform(-0.3, high: 0.4)"))
        .filter(init -> chance.oneIn(4))
        .ifPresent(init -> text("init", init));
  }
}
