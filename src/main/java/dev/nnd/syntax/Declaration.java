package dev.nnd.syntax;

import dev.nnd.source.Span;
import dev.nnd.syntax.Tree.Doc;
import dev.nnd.syntax.Tree.Name;
import dev.nnd.syntax.Tree.Parameter;
import java.util.List;
import java.util.Optional;

/** What stands at the top level of a file. */
public sealed interface Declaration extends Tree {
  /** The documentation before it. */
  Optional<Doc> doc();

  /**
   * Whether nothing within was left out because of a syntax error. What is missing was reported, so
   * that a phase that finds a declaration incomplete should believe that it is there and say
   * nothing more about it.
   */
  boolean complete();

  <R> R accept(Visitor<R> visitor);

  /**
   * {@code use "other.nnd"}.
   *
   * @param path relative to the file of the declaration
   */
  record Use(Optional<Doc> doc, Expression.Text path, boolean complete, Span span)
      implements Declaration {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.use(this);
    }
  }

  /** {@code const NAME = value}. */
  record Const(Optional<Doc> doc, Name name, Expression value, boolean complete, Span span)
      implements Declaration {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.constant(this);
    }
  }

  /** {@code block Name(parameters) { statements }}. */
  record Block(
      Optional<Doc> doc,
      Name name,
      List<Parameter> parameters,
      List<Statement> body,
      boolean complete,
      Span span)
      implements Declaration {
    public Block {
      parameters = List.copyOf(parameters);
      body = List.copyOf(body);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.block(this);
    }
  }

  /** {@code model Name(parameters) { statements }}. */
  record Model(
      Optional<Doc> doc,
      Name name,
      List<Parameter> parameters,
      List<Statement> body,
      boolean complete,
      Span span)
      implements Declaration {
    public Model {
      parameters = List.copyOf(parameters);
      body = List.copyOf(body);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.model(this);
    }
  }

  /** {@code data Name { key: source -> step }}. */
  record Data(Optional<Doc> doc, Name name, List<Entry.Column> entries, boolean complete, Span span)
      implements Declaration {
    public Data {
      entries = List.copyOf(entries);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.data(this);
    }
  }

  /** {@code train Name(parameters) { key: value }}. The entries are settings and requirements. */
  record Train(
      Optional<Doc> doc,
      Name name,
      List<Parameter> parameters,
      List<Entry> entries,
      boolean complete,
      Span span)
      implements Declaration {
    public Train {
      parameters = List.copyOf(parameters);
      entries = List.copyOf(entries);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.train(this);
    }
  }

  /**
   * {@code search Name { key: value, name ~ distribution }}. The entries are settings, draws and
   * requirements.
   */
  record Search(Optional<Doc> doc, Name name, List<Entry> entries, boolean complete, Span span)
      implements Declaration {
    public Search {
      entries = List.copyOf(entries);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.search(this);
    }
  }

  /**
   * One case per declaration and no defaults, so that a new one fails to compile until every phase
   * has it.
   */
  interface Visitor<R> {
    R use(Use use);

    R constant(Const constant);

    R block(Block block);

    R model(Model model);

    R data(Data data);

    R train(Train train);

    R search(Search search);
  }
}
