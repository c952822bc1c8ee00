package dev.nnd.loop;

/**
 * An integer expression. The factories fold constants, so that listings and bytecode stay short.
 */
public sealed interface Int {
  /** A number. */
  record Const(int value) implements Int {
    @Override
    public String toString() {
      return Integer.toString(value);
    }
  }

  /** A variable. */
  record Var(IntVar variable) implements Int {
    @Override
    public String toString() {
      return variable.toString();
    }
  }

  /** Two expressions put together. */
  record Pair(Operator operator, Int left, Int right) implements Int {
    @Override
    public String toString() {
      return "(" + left + " " + operator.symbol + " " + right + ")";
    }
  }

  /**
   * The key of a stream of random numbers in this step; see {@code dev.nnd.runtime.CounterRandom}.
   */
  record Key(int stream) implements Int {
    @Override
    public String toString() {
      return "key" + stream;
    }
  }

  /** An element of an array, rounded toward zero; 0 for what is no number. */
  record Element(Array array, Int index) implements Int {
    @Override
    public String toString() {
      return "int(" + LoopText.name(array) + "[" + index + "])";
    }
  }

  /** The operators. Quotients and remainders are only taken of numbers that are not negative. */
  enum Operator {
    PLUS("+"),
    MINUS("-"),
    TIMES("*"),
    OVER("/"),
    MODULO("%"),
    MIN("min"),
    MAX("max");

    private final String symbol;

    Operator(String symbol) {
      this.symbol = symbol;
    }
  }

  /** A number. */
  static Int of(int value) {
    return new Const(value);
  }

  /** A variable. */
  static Int of(IntVar variable) {
    return new Var(variable);
  }

  /** {@code this + other}. */
  default Int plus(Int other) {
    if (this instanceof Const a && other instanceof Const b)
      return of(Math.addExact(a.value, b.value));
    if (this instanceof Const a && a.value == 0) return other;
    if (other instanceof Const b && b.value == 0) return this;
    if (other instanceof Const b
        && this instanceof Pair p
        && p.operator == Operator.PLUS
        && p.right instanceof Const c) {
      return p.left.plus(of(Math.addExact(b.value, c.value)));
    }
    if (this instanceof Const) return other.plus(this);
    if (other instanceof Pair p && p.operator == Operator.PLUS && p.right instanceof Const c) {
      return plus(p.left).plus(c);
    }
    return new Pair(Operator.PLUS, this, other);
  }

  /** {@code this + number}. */
  default Int plus(int number) {
    return plus(of(number));
  }

  /** {@code this - other}. */
  default Int minus(Int other) {
    if (other instanceof Const b) return plus(of(Math.negateExact(b.value)));
    return new Pair(Operator.MINUS, this, other);
  }

  /** {@code this * number}. */
  default Int times(int number) {
    if (number == 1) return this;
    if (number == 0) return of(0);
    if (this instanceof Const a) return of(Math.multiplyExact(a.value, number));
    return new Pair(Operator.TIMES, this, of(number));
  }

  /** {@code this * other}. */
  default Int times(Int other) {
    if (other instanceof Const b) return times(b.value);
    if (this instanceof Const a) return other.times(a.value);
    return new Pair(Operator.TIMES, this, other);
  }

  /** {@code this / number}, rounded down. */
  default Int over(int number) {
    if (number == 1) return this;
    if (this instanceof Const a) return of(a.value / number);
    return new Pair(Operator.OVER, this, of(number));
  }

  /** The remainder of {@code this / number}. */
  default Int modulo(int number) {
    if (number == 1) return of(0);
    if (this instanceof Const a) return of(a.value % number);
    return new Pair(Operator.MODULO, this, of(number));
  }

  /** The smaller of two. */
  default Int min(Int other) {
    if (this instanceof Const a && other instanceof Const b) return of(Math.min(a.value, b.value));
    return new Pair(Operator.MIN, this, other);
  }

  /** The larger of two. */
  default Int max(Int other) {
    if (this instanceof Const a && other instanceof Const b) return of(Math.max(a.value, b.value));
    return new Pair(Operator.MAX, this, other);
  }
}
