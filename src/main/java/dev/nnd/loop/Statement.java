package dev.nnd.loop;

import dev.nnd.source.Span;
import java.util.List;

/** One step of a routine. */
public sealed interface Statement {
  /** Calls the case of this statement. */
  <R> R accept(Visitor<R> visitor);

  /** {@code for (counter = from; counter < to; counter += step)}; the bounds are computed once. */
  record For(IntVar counter, Int from, Int to, int step, List<Statement> body)
      implements Statement {
    public For {
      body = List.copyOf(body);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.loop(this);
    }
  }

  /** {@code variable = value} for an integer. */
  record SetInt(IntVar variable, Int value) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.setInt(this);
    }
  }

  /** {@code variable = value}; the variable says whether as a vector. */
  record Set(FloatVar variable, Expr value) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.set(this);
    }
  }

  /** {@code array[index] = value}, or {@code lanes} elements from there on. */
  record Store(Array array, Int index, Expr value, boolean vector) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.store(this);
    }
  }

  /** Copies {@code length} elements; the ranges do not overlap. */
  record Copy(Array from, Int fromIndex, Array to, Int toIndex, Int length) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.copy(this);
    }
  }

  /** Sets the elements from {@code from} (included) to {@code to} (not included) to one number. */
  record Fill(Array array, Int from, Int to, float value) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.fill(this);
    }
  }

  /**
   * Does {@code then} if {@code value != 0}, else {@code otherwise}. Variables that both set may be
   * read after it.
   */
  record If(Int value, List<Statement> then, List<Statement> otherwise) implements Statement {
    public If {
      then = List.copyOf(then);
      otherwise = List.copyOf(otherwise);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.choice(this);
    }
  }

  /**
   * Calls a routine that stands before this one in the program: it sees the same batch and the same
   * range.
   *
   * @param arrays what it is given
   * @param arguments its own integers
   */
  record Call(String routine, List<Array> arrays, List<Int> arguments) implements Statement {
    public Call {
      arrays = List.copyOf(arrays);
      arguments = List.copyOf(arguments);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.call(this);
    }
  }

  /** What follows was asked for by these words: profilers and stack traces name their line. */
  record Mark(Span origin) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.mark(this);
    }
  }

  /** One case per statement and no defaults. */
  interface Visitor<R> {
    R loop(For statement);

    R setInt(SetInt statement);

    R set(Set statement);

    R store(Store statement);

    R copy(Copy statement);

    R fill(Fill statement);

    R choice(If statement);

    R call(Call statement);

    R mark(Mark statement);
  }
}
