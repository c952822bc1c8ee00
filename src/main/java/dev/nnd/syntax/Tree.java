package dev.nnd.syntax;

import dev.nnd.source.Span;
import java.util.List;
import java.util.Optional;

/** A piece of a program as it was written. Every piece knows its place in the source. */
public sealed interface Tree permits Declaration, Statement, Entry, Stage, Expression, Tree.Part {
  /** The text that this piece was read from, without the comments before and after it. */
  Span span();

  /** What is the same wherever it stands. */
  sealed interface Part extends Tree {}

  /**
   * A whole file.
   *
   * @param comments all comments in the order of the text, documentation included
   */
  record File(List<Declaration> declarations, List<Comment> comments, Span span) implements Part {
    public File {
      declarations = List.copyOf(declarations);
      comments = List.copyOf(comments);
    }
  }

  /** A name where it is declared or used. */
  record Name(String text, Span span) implements Part {
    @Override
    public String toString() {
      return text;
    }
  }

  /** The lines of a documentation comment, without {@code ///} and the blank after it. */
  record Doc(List<String> lines, Span span) implements Part {
    public Doc {
      lines = List.copyOf(lines);
    }
  }

  /** A comment of any kind, with its marks. */
  record Comment(Kind kind, Placement placement, Span span) implements Part {
    /** Which marks the comment has: {@code //}, {@code /* *}{@code /} or {@code ///}. */
    public enum Kind {
      LINE,
      BLOCK,
      DOC
    }

    /** Whether the comment is the first thing on its line or stands after something else. */
    public enum Placement {
      OWN_LINE,
      TRAILING
    }
  }

  /** {@code name: type = value} in the head of a declaration. Without a value it must be given. */
  record Parameter(Name name, ParameterType type, Optional<Expression> value, Span span)
      implements Part {}

  /**
   * The type after the name of an input.
   *
   * @param element the type of the elements; absent in a pattern such as {@code [c, h, w]}
   * @param sizes without the batch; in a pattern, a name that is not yet known is bound to the size
   *     it meets
   */
  record TensorType(Optional<Element> element, List<Expression> sizes, Span span) implements Part {
    public TensorType {
      sizes = List.copyOf(sizes);
    }

    /** What a tensor holds. */
    public enum Element {
      FLOAT,
      INT
    }
  }

  /** A value handed to a layer, block or function, by place or by name. */
  record Argument(Optional<Name> name, Expression value, Span span) implements Part {}

  /** {@code source -> stage -> stage}; with no stage, the source alone. */
  record Chain(Expression source, List<Stage> stages, Span span) implements Part {
    public Chain {
      stages = List.copyOf(stages);
    }
  }
}
