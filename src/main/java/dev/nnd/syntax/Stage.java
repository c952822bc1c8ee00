package dev.nnd.syntax;

import dev.nnd.source.Span;
import dev.nnd.syntax.Expression.Layers;
import dev.nnd.syntax.Tree.Argument;
import dev.nnd.syntax.Tree.Name;
import java.util.List;
import java.util.Optional;

/** One step of a pipeline. */
public sealed interface Stage extends Tree {
  <R> R accept(Visitor<R> visitor);

  /**
   * {@code name(arguments)} or a bare {@code name}: a layer, a block, a name bound by {@code
   * layer}, a parameter of type layer or, in data, a step.
   *
   * @param parenthesised whether the parentheses were written
   */
  record Call(Name callee, List<Argument> arguments, boolean parenthesised, Span span)
      implements Stage {
    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.call(this);
    }
  }

  /** {@code when condition { chain } else { chain }}. */
  record When(Expression condition, Layers then, Layers otherwise, Span span) implements Stage {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.when(this);
    }
  }

  /** {@code repeat count as index { chain }}; the index counts from 0. */
  record Repeat(Expression count, Optional<Name> index, Layers body, Span span) implements Stage {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.repeat(this);
    }
  }

  /** {@code [chain, chain]}: every branch gets the same input, and the results are a tuple. */
  record Fork(List<Layers> branches, Span span) implements Stage {
    public Fork {
      branches = List.copyOf(branches);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.fork(this);
    }
  }

  /** <code>{ chain }</code>. */
  record Group(Layers body, Span span) implements Stage {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.group(this);
    }
  }

  /**
   * One case per stage and no defaults, so that a new one fails to compile until every phase has
   * it.
   */
  interface Visitor<R> {
    R call(Call call);

    R when(When when);

    R repeat(Repeat repeat);

    R fork(Fork fork);

    R group(Group group);
  }
}
