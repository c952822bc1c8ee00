package dev.nnd.loop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What some statements mention, and how many calls of the vector module they are. */
public final class Tally implements Statement.Visitor<Void>, Expr.Visitor<Void> {
  /**
   * Calls of the vector module that C2 takes in with certainty in one compilation; a transform of
   * 58 has passed its limit.
   *
   * <p>C2 of JDK 17 takes in what a vector's method calls, some 300 nodes each time, and after
   * 18,000 nodes ({@code NodeCountInliningCutoff}) puts the rest off till later. In what is taken
   * in later it makes objects of vectors, in each run of the loop and for ever, if class checks
   * inside the vector module have failed before. Whether they have depends on which operation the
   * process ran first, and on when C2 compiled the module's own methods: one process in ten
   * allocated.
   */
  public static final int MOST_VECTORS = 48;

  private final Map<IntVar, Integer> ints = new LinkedHashMap<>();
  private final Map<FloatVar, Integer> floats = new HashMap<>();
  private final Set<IntVar> set = new HashSet<>();
  private final List<String> calls = new ArrayList<>();
  private boolean vector;
  private int vectors;

  private Tally() {}

  /** Counts. */
  public static Tally of(List<Statement> statements) {
    Tally tally = new Tally();
    tally.all(statements);
    return tally;
  }

  /** How often each integer variable is read or set, in order of the first time. */
  public Map<IntVar, Integer> ints() {
    return ints;
  }

  /** How often each other variable is read or set. */
  public Map<FloatVar, Integer> floats() {
    return floats;
  }

  /** The counters and the other integers that are set. */
  public Set<IntVar> set() {
    return set;
  }

  /** The routines that are called, in order. */
  public List<String> calls() {
    return calls;
  }

  /** Calls of the vector module. */
  public int vectors() {
    return vectors;
  }

  private void all(List<Statement> statements) {
    for (Statement statement : statements) statement.accept(this);
  }

  private Void read(Int... values) {
    for (Int value : values) {
      if (value instanceof Int.Var v) ints.merge(v.variable(), 1, Integer::sum);
      if (value instanceof Int.Pair p) read(p.left(), p.right());
    }
    return null;
  }

  private void written(IntVar variable) {
    ints.merge(variable, 1, Integer::sum);
    set.add(variable);
  }

  /** Reads a value, as a vector or as a number. */
  private Void value(Expr value, boolean asVector) {
    vector = asVector;
    return value.accept(this);
  }

  /** Counts calls, if they are for a vector, and reads what they take. */
  private Void count(int number, Expr... arguments) {
    if (vector) vectors += number;
    for (Expr argument : arguments) argument.accept(this);
    return null;
  }

  @Override
  public Void loop(Statement.For s) {
    read(s.from(), s.to());
    written(s.counter());
    all(s.body());
    return null;
  }

  @Override
  public Void setInt(Statement.SetInt s) {
    written(s.variable());
    return read(s.value());
  }

  @Override
  public Void set(Statement.Set s) {
    floats.merge(s.variable(), 1, Integer::sum);
    return value(s.value(), s.variable().vector());
  }

  @Override
  public Void store(Statement.Store s) {
    if (s.vector()) vectors++;
    read(s.index());
    return value(s.value(), s.vector());
  }

  @Override
  public Void copy(Statement.Copy s) {
    return read(s.fromIndex(), s.toIndex(), s.length());
  }

  @Override
  public Void fill(Statement.Fill s) {
    return read(s.from(), s.to());
  }

  @Override
  public Void choice(Statement.If s) {
    read(s.value());
    all(s.then());
    all(s.otherwise());
    return null;
  }

  @Override
  public Void call(Statement.Call s) {
    calls.add(s.routine());
    return read(s.arguments().toArray(Int[]::new));
  }

  @Override
  public Void mark(Statement.Mark s) {
    return null;
  }

  @Override
  public Void constant(Expr.Const e) {
    return count(1);
  }

  @Override
  public Void local(Expr.Local e) {
    floats.merge(e.variable(), 1, Integer::sum);
    return count(e.variable().vector() ? 0 : 1);
  }

  @Override
  public Void load(Expr.Load e) {
    read(e.index());
    return count(1);
  }

  @Override
  public Void unary(Expr.Unary e) {
    int number =
        switch (e.operator()) {
          case NEGATE, ABS, SQRT -> 1;
          case EXPONENT -> 5;
          case SIGNIFICAND -> 4;
        };
    return count(number, e.argument());
  }

  @Override
  public Void binary(Expr.Binary e) {
    boolean plain = e.operator() != Expr.BinaryOperator.TIMES_POWER_OF_TWO;
    return count(plain ? 1 : 5, e.left(), e.right());
  }

  @Override
  public Void fma(Expr.Fma e) {
    return count(1, e.left(), e.right(), e.addend());
  }

  @Override
  public Void select(Expr.Select e) {
    return count(2, e.left(), e.right(), e.then(), e.otherwise());
  }

  @Override
  public Void fromInt(Expr.FromInt e) {
    read(e.value());
    return count(3);
  }

  @Override
  public Void uniform(Expr.Uniform e) {
    read(e.key(), e.counter());
    return count(25);
  }
}
