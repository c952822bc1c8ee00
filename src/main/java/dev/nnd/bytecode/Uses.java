package dev.nnd.bytecode;

import dev.nnd.loop.Array;
import dev.nnd.loop.Expr;
import dev.nnd.loop.Int;
import dev.nnd.loop.Routine;
import dev.nnd.loop.Statement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The rows of scratch and caller, and the keys, that a routine uses, in order of first use. */
final class Uses implements Statement.Visitor<Void>, Expr.Visitor<Void> {
  private final Set<Array> rows = new LinkedHashSet<>();
  private final Set<Int.Key> keys = new LinkedHashSet<>();

  private Uses() {}

  static Uses of(Routine routine) {
    Uses uses = new Uses();
    uses.all(routine.body());
    return uses;
  }

  Set<Array> rows() {
    return rows;
  }

  Set<Int.Key> keys() {
    return keys;
  }

  private void all(List<Statement> statements) {
    for (Statement statement : statements) statement.accept(this);
  }

  private Void array(Array array) {
    boolean row =
        switch (array.space()) {
          case SCRATCH, CALLER -> true;
          case WEIGHTS, ARENA, SETTINGS, GIVEN -> false;
        };
    if (row) rows.add(array);
    return null;
  }

  private Void integers(Int... values) {
    for (Int value : values) {
      if (value instanceof Int.Key key) keys.add(key);
      if (value instanceof Int.Element element) {
        array(element.array());
        integers(element.index());
      }
      if (value instanceof Int.Pair pair) integers(pair.left(), pair.right());
    }
    return null;
  }

  private Void all(Expr... exprs) {
    for (Expr expr : exprs) expr.accept(this);
    return null;
  }

  @Override
  public Void loop(Statement.For s) {
    integers(s.from(), s.to());
    all(s.body());
    return null;
  }

  @Override
  public Void setInt(Statement.SetInt s) {
    return integers(s.value());
  }

  @Override
  public Void set(Statement.Set s) {
    return all(s.value());
  }

  @Override
  public Void store(Statement.Store s) {
    array(s.array());
    integers(s.index());
    return all(s.value());
  }

  @Override
  public Void copy(Statement.Copy s) {
    array(s.from());
    array(s.to());
    return integers(s.fromIndex(), s.toIndex(), s.length());
  }

  @Override
  public Void fill(Statement.Fill s) {
    array(s.array());
    return integers(s.from(), s.to());
  }

  @Override
  public Void choice(Statement.If s) {
    integers(s.value());
    all(s.then());
    all(s.otherwise());
    return null;
  }

  @Override
  public Void call(Statement.Call s) {
    s.arrays().forEach(this::array);
    return integers(s.arguments().toArray(Int[]::new));
  }

  @Override
  public Void mark(Statement.Mark s) {
    return null;
  }

  @Override
  public Void constant(Expr.Const e) {
    return null;
  }

  @Override
  public Void local(Expr.Local e) {
    return null;
  }

  @Override
  public Void load(Expr.Load e) {
    array(e.array());
    return integers(e.index());
  }

  @Override
  public Void unary(Expr.Unary e) {
    return all(e.argument());
  }

  @Override
  public Void binary(Expr.Binary e) {
    return all(e.left(), e.right());
  }

  @Override
  public Void fma(Expr.Fma e) {
    return all(e.left(), e.right(), e.addend());
  }

  @Override
  public Void select(Expr.Select e) {
    return all(e.left(), e.right(), e.then(), e.otherwise());
  }

  @Override
  public Void fromInt(Expr.FromInt e) {
    return integers(e.value());
  }

  @Override
  public Void uniform(Expr.Uniform e) {
    return integers(e.key(), e.counter());
  }
}
