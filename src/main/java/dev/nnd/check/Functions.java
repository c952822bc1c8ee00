package dev.nnd.check;

import static java.util.Map.entry;

import dev.nnd.check.Constant.Int;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** The functions of constants, by name. */
final class Functions {
  private static final int MANY = 1000;

  private static final Map<String, Function> ALL =
      Map.ofEntries(
          entry("min", new Function(2, MANY, (to, a) -> Optional.of(Numbers.extreme(a, false)))),
          entry("max", new Function(2, MANY, (to, a) -> Optional.of(Numbers.extreme(a, true)))),
          entry("abs", new Function(1, 1, Functions::abs)),
          entry("floor", rounding(Math::floor)),
          entry("ceil", rounding(Math::ceil)),
          // Ties go to the even neighbour, as in Python and PyTorch.
          entry("round", rounding(Math::rint)),
          entry("sqrt", real(Math::sqrt)),
          entry("exp", real(Math::exp)),
          entry("log", real(Math::log)),
          entry("floor_div", new Function(2, 2, Functions::floorDivide)));

  private Functions() {}

  /**
   * A function.
   *
   * @param least the fewest numbers it takes
   * @param most the most
   */
  record Function(int least, int most, Rule rule) {
    /** How many numbers it takes, for messages. */
    String takes() {
      return least + (most > least ? " or more numbers" : least == 1 ? " number" : " numbers");
    }
  }

  /** What a function does with numbers. */
  @FunctionalInterface
  interface Rule {
    Optional<Constant> apply(Numbers to, List<Constant> numbers);
  }

  static Map<String, Function> all() {
    return ALL;
  }

  private static Function real(DoubleUnaryOperator rule) {
    return new Function(1, 1, (to, a) -> to.finite(rule.applyAsDouble(Numbers.real(a.get(0)))));
  }

  private static Function rounding(DoubleUnaryOperator rule) {
    return new Function(1, 1, (to, a) -> rounded(to, a.get(0), rule));
  }

  private static Optional<Constant> rounded(Numbers to, Constant a, DoubleUnaryOperator rule) {
    return a instanceof Int ? Optional.of(a) : to.toInt(rule.applyAsDouble(Numbers.real(a)));
  }

  private static Optional<Constant> abs(Numbers to, List<Constant> a) {
    return Numbers.real(a.get(0)) < 0 ? to.negate(a.get(0)) : Optional.of(a.get(0));
  }

  private static Optional<Constant> floorDivide(Numbers to, List<Constant> a) {
    return to.floorDivide(a.get(0), a.get(1));
  }
}
