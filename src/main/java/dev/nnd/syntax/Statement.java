package dev.nnd.syntax;

import dev.nnd.source.Span;
import dev.nnd.syntax.Tree.Chain;
import dev.nnd.syntax.Tree.Name;
import dev.nnd.syntax.Tree.TensorType;
import java.util.Optional;

/** What stands in the body of a block or model. */
public sealed interface Statement extends Tree {
  <R> R accept(Visitor<R> visitor);

  /** {@code input name: type}. */
  record Input(Name name, Optional<TensorType> type, Span span) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.input(this);
    }
  }

  /** {@code output name = pipeline}. */
  record Output(Name name, Chain value, Span span) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.output(this);
    }
  }

  /** {@code let name = pipeline}. */
  record Let(Name name, Chain value, Span span) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.let(this);
    }
  }

  /** {@code layer name = chain}. Every use of the name shares the chain's weights. */
  record Layer(Name name, Expression.Layers value, Span span) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.layer(this);
    }
  }

  /** {@code require condition, "text"}. */
  record Require(Expression condition, Optional<Expression.Text> text, Span span)
      implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.require(this);
    }
  }

  /**
   * One case per statement and no defaults, so that a new one fails to compile until every phase
   * has it.
   */
  interface Visitor<R> {
    R input(Input input);

    R output(Output output);

    R let(Let let);

    R layer(Layer layer);

    R require(Require require);
  }
}
