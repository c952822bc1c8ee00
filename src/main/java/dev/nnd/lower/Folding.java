package dev.nnd.lower;

import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Primitive.UnaryFunction;

/** Functions of constants, in double; the result is rounded to float once. */
final class Folding {
  private Folding() {}

  /** Whether a function of a constant is computed here: all that double arithmetic has. */
  static boolean folds(UnaryFunction function) {
    return function != UnaryFunction.ERF;
  }

  static double unary(UnaryFunction function, double a) {
    return switch (function) {
      case NEGATE -> -a;
      case ABS -> Math.abs(a);
      case SIGN -> Math.signum(a);
      case EXP -> StrictMath.exp(a);
      case LOG -> StrictMath.log(a);
      case SQRT -> Math.sqrt(a);
      case TANH -> StrictMath.tanh(a);
      case SIGMOID -> 1 / (1 + StrictMath.exp(-a));
      case ERF -> throw new IllegalArgumentException("erf of a constant is not folded");
    };
  }

  static double binary(BinaryFunction function, double a, double b) {
    return switch (function) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> a / b;
      case MAXIMUM -> Math.max(a, b);
      case MINIMUM -> Math.min(a, b);
      case LESS -> a < b ? 1 : 0;
      case EQUAL -> a == b ? 1 : 0;
    };
  }
}
