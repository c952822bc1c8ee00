package dev.nnd.loop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks a loop program before anything is made of it: a wrong one is a bug of ours, found where it
 * was made.
 *
 * <p>A variable is set before it is read, in the same loop body or around it; parameters and
 * counters are never set; a name is one variable; vectors are never used where a float is asked for
 * and do not exist on the portable target; calls fit the routines they call, which stand before
 * their callers, so that none calls itself; what holds one block at a time has room for it in every
 * task.
 */
public final class Verifier {
  private static final List<Integer> LANES = List.of(1, 4, 8, 16);

  /** A method has at most 255 slots; six arrays and the four integers of every routine take ten. */
  private static final int MOST_PARAMETERS = 245;

  private Verifier() {}

  /**
   * Checks a program.
   *
   * @throws IllegalStateException if an invariant does not hold; the message names the routine and
   *     the statement
   */
  public static void verify(LoopProgram program) {
    check(LANES.contains(program.lanes()), program.name(), program.lanes(), " lanes");
    check(program.scratch().stream().allMatch(n -> n >= 0), program.name(), "negative scratch row");
    Map<String, Routine> routines = new HashMap<>();
    for (Routine routine : program.routines()) {
      verify(routine, program, routines);
      check(routines.put(routine.name(), routine) == null, routine.name(), "there twice");
    }
    for (int i = 0; i < program.phases().size(); i++) {
      verify(program.phases().get(i), "phase " + i, routines);
    }
  }

  private static void verify(LoopProgram.Phase phase, String name, Map<String, Routine> routines) {
    check(phase.tasks() >= 1, name, phase.tasks(), " tasks");
    for (LoopProgram.Walk walk : phase.walks()) {
      check(walk.units() >= 0, name, walk.units(), " units");
      check(walk.units() > 0 == phase.units() > 0, name, "units and samples");
      check(walk.block() >= 0, name, "blocks of ", walk.block());
      check(walk.cost() >= 1, name, "a cost of ", walk.cost());
      for (LoopProgram.Action action : walk.actions()) {
        int rounds = action instanceof LoopProgram.Repeat repeat ? repeat.rounds() : 1;
        check(rounds >= 1, name, rounds, " rounds");
        check(rounds == 1 || walk.units() == 0, name, "rounds over units");
        for (LoopProgram.Call call : action.calls()) verify(call, walk, rounds, name, routines);
      }
    }
  }

  private static void verify(
      LoopProgram.Call call,
      LoopProgram.Walk walk,
      int rounds,
      String name,
      Map<String, Routine> routines) {
    Routine routine = routines.get(call.routine());
    check(routine != null, name, "no routine ", call.routine());
    check(routine.given() == 0, name, "nothing to give to ", call.routine());
    check(
        routine.parameters().size() == call.arguments().size(),
        name,
        call.routine(),
        " takes ",
        routine.parameters(),
        ", not ",
        call.arguments());
    for (LoopProgram.Place place : call.arguments()) {
      long room = (long) place.perStep() * walk.block();
      boolean fits = place.perStep() == 0 || walk.block() > 0 && place.perTask() >= room;
      boolean natural = place.start() >= 0 && place.perTask() >= 0 && place.perStep() >= 0;
      natural &= rounds > 1 || place.perRound() == 0;
      natural &= place.start() + (rounds - 1L) * place.perRound() >= 0;
      check(natural && fits, name, call.routine(), " has no room at ", place);
    }
  }

  private static void verify(Routine routine, LoopProgram program, Map<String, Routine> before) {
    String name = routine.name();
    check(isIdentifier(name), name, "is no name of a method");
    int slots = routine.parameters().size() + routine.given();
    check(slots <= MOST_PARAMETERS, name, "too many parameters");
    List<IntVar> parameters =
        new ArrayList<>(List.of(IntVar.BATCH, IntVar.FIRST, IntVar.FROM, IntVar.TO));
    parameters.addAll(routine.parameters());
    Body body = new Body(program, routine, before, new HashSet<>(parameters), new HashMap<>());
    for (IntVar parameter : parameters) {
      check(body.visible.add(parameter), name, "two parameters named ", parameter);
      body.names.put(parameter.name(), parameter);
    }
    body.verify(routine.body());
  }

  private static boolean isIdentifier(String name) {
    return !name.isEmpty()
        && Character.isJavaIdentifierStart(name.charAt(0))
        && name.chars().allMatch(Character::isJavaIdentifierPart);
  }

  /** The reason comes in pieces, as a text for each of so many checks would take long. */
  private static void check(boolean holds, String where, Object... why) {
    if (holds) return;
    StringBuilder text = new StringBuilder("wrong loop program: " + where + ": ");
    for (Object piece : why) text.append(piece);
    throw new IllegalStateException(text.toString());
  }

  /** The statements of a routine and what they may read at the place where the check stands. */
  private static final class Body implements Statement.Visitor<Void> {
    private final LoopProgram program;
    private final Routine routine;
    private final Map<String, Routine> before;
    private final Set<IntVar> fixed;
    private final Map<String, Object> names;
    private Set<Object> visible = new HashSet<>();

    Body(
        LoopProgram program,
        Routine routine,
        Map<String, Routine> before,
        Set<IntVar> fixed,
        Map<String, Object> names) {
      this.program = program;
      this.routine = routine;
      this.before = before;
      this.fixed = fixed;
      this.names = names;
    }

    void verify(List<Statement> statements) {
      for (Statement statement : statements) statement.accept(this);
    }

    @Override
    public Void loop(Statement.For s) {
      read(s, s.from());
      read(s, s.to());
      check(s, s.step() > 0, "the step is not positive");
      check(s, !visible.contains(s.counter()), "the counter is already set");
      Set<Object> around = visible;
      visible = new HashSet<>(around);
      define(s, s.counter().name(), s.counter());
      fixed.add(s.counter());
      verify(s.body());
      fixed.remove(s.counter());
      visible = around;
      return null;
    }

    @Override
    public Void setInt(Statement.SetInt s) {
      read(s, s.value());
      check(s, !fixed.contains(s.variable()), "a parameter or counter is never set");
      define(s, s.variable().name(), s.variable());
      return null;
    }

    @Override
    public Void set(Statement.Set s) {
      read(s, s.value(), s.variable().vector());
      define(s, s.variable().name(), s.variable());
      return null;
    }

    @Override
    public Void store(Statement.Store s) {
      read(s, s.array());
      read(s, s.index());
      read(s, s.value(), s.vector());
      return null;
    }

    @Override
    public Void copy(Statement.Copy s) {
      read(s, s.from());
      read(s, s.fromIndex());
      read(s, s.to());
      read(s, s.toIndex());
      read(s, s.length());
      return null;
    }

    @Override
    public Void fill(Statement.Fill s) {
      read(s, s.array());
      read(s, s.from());
      read(s, s.to());
      return null;
    }

    @Override
    public Void choice(Statement.If s) {
      read(s, s.value());
      Set<Object> around = visible;
      visible = new HashSet<>(around);
      verify(s.then());
      Set<Object> then = visible;
      visible = new HashSet<>(around);
      verify(s.otherwise());
      visible.retainAll(then);
      return null;
    }

    @Override
    public Void call(Statement.Call s) {
      Routine callee = before.get(s.routine());
      check(s, callee != null, "no such routine before this one");
      check(s, callee.given() == s.arrays().size(), "it is given ", callee.given(), " arrays");
      int own = callee.parameters().size();
      check(s, own == s.arguments().size(), "it takes ", own, " integers");
      s.arrays().forEach(array -> read(s, array));
      s.arguments().forEach(argument -> read(s, argument));
      return null;
    }

    @Override
    public Void mark(Statement.Mark s) {
      return null;
    }

    private void define(Statement s, String name, Object variable) {
      Object known = names.putIfAbsent(name, variable);
      check(s, known == null || known.equals(variable), "two variables named ", name);
      visible.add(variable);
    }

    private void read(Statement s, Array array) {
      int index = array.index();
      switch (array.space()) {
        case WEIGHTS, ARENA, SETTINGS -> check(s, index == 0, "there is one ", array.space());
        case SCRATCH ->
            check(s, index >= 0 && index < program.scratch().size(), "no scratch row ", index);
        case CALLER -> check(s, index >= 0, "no array of the caller ", index);
        case GIVEN ->
            check(s, index >= 0 && index < routine.given(), "no array is given as ", index);
      }
    }

    private void read(Statement s, Int value) {
      if (value instanceof Int.Var v) {
        check(s, visible.contains(v.variable()), v.variable(), " is not set here");
      } else if (value instanceof Int.Pair p) {
        read(s, p.left());
        read(s, p.right());
        boolean divides = p.operator() == Int.Operator.OVER || p.operator() == Int.Operator.MODULO;
        check(s, !divides || !p.right().equals(Int.of(0)), "division by zero");
      } else if (value instanceof Int.Element element) {
        read(s, element.array());
        read(s, element.index());
      } else if (value instanceof Int.Key key) {
        check(s, key.stream() >= 0, "no stream ", key.stream());
      }
    }

    private void read(Statement s, Expr value, boolean vector) {
      check(s, !vector || program.lanes() > 1, "the portable target has no vectors");
      value.accept(new Reads(this, s, vector));
    }

    private void check(Statement s, boolean holds, Object... why) {
      if (!holds) Verifier.check(false, routine.name() + ": " + LoopText.line(s), why);
    }
  }

  /** What an expression reads. */
  private record Reads(Body body, Statement statement, boolean vector)
      implements Expr.Visitor<Void> {
    @Override
    public Void constant(Expr.Const e) {
      return null;
    }

    @Override
    public Void local(Expr.Local e) {
      FloatVar variable = e.variable();
      body.check(statement, body.visible.contains(variable), variable, " is not set here");
      body.check(statement, vector || !variable.vector(), variable, " is no float");
      return null;
    }

    @Override
    public Void load(Expr.Load e) {
      body.read(statement, e.array());
      body.read(statement, e.index());
      return null;
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
      body.read(statement, e.value());
      return null;
    }

    @Override
    public Void uniform(Expr.Uniform e) {
      body.read(statement, e.key());
      body.read(statement, e.counter());
      return null;
    }

    private Void all(Expr... arguments) {
      for (Expr argument : arguments) argument.accept(this);
      return null;
    }
  }
}
