package dev.nnd.syntax;

import dev.nnd.source.Span;
import dev.nnd.syntax.Tree.Name;
import java.util.List;
import java.util.Optional;

/** What stands in the body of data, a train or a search. */
public sealed interface Entry extends Tree {
  <R> R accept(Visitor<R> visitor);

  /**
   * {@code key: source -> step -> step}, in data: a column, or a setting such as {@code source}
   * without steps.
   */
  record Column(Name key, Expression source, List<Stage.Call> steps, Span span) implements Entry {
    public Column {
      steps = List.copyOf(steps);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.column(this);
    }
  }

  /** {@code key: value}, in a train or a search. */
  record Setting(Name key, Expression value, Span span) implements Entry {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.setting(this);
    }
  }

  /** {@code parameter ~ distribution when condition}, in a search. */
  record Draw(Name parameter, Expression distribution, Optional<Expression> condition, Span span)
      implements Entry {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.draw(this);
    }
  }

  /** {@code require condition, "text"}, in a train or a search. */
  record Require(Expression condition, Optional<Expression.Text> text, Span span) implements Entry {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.require(this);
    }
  }

  /**
   * One case per entry and no defaults, so that a new one fails to compile until every phase has
   * it.
   */
  interface Visitor<R> {
    R column(Column column);

    R setting(Setting setting);

    R draw(Draw draw);

    R require(Require require);
  }
}
