package dev.nnd.loop;

/**
 * An expression whose value is a float, or a vector of floats where a vector is asked for: then
 * scalars are repeated in all lanes. Both targets do each operation lane by lane and round it once,
 * which is why they agree bit for bit.
 */
public sealed interface Expr {
  /** Calls the case of this expression. */
  <R> R accept(Visitor<R> visitor);

  /** A number. */
  record Const(float value) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.constant(this);
    }
  }

  /** A local variable; a scalar one in a vector is repeated. */
  record Local(FloatVar variable) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.local(this);
    }
  }

  /**
   * An element of an array, or the {@code lanes} elements from it on.
   *
   * @param repeat in a vector: the one element in all lanes
   */
  record Load(Array array, Int index, boolean repeat) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.load(this);
    }
  }

  /** A number of one argument. */
  record Unary(UnaryOperator operator, Expr argument) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.unary(this);
    }
  }

  /** A number of two arguments. */
  record Binary(BinaryOperator operator, Expr left, Expr right) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.binary(this);
    }
  }

  /** {@code left * right + addend}, rounded once. */
  record Fma(Expr left, Expr right, Expr addend) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.fma(this);
    }
  }

  /** {@code left (comparison) right ? then : otherwise}; a NaN compares false. */
  record Select(Comparison comparison, Expr left, Expr right, Expr then, Expr otherwise)
      implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.select(this);
    }
  }

  /**
   * An integer as a float; in a vector, lane {@code l} holds {@code value + l * lane}.
   *
   * @param lane the step from lane to lane
   */
  record FromInt(Int value, int lane) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.fromInt(this);
    }
  }

  /**
   * {@code CounterRandom.uniform(key, counter)}; in a vector, lane {@code l} has {@code counter + l
   * * lane}.
   *
   * @param lane the step of the counter from lane to lane
   */
  record Uniform(Int key, Int counter, int lane) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.uniform(this);
    }
  }

  /** Operators of one argument. */
  enum UnaryOperator {
    NEGATE,
    ABS,
    SQRT,
    /** The unbiased exponent of a positive normal number, as a float: floor(log2(x)). */
    EXPONENT,
    /** A positive normal number over 2 to its exponent: in [1, 2). */
    SIGNIFICAND
  }

  /**
   * Operators of two arguments. {@code MAX} and {@code MIN} are those of {@link Math}, NaN and
   * signed zeros included.
   */
  enum BinaryOperator {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    MAX,
    MIN,
    /** {@code left * 2^right}, where right is a whole number in [-126, 127]. */
    TIMES_POWER_OF_TWO
  }

  /** Comparisons. */
  enum Comparison {
    LESS,
    EQUAL
  }

  /** One case per expression and no defaults. */
  interface Visitor<R> {
    R constant(Const expr);

    R local(Local expr);

    R load(Load expr);

    R unary(Unary expr);

    R binary(Binary expr);

    R fma(Fma expr);

    R select(Select expr);

    R fromInt(FromInt expr);

    R uniform(Uniform expr);
  }
}
