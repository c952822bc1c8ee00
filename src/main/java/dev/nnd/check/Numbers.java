package dev.nnd.check;

import dev.nnd.check.Constant.Bool;
import dev.nnd.check.Constant.Int;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.Span;
import dev.nnd.syntax.BinaryOperator;
import java.util.List;
import java.util.Optional;

/**
 * Arithmetic on constants. Ints have 64 bits and do not wrap; floats stay finite; whatever has no
 * such result is reported.
 */
final class Numbers {
  private final Diagnostics out;
  private final Span span;

  /**
   * Arithmetic for one place of the program.
   *
   * @param span what mistakes are reported at
   */
  Numbers(Diagnostics out, Span span) {
    this.out = out;
    this.span = span;
  }

  static boolean isNumber(Constant constant) {
    return constant instanceof Int || constant instanceof Constant.Float;
  }

  /** A number as a double. */
  static double real(Constant number) {
    return number instanceof Int whole ? (double) whole.value() : ((Constant.Float) number).value();
  }

  /** The result of an arithmetic operator. */
  Optional<Constant> arithmetic(BinaryOperator operator, Constant a, Constant b) {
    if (a instanceof Int x && b instanceof Int y) {
      try {
        return whole(operator, x.value(), y.value());
      } catch (ArithmeticException tooLarge) {
        out.report(Code.INT_OVERFLOW, span);
        return Optional.empty();
      }
    }
    return real(operator, real(a), real(b));
  }

  private Optional<Constant> whole(BinaryOperator operator, long a, long b) {
    return switch (operator) {
      case ADD -> whole(Math.addExact(a, b));
      case SUBTRACT -> whole(Math.subtractExact(a, b));
      case MULTIPLY -> whole(Math.multiplyExact(a, b));
      case DIVIDE -> divides(b) ? quotient(a, b) : Optional.empty();
      case REMAINDER -> divides(b) ? whole(Math.floorMod(a, b)) : Optional.empty();
      case POWER -> b < 0 ? real(operator, a, b) : whole(power(a, b));
      default -> throw new IllegalStateException("check: no arithmetic for " + operator);
    };
  }

  private static Optional<Constant> whole(long value) {
    return Optional.of(new Int(value));
  }

  private Optional<Constant> quotient(long a, long b) {
    boolean exact = a % b == 0 && !(a == Long.MIN_VALUE && b == -1);
    return exact ? whole(a / b) : finite((double) a / b);
  }

  private static long power(long base, long exponent) {
    long result = 1;
    long square = base;
    for (long rest = exponent; rest > 0; rest >>= 1) {
      if ((rest & 1) == 1) {
        result = Math.multiplyExact(result, square);
      }
      if (rest > 1) {
        square = Math.multiplyExact(square, square);
      }
    }
    return result;
  }

  private Optional<Constant> real(BinaryOperator operator, double a, double b) {
    return switch (operator) {
      case ADD -> finite(a + b);
      case SUBTRACT -> finite(a - b);
      case MULTIPLY -> finite(a * b);
      case DIVIDE -> divides(b) ? finite(a / b) : Optional.empty();
      case REMAINDER -> divides(b) ? finite(a - b * Math.floor(a / b)) : Optional.empty();
      case POWER -> (a != 0 || b >= 0 || divides(a)) ? finite(Math.pow(a, b)) : Optional.empty();
      default -> throw new IllegalStateException("check: no arithmetic for " + operator);
    };
  }

  private boolean divides(double divisor) {
    if (divisor == 0) {
      out.report(Code.DIVISION_BY_ZERO, span);
    }
    return divisor != 0;
  }

  /** A float, if there is one for this value. */
  Optional<Constant> finite(double value) {
    if (!Double.isFinite(value)) {
      out.report(Code.NOT_FINITE, span);
      return Optional.empty();
    }
    return Optional.of(new Constant.Float(value));
  }

  /** The int nearest to where {@code value} was rounded to. */
  Optional<Constant> toInt(double value) {
    if (Math.abs(value) > 0x1p62) {
      out.report(Code.INT_OVERFLOW, span);
      return Optional.empty();
    }
    return whole((long) value);
  }

  /** The quotient, rounded down: an int of ints, otherwise a whole float. */
  Optional<Constant> floorDivide(Constant a, Constant b) {
    if (!divides(real(b))) {
      return Optional.empty();
    }
    if (a instanceof Int x && b instanceof Int y) {
      boolean fits = x.value() != Long.MIN_VALUE || y.value() != -1;
      return fits ? whole(Math.floorDiv(x.value(), y.value())) : toInt(Double.MAX_VALUE);
    }
    return finite(Math.floor(real(a) / real(b)));
  }

  /** {@code -a}. */
  Optional<Constant> negate(Constant a) {
    return a instanceof Int ? arithmetic(BinaryOperator.SUBTRACT, new Int(0), a) : finite(-real(a));
  }

  /** The result of a comparison of two numbers, or of the equality of two other constants. */
  static Constant compare(BinaryOperator operator, Constant a, Constant b) {
    boolean numbers = isNumber(a) && isNumber(b);
    int order = numbers ? order(a, b) : a.equals(b) ? 0 : 1;
    return new Bool(
        switch (operator) {
          case EQUAL -> order == 0;
          case NOT_EQUAL -> order != 0;
          case LESS -> order < 0;
          case LESS_EQUAL -> order <= 0;
          case GREATER -> order > 0;
          case GREATER_EQUAL -> order >= 0;
          default -> throw new IllegalStateException("check: no comparison " + operator);
        });
  }

  private static int order(Constant a, Constant b) {
    if (a instanceof Int x && b instanceof Int y) {
      return Long.compare(x.value(), y.value());
    }
    // Not Double.compare: it tells -0.0 from 0.0.
    double x = real(a);
    double y = real(b);
    return x < y ? -1 : x > y ? 1 : 0;
  }

  /** The least or the greatest of numbers; the first of equal ones. */
  static Constant extreme(List<Constant> numbers, boolean greatest) {
    Constant best = numbers.get(0);
    for (Constant number : numbers) {
      int order = order(number, best);
      if (greatest ? order > 0 : order < 0) {
        best = number;
      }
    }
    return best;
  }
}
