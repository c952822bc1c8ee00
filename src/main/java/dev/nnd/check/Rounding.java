package dev.nnd.check;

import dev.nnd.check.Constant.Int;
import dev.nnd.source.Span;
import dev.nnd.syntax.BinaryOperator;
import java.util.List;

/**
 * Tells a trace what arithmetic does between two values of a drawn number: sums and products of
 * rising numbers are polynomials that rise, divisions of ints by a constant repeat with it, and of
 * the rest nothing is known.
 */
final class Rounding {
  /** Powers beyond are of a higher degree than {@link Axis} has points for. */
  private static final long LARGEST_POWER = 3;

  private final Trace trace;
  private final Span span;

  Rounding(Trace trace, Span span) {
    this.trace = trace;
    this.span = span;
  }

  /** What an operator makes of two numbers that depend on this. */
  void arithmetic(BinaryOperator operator, Constant a, Constant b, Deps left, Deps right) {
    switch (operator) {
      case ADD -> {}
      case SUBTRACT -> {
        trace.measure(span, 0, Numbers.real(a) - Numbers.real(b), left.and(right));
        trace.falls(right);
      }
      case MULTIPLY -> trace.product(left, right);
      case DIVIDE -> divide(a, b, left, right);
      case REMAINDER -> modulus(a, b, left, right);
      case POWER -> {
        boolean small =
            b instanceof Int power && power.value() >= 0 && power.value() <= LARGEST_POWER;
        trace.rough(right);
        trace.product(left, left);
        trace.rough(small ? Deps.NONE : left);
      }
      default -> throw new IllegalStateException("check: no arithmetic for " + operator);
    }
  }

  private void divide(Constant a, Constant b, Deps left, Deps right) {
    if (a instanceof Int && b instanceof Int) {
      modulus(a, b, left, right);
    } else {
      trace.measure(span, 0, Numbers.real(b), right);
      trace.falls(right);
      trace.product(left, right);
    }
  }

  private void modulus(Constant a, Constant b, Deps left, Deps right) {
    trace.rough(right);
    if (a instanceof Int && b instanceof Int by) {
      trace.modulus(left, by.value());
    } else {
      trace.rough(left);
    }
  }

  /** What a function makes of numbers that depend on this. */
  void function(String name, List<Constant> numbers, List<Deps> deps) {
    switch (name) {
      case "min", "max" -> extremes(numbers, deps);
      case "abs" -> {
        trace.measure(span, 0, Numbers.real(numbers.get(0)), deps.get(0));
        trace.falls(deps.get(0));
      }
      case "floor_div" -> modulus(numbers.get(0), numbers.get(1), deps.get(0), deps.get(1));
      case "floor", "ceil", "round" ->
          trace.rough(numbers.get(0) instanceof Int ? Deps.NONE : deps.get(0));
      default -> {} // They rise, give floats, and these become sizes by rounding alone.
    }
  }

  private void extremes(List<Constant> numbers, List<Deps> deps) {
    for (int i = 0; i < numbers.size(); i++) {
      for (int j = 0; j < i; j++) {
        double difference = Numbers.real(numbers.get(i)) - Numbers.real(numbers.get(j));
        trace.measure(span, i * numbers.size() + j, difference, deps.get(i).and(deps.get(j)));
      }
    }
  }
}
