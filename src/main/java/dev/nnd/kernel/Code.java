package dev.nnd.kernel;

import dev.nnd.loop.Expr;
import dev.nnd.loop.FloatVar;
import dev.nnd.loop.Int;
import dev.nnd.loop.IntVar;
import dev.nnd.loop.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * The body of a routine being written: statements go where the innermost open loop is, names are
 * fresh. A name is letters and a number, which the name of a parameter never is.
 */
final class Code {
  private final Deque<List<Statement>> open = new ArrayDeque<>();
  private int names;

  Code() {
    open.push(new ArrayList<>());
  }

  /** Adds a statement. */
  void add(Statement statement) {
    open.element().add(statement);
  }

  /**
   * A loop, whose body is written by {@code body} given the counter; no loop at all for a single
   * known round.
   */
  void loop(String name, Int from, Int to, int step, Consumer<Int> body) {
    if (from instanceof Int.Const f && to instanceof Int.Const t) {
      if (f.value() >= t.value()) return;
      if (f.value() + step >= t.value()) {
        body.accept(from);
        return;
      }
    }
    IntVar counter = new IntVar(fresh(name));
    List<Statement> inside = block(() -> body.accept(Int.of(counter)));
    add(new Statement.For(counter, from, to, step, inside));
  }

  /** Writes what is done if a number is not 0, and what is done if it is. */
  void choose(Int value, Runnable then, Runnable otherwise) {
    add(new Statement.If(value, block(then), block(otherwise)));
  }

  /** What would be written, and is not. */
  List<Statement> trial(Runnable body) {
    int before = names;
    List<Statement> written = block(body);
    names = before;
    return written;
  }

  private List<Statement> block(Runnable body) {
    open.push(new ArrayList<>());
    body.run();
    return open.pop();
  }

  /** An integer kept in a variable; numbers and variables stay as they are. */
  Int let(String name, Int value) {
    if (value instanceof Int.Const || value instanceof Int.Var) return value;
    IntVar variable = new IntVar(fresh(name));
    add(new Statement.SetInt(variable, value));
    return Int.of(variable);
  }

  /** A new variable for a float or a vector. */
  FloatVar variable(String name, boolean vector) {
    return new FloatVar(fresh(name), vector);
  }

  /** A value kept in a new variable. */
  Expr let(String name, Expr value, boolean vector) {
    FloatVar variable = variable(name, vector);
    add(new Statement.Set(variable, value));
    return new Expr.Local(variable);
  }

  private String fresh(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!Character.isLetter(name.charAt(i)))
        throw new IllegalArgumentException("kernel: a number follows letters, not " + name);
    }
    return name + names++;
  }

  /** What has been written. */
  List<Statement> statements() {
    return List.copyOf(open.element());
  }
}
