package dev.nnd.syntax;

import dev.nnd.source.Span;
import dev.nnd.syntax.Tree.Argument;
import dev.nnd.syntax.Tree.Name;
import java.util.List;
import java.util.Optional;

/**
 * A value, known when the program is compiled or, in a pipeline's source, a tensor.
 *
 * <p>A chain of layers is a value too. One that consists of a single bare name, call or list of
 * such reads as a {@link Reference}, {@link Call} or {@link ListOf}; {@link #asLayers} gives its
 * stages all the same.
 */
public sealed interface Expression extends Tree {
  <R> R accept(Visitor<R> visitor);

  /** This value as a chain of layers, if it reads as one. */
  default Optional<Layers> asLayers() {
    return AsLayers.of(this);
  }

  /**
   * A number without sign.
   *
   * @param text as written, such as {@code 1_000} or {@code 1e-3}
   * @param whole whether it is an int, that is, has neither point nor exponent
   */
  record Number(String text, boolean whole, Span span) implements Expression {
    /** The nearest double; infinite when there is none. */
    public double value() {
      return Double.parseDouble(text.replace("_", ""));
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.number(this);
    }
  }

  /**
   * A string.
   *
   * @param value without quotes, escapes resolved
   */
  record Text(String value, Span span) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.text(this);
    }
  }

  /** {@code true} or {@code false}. */
  record Truth(boolean value, Span span) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.truth(this);
    }
  }

  /** {@code [a, b]}; where layers are meant, a fork. */
  record ListOf(List<Expression> items, Span span) implements Expression {
    public ListOf {
      items = List.copyOf(items);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.list(this);
    }
  }

  /** {@code first .. last}, both included. */
  record Range(Expression first, Expression last, Span span) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.range(this);
    }
  }

  /**
   * A name: a constant, parameter, size, tensor, layer, declaration or a word that the setting it
   * stands in knows.
   */
  record Reference(Name name) implements Expression {
    @Override
    public Span span() {
      return name.span();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.reference(this);
    }
  }

  /** Names joined by dots, such as {@code validation.loss}; at least two. */
  record Dotted(List<Name> names, Span span) implements Expression {
    public Dotted {
      names = List.copyOf(names);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.dotted(this);
    }
  }

  /** {@code -operand} or {@code not operand}. */
  record Unary(UnaryOperator operator, Expression operand, Span span) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.unary(this);
    }
  }

  /**
   * {@code left operator right}.
   *
   * @param operatorSpan the place of the operator alone
   */
  record Binary(
      BinaryOperator operator, Expression left, Expression right, Span operatorSpan, Span span)
      implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.binary(this);
    }
  }

  /** {@code if condition then a else b}. */
  record If(Expression condition, Expression then, Expression otherwise, Span span)
      implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.conditional(this);
    }
  }

  /** {@code name(arguments)}. */
  record Call(Name callee, List<Argument> arguments, Span span) implements Expression {
    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.call(this);
    }
  }

  /** {@code (a, b)}; at least two items. */
  record Tuple(List<Expression> items, Span span) implements Expression {
    public Tuple {
      items = List.copyOf(items);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.tuple(this);
    }
  }

  /** {@code (inner)}: kept because the formatter keeps it; means what {@code inner} means. */
  record Parenthesised(Expression inner, Span span) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.parenthesised(this);
    }
  }

  /** {@code stage -> stage}: a chain of layers, without a source. At least one stage. */
  record Layers(List<Stage> stages, Span span) implements Expression {
    public Layers {
      stages = List.copyOf(stages);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.layers(this);
    }
  }

  /**
   * One case per expression and no defaults, so that a new one fails to compile until every phase
   * has it.
   */
  interface Visitor<R> {
    R number(Number number);

    R text(Text text);

    R truth(Truth truth);

    R list(ListOf list);

    R range(Range range);

    R reference(Reference reference);

    R dotted(Dotted dotted);

    R unary(Unary unary);

    R binary(Binary binary);

    R conditional(If conditional);

    R call(Call call);

    R tuple(Tuple tuple);

    R parenthesised(Parenthesised parenthesised);

    R layers(Layers layers);
  }
}
