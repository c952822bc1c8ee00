package dev.nnd.generate;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Expressions of numbers and truth values. */
final class Numbers {
  private final Chance chance;

  Numbers(Chance chance) {
    this.chance = chance;
  }

  /** An expression that is {@code value} in {@code scope}. */
  Written<Integer> whole(int value, Scope scope) {
    if (chance.oneIn(2)) return Written.of(String.valueOf(value), value);
    List<String> names = scope.names(Integer.class);
    return names.isEmpty() || chance.oneIn(2)
        ? computed(value, scope)
        : named(value, chance.pick(names), scope);
  }

  private Written<Integer> named(int value, String name, Scope scope) {
    int known = scope.get(name, Integer.class);
    if (known == value) return number(name, s -> s.get(name, Integer.class));
    if (known > 0 && value % known == 0) {
      int factor = value / known;
      return number(name + " * " + factor, s -> s.get(name, Integer.class) * factor);
    }
    int more = value - known;
    String sign = more < 0 ? " - " : " + ";
    return number(name + sign + Math.abs(more), s -> s.get(name, Integer.class) + more);
  }

  private static Written<Integer> number(String text, Function<Scope, Integer> meaning) {
    return new Written<>(text, meaning);
  }

  private Written<Integer> computed(int value, Scope scope) {
    return switch (chance.below(11)) {
      case 0 -> fixed("(%d + 3) - 3", value);
      case 1 -> fixed("%d * 2 / 2", value);
      case 2 -> fixed("min(%1$d, %1$d + 4)", value);
      case 3 -> fixed("max(%1$d - 1, %1$d)", value);
      case 4 -> fixed("abs(-%d)", Math.abs(value), value);
      case 5 -> fixed("floor(%d.75)", Math.max(0, value), value);
      case 6 -> fixed("round(%d.25)", Math.max(0, value), value);
      case 7 -> fixed("floor_div(%d * 3 + 2, 3)", value);
      case 8 -> fixed("2 ** 3 - (8 - %d)", value);
      case 9 -> fixed("(%d + 40) %% 40", Math.floorMod(value, 40), value);
      default -> chosen(value, scope);
    };
  }

  /** What is only so where two values are the same is written as it is. */
  private static Written<Integer> fixed(String form, int shown, int value) {
    return Written.of(shown == value ? form.formatted(value) : String.valueOf(value), value);
  }

  private static Written<Integer> fixed(String form, int value) {
    return fixed(form, Math.abs(value), value);
  }

  private Written<Integer> chosen(int value, Scope scope) {
    boolean holds = chance.oneIn(2);
    Written<Boolean> condition = truth(holds, scope);
    Written<Integer> other = Written.of(String.valueOf(value + 1), value + 1);
    Written<Integer> own = Written.of(String.valueOf(value), value);
    Written<Integer> then = holds ? own : other;
    Written<Integer> otherwise = holds ? other : own;
    return number(
        "if " + condition.text() + " then " + then.text() + " else " + otherwise.text(),
        s -> condition.at(s) ? then.at(s) : otherwise.at(s));
  }

  /** A number of about 0.05 to 0.6: a rate, a share, a slope. */
  Written<Double> share(Scope scope) {
    List<String> names = scope.names(Double.class);
    if (!names.isEmpty() && chance.oneIn(3)) {
      String name = chance.pick(names);
      return new Written<>(name, s -> s.get(name, Double.class));
    }
    String text =
        chance.pick(
            "0.1",
            "0.25",
            "0.5",
            "1 / 4",
            "5e-1",
            "1 - 0.75",
            "0.2 * 2",
            "exp(-1)",
            "log(1.5)",
            "sqrt(0.04)",
            "0.5 ** 2",
            "2 ** -2",
            "min(0.3, 1)");
    return Written.of(text, 0.25);
  }

  /** A condition that is {@code value} in {@code scope}. */
  Written<Boolean> truth(boolean value, Scope scope) {
    List<String> ints = scope.names(Integer.class);
    List<String> flags = scope.names(Boolean.class);
    if (!flags.isEmpty() && chance.oneIn(2)) {
      String name = chance.pick(flags);
      boolean same = scope.get(name, Boolean.class) == value;
      return new Written<>(same ? name : "not " + name, s -> s.get(name, Boolean.class) == same);
    }
    if (!ints.isEmpty() && chance.oneIn(2)) {
      return compared(value, chance.pick(ints), scope);
    }
    List<String> texts =
        value
            ? List.of("true", "1 < 2", "\"a\" != \"b\"", "not false", "7 % 2 == 1 and true")
            : List.of("false", "2 <= 1", "\"a\" == \"b\"", "false or 3 > 4", "1 / 2 != 0.5");
    return Written.of(chance.pick(texts), value);
  }

  private Written<Boolean> compared(boolean value, String name, Scope scope) {
    int known = scope.get(name, Integer.class);
    int limit = value ? known : known + 1;
    return switch (chance.below(3)) {
      case 0 -> new Written<>(name + " >= " + limit, s -> s.get(name, Integer.class) >= limit);
      case 1 -> new Written<>(name + " == " + limit, s -> s.get(name, Integer.class) == limit);
      default -> {
        int rest = Math.floorMod(limit, 2);
        yield new Written<>(
            name + " % 2 == " + rest + " and " + name + " > " + (limit - 1),
            s ->
                Math.floorMod(s.get(name, Integer.class), 2) == rest
                    && s.get(name, Integer.class) > limit - 1);
      }
    };
  }

  /** {@code true} or {@code false}, or an expression that is it. */
  Optional<Written<Boolean>> maybeFlag(Scope scope) {
    return chance.oneIn(2) ? Optional.empty() : Optional.of(truth(chance.oneIn(2), scope));
  }
}
