package dev.nnd.bytecode;

import dev.nnd.loop.Array;
import dev.nnd.loop.Expr;
import dev.nnd.loop.FloatVar;
import dev.nnd.loop.Int;
import dev.nnd.loop.IntVar;
import dev.nnd.loop.LoopProgram;
import dev.nnd.loop.Routine;
import dev.nnd.loop.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Random loop programs that stay within the arrays of {@link #memory} and end. Every expression and
 * statement occurs.
 */
final class RandomLoops {
  private static final int WEIGHTS = 300;
  private static final int ARENA = 400;
  private static final int ROWS = 2;
  private static final int ROW = 200;
  private static final int MOST_DEPTH = 2;

  /** Variables hold numbers from 0 to this. */
  private static final int MOST = 1000;

  private final Random random;
  private final int lanes;
  private final List<Routine> parts = new ArrayList<>();
  private final List<IntVar> ints = new ArrayList<>();
  private final List<IntVar> settable = new ArrayList<>();
  private final List<FloatVar> floats = new ArrayList<>();
  private int given;
  private int names;

  RandomLoops(Random random, int lanes) {
    this.random = random;
    this.lanes = lanes;
  }

  static Memory memory(Random random) {
    return Memory.random(random, WEIGHTS, ARENA, ROWS, ROW);
  }

  LoopProgram program() {
    for (int i = 0; i < 2; i++) parts.add(routine("part" + i, 1 + random.nextInt(2)));
    List<Routine> routines = new ArrayList<>();
    for (int i = 0; i < 3; i++) routines.add(routine("routine" + i, 0));
    List<LoopProgram.Phase> phases = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      boolean units = random.nextInt(3) > 0;
      List<LoopProgram.Walk> walks = new ArrayList<>();
      for (int j = random.nextInt(2); j >= 0; j--)
        walks.add(walk(routines, units ? 1 + random.nextInt(3) : 0));
      phases.add(new LoopProgram.Phase(1 + random.nextInt(3), walks));
    }
    List<Routine> all = new ArrayList<>(parts);
    all.addAll(routines);
    return new LoopProgram("Random", "random.nnd", lanes, all, phases, List.of(ROW, ROW));
  }

  private LoopProgram.Walk walk(List<Routine> routines, int units) {
    int block = random.nextInt(3);
    List<LoopProgram.Action> actions = new ArrayList<>();
    for (int j = random.nextInt(3); j >= 0; j--) {
      Routine routine = pick(routines);
      List<LoopProgram.Place> places =
          routine.parameters().stream().map(p -> place(block)).toList();
      LoopProgram.Call call = new LoopProgram.Call(routine.name(), places);
      boolean repeated = units == 0 && random.nextInt(3) == 0;
      actions.add(repeated ? new LoopProgram.Repeat(2, List.of(again(call))) : call);
    }
    return new LoopProgram.Walk(units, 1 + random.nextInt(3), block, actions);
  }

  /** A call whose places move from round to round. */
  private LoopProgram.Call again(LoopProgram.Call call) {
    List<LoopProgram.Place> moving =
        call.arguments().stream()
            .map(p -> p.plus(MOST).perRound(random.nextInt(2 * MOST) - MOST))
            .toList();
    return new LoopProgram.Call(call.routine(), moving);
  }

  private LoopProgram.Place place(int block) {
    int perStep = block > 0 && random.nextBoolean() ? random.nextInt(MOST) : 0;
    int perTask = perStep * block + (random.nextBoolean() ? random.nextInt(MOST) : 0);
    return new LoopProgram.Place(random.nextInt(MOST), perTask, perStep);
  }

  private Routine routine(String name, int given) {
    this.given = given;
    ints.clear();
    settable.clear();
    floats.clear();
    List<IntVar> parameters = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) parameters.add(new IntVar("p" + names++));
    ints.addAll(List.of(IntVar.BATCH, IntVar.FIRST, IntVar.FROM, IntVar.TO));
    ints.addAll(parameters);
    return new Routine(name, given, parameters, body(0));
  }

  private List<Statement> body(int depth) {
    int ints = this.ints.size();
    int settable = this.settable.size();
    int floats = this.floats.size();
    List<Statement> statements = new ArrayList<>();
    for (int i = 1 + random.nextInt(6 - 2 * depth); i > 0; i--) statements.add(statement(depth));
    shrink(this.ints, ints);
    shrink(this.settable, settable);
    shrink(this.floats, floats);
    return statements;
  }

  private static void shrink(List<?> list, int size) {
    list.subList(size, list.size()).clear();
  }

  private Statement statement(int depth) {
    return switch (random.nextInt(depth < MOST_DEPTH ? 11 : 7)) {
      case 0 -> setInt();
      case 1, 2 -> set();
      case 3, 4 -> store();
      case 5 -> copy();
      case 6 -> fill();
      case 7 -> call();
      case 8 -> choice(depth);
      default -> loop(depth);
    };
  }

  private Statement setInt() {
    Int value = random.nextInt(4) == 0 ? element() : index(MOST);
    if (random.nextInt(3) > 0 || settable.isEmpty()) {
      IntVar fresh = new IntVar("i" + names++);
      ints.add(fresh);
      settable.add(fresh);
      return new Statement.SetInt(fresh, value);
    }
    return new Statement.SetInt(pick(settable), value);
  }

  private Statement set() {
    boolean vector = vector();
    Expr value = expr(vector, 0);
    List<FloatVar> known = floats.stream().filter(v -> v.vector() == vector).toList();
    if (random.nextInt(3) > 0 || known.isEmpty()) {
      FloatVar fresh = new FloatVar("f" + names++, vector);
      floats.add(fresh);
      return new Statement.Set(fresh, value);
    }
    return new Statement.Set(pick(known), value);
  }

  private Statement store() {
    boolean vector = vector();
    Array array = array();
    return new Statement.Store(
        array, index(length(array) - (vector ? lanes : 1)), expr(vector, 0), vector);
  }

  private Statement copy() {
    int length = random.nextInt(20);
    List<Array> ends =
        random.nextBoolean()
            ? List.of(Array.weights(), Array.arena())
            : List.of(Array.caller(0), Array.scratch(1));
    Int from = index(length(ends.get(0)) - length);
    Int to = index(length(ends.get(1)) - length);
    return new Statement.Copy(ends.get(0), from, ends.get(1), to, Int.of(length));
  }

  private Statement fill() {
    Array array = array();
    Int from = index(length(array) - 20);
    return new Statement.Fill(array, from, from.plus(random.nextInt(20)), random.nextFloat());
  }

  /** A call, where a routine may call others: else a loop would not end soon. */
  private Statement call() {
    if (given > 0) return fill();
    Routine part = pick(parts);
    List<Array> arrays = new ArrayList<>();
    for (int i = 0; i < part.given(); i++) arrays.add(array());
    List<Int> arguments = part.parameters().stream().map(p -> index(MOST)).toList();
    return new Statement.Call(part.name(), arrays, arguments);
  }

  /** A choice; half the time both ways set the same variable. */
  private Statement choice(int depth) {
    Int value = random.nextBoolean() ? index(1) : index(MOST);
    List<Statement> then = new ArrayList<>(body(depth + 1));
    List<Statement> otherwise = new ArrayList<>(body(depth + 1));
    if (random.nextBoolean()) {
      boolean vector = vector();
      FloatVar both = new FloatVar("f" + names++, vector);
      then.add(new Statement.Set(both, expr(vector, 2)));
      otherwise.add(new Statement.Set(both, expr(vector, 2)));
      floats.add(both);
    }
    return new Statement.If(value, then, otherwise);
  }

  private Statement loop(int depth) {
    IntVar counter = new IntVar("k" + names++);
    Int from = index(3);
    Int to = random.nextBoolean() ? Int.of(random.nextInt(5)) : index(5);
    int step = random.nextInt(9) == 0 ? 40_000 : 1 + random.nextInt(3);
    ints.add(counter);
    List<Statement> body = body(depth + 1);
    ints.remove(counter);
    return new Statement.For(counter, from, to, step, body);
  }

  /** A number from 0 to {@code most}. */
  private Int index(int most) {
    Int value = number(0).max(Int.of(0));
    return value.modulo(most + 1);
  }

  /** A number far from overflow. */
  private Int number(int depth) {
    if (depth == 3) return random.nextBoolean() ? Int.of(random.nextInt(MOST)) : Int.of(pick(ints));
    List<Supplier<Int>> forms =
        List.of(
            () -> Int.of(pick(ints)),
            () -> number(depth + 1).plus(number(depth + 1)),
            () -> number(depth + 1).minus(number(depth + 1)),
            () -> number(depth + 1).modulo(MOST).times(random.nextInt(40)),
            () -> number(depth + 1).modulo(MOST).times(number(3)),
            () -> number(depth + 1).max(Int.of(0)).over(1 + random.nextInt(9)),
            () -> number(depth + 1).max(Int.of(0)).modulo(1 + random.nextInt(99)),
            () -> number(depth + 1).min(number(depth + 1)));
    return pick(forms).get();
  }

  /** An element of an array, as a number from 0 to {@value #MOST}. */
  private Int element() {
    Array array = array();
    Int at = Int.of(pick(ints)).max(Int.of(0)).modulo(length(array));
    Int element = new Int.Element(array, at);
    return element.max(Int.of(0)).min(Int.of(MOST));
  }

  private Expr expr(boolean vector, int depth) {
    if (depth == 3) return leaf(vector);
    Supplier<Expr> part = () -> expr(vector, depth + 1);
    List<Supplier<Expr>> forms =
        List.of(
            () -> leaf(vector),
            () -> leaf(vector),
            () -> new Expr.Binary(pick(List.of(Expr.BinaryOperator.values())), part.get(), whole()),
            () -> new Expr.Binary(ordinary(), part.get(), part.get()),
            () -> new Expr.Fma(part.get(), part.get(), part.get()),
            () -> new Expr.Unary(Expr.UnaryOperator.NEGATE, part.get()),
            () -> new Expr.Unary(Expr.UnaryOperator.ABS, part.get()),
            () -> new Expr.Unary(Expr.UnaryOperator.SQRT, part.get()),
            () -> new Expr.Unary(Expr.UnaryOperator.EXPONENT, normal(part.get())),
            () -> new Expr.Unary(Expr.UnaryOperator.SIGNIFICAND, normal(part.get())),
            () ->
                new Expr.Select(
                    pick(List.of(Expr.Comparison.values())),
                    part.get(),
                    part.get(),
                    part.get(),
                    part.get()));
    return pick(forms).get();
  }

  private Expr.BinaryOperator ordinary() {
    List<Expr.BinaryOperator> all = List.of(Expr.BinaryOperator.values());
    return pick(all.stream().filter(o -> o != Expr.BinaryOperator.TIMES_POWER_OF_TWO).toList());
  }

  private Expr leaf(boolean vector) {
    List<FloatVar> known = floats.stream().filter(v -> vector || !v.vector()).toList();
    Array array = array();
    return switch (random.nextInt(known.isEmpty() ? 5 : 7)) {
      case 0 -> new Expr.Const(special());
      case 1 -> new Expr.FromInt(number(1), random.nextInt(4));
      case 2 -> new Expr.Uniform(key(), number(1), random.nextInt(3));
      case 3 -> new Expr.Load(array, index(length(array) - 1), true);
      case 4 -> new Expr.Load(array, index(length(array) - (vector ? lanes : 1)), false);
      default -> new Expr.Local(pick(known));
    };
  }

  private Int key() {
    return random.nextBoolean() ? new Int.Key(random.nextInt(4)) : Int.of(random.nextInt());
  }

  private float special() {
    float[] numbers = {0f, -0f, 1f, 2f, -1f, 0.1f, Float.NaN, Float.POSITIVE_INFINITY, 1e-40f};
    return random.nextBoolean() ? random.nextFloat() : numbers[random.nextInt(numbers.length)];
  }

  /** A whole number in [-126, 127]. */
  private Expr whole() {
    Expr number = new Expr.FromInt(index(253).plus(-126), 0);
    return random.nextBoolean() ? number : new Expr.Const(random.nextInt(254) - 126);
  }

  /** The absolute value, or 1 where that is not a normal number. */
  private static Expr normal(Expr expr) {
    Expr size = new Expr.Unary(Expr.UnaryOperator.ABS, expr);
    Expr large = new Expr.Binary(Expr.BinaryOperator.MAX, size, new Expr.Const(1e-30f));
    return new Expr.Select(
        Expr.Comparison.LESS, size, new Expr.Const(1e30f), large, new Expr.Const(1));
  }

  private boolean vector() {
    return lanes > 1 && random.nextInt(4) > 0;
  }

  private Array array() {
    if (given > 0 && random.nextBoolean()) return Array.given(random.nextInt(given));
    return pick(
        List.of(
            Array.weights(),
            Array.arena(),
            Array.arena(),
            Array.scratch(0),
            Array.scratch(1),
            Array.caller(0),
            Array.caller(1)));
  }

  private static int length(Array array) {
    return switch (array.space()) {
      case WEIGHTS -> WEIGHTS;
      case ARENA -> ARENA;
      case SCRATCH, CALLER, GIVEN -> ROW;
      case SETTINGS -> 8;
    };
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
