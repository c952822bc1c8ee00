package dev.nnd.bytecode;

import dev.nnd.loop.Array;
import dev.nnd.loop.Expr;
import dev.nnd.loop.Int;
import dev.nnd.loop.IntVar;
import dev.nnd.loop.LoopProgram;
import dev.nnd.loop.Routine;
import dev.nnd.loop.Statement;
import dev.nnd.runtime.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** What a loop program means, slow and plain: the oracle of the emitter. */
final class LoopEvaluator implements Statement.Visitor<Void> {
  private final LoopProgram program;
  private final int lanes;
  private final Memory memory;
  private final List<Array> given;
  private final Map<IntVar, Integer> ints = new HashMap<>();
  private final Map<String, float[]> floats = new HashMap<>();

  private LoopEvaluator(LoopProgram program, Memory memory, List<Array> given) {
    this.program = program;
    this.lanes = program.lanes();
    this.memory = memory;
    this.given = given;
  }

  static void run(LoopProgram program, Memory memory, int batch, int first) {
    for (LoopProgram.Phase phase : program.phases()) {
      long total = phase.units() == 0 ? batch : phase.cost();
      for (int task = 0; task < phase.tasks(); task++) {
        int from = Math.toIntExact(total * task / phase.tasks());
        int to = Math.toIntExact(total * (task + 1) / phase.tasks());
        int before = 0;
        for (LoopProgram.Walk walk : phase.walks()) {
          Map<IntVar, Integer> known = new HashMap<>();
          known.put(IntVar.BATCH, batch);
          known.put(IntVar.FIRST, first);
          if (walk.units() == 0) {
            runBlocks(program, memory, walk, known, task, from, to);
          } else {
            List<Integer> own = new ArrayList<>();
            for (int unit = 0; unit < walk.units(); unit++) {
              int start = before + unit * walk.cost();
              if (from <= start && start < to) own.add(unit);
            }
            if (!own.isEmpty()) {
              int last = own.get(own.size() - 1);
              runBlocks(program, memory, walk, known, task, own.get(0), last + 1);
            }
          }
          before += walk.units() * walk.cost();
        }
      }
    }
  }

  private static void runBlocks(
      LoopProgram program,
      Memory memory,
      LoopProgram.Walk walk,
      Map<IntVar, Integer> known,
      int task,
      int from,
      int to) {
    if (walk.block() == 0) run(program, memory, walk, known, task, from, to);
    for (int s = from; walk.block() > 0 && s < to; s += walk.block())
      run(program, memory, walk, known, task, s, Math.min(s + walk.block(), to));
  }

  private static void run(
      LoopProgram program,
      Memory memory,
      LoopProgram.Walk walk,
      Map<IntVar, Integer> known,
      int task,
      int from,
      int to) {
    for (LoopProgram.Action action : walk.actions()) {
      int rounds = action instanceof LoopProgram.Repeat repeat ? repeat.rounds() : 1;
      for (int round = 0; round < rounds; round++)
        run(program, memory, action.calls(), known, List.of(task, from, to, round));
    }
  }

  /** Calls routines with a task, a range and a round. */
  private static void run(
      LoopProgram program,
      Memory memory,
      List<LoopProgram.Call> calls,
      Map<IntVar, Integer> known,
      List<Integer> at) {
    for (LoopProgram.Call call : calls) {
      LoopEvaluator evaluator = new LoopEvaluator(program, memory, List.of());
      evaluator.ints.putAll(known);
      evaluator.ints.put(IntVar.FROM, at.get(1));
      evaluator.ints.put(IntVar.TO, at.get(2));
      evaluator.run(routine(program, call.routine()), arguments(call, at));
    }
  }

  private static List<Integer> arguments(LoopProgram.Call call, List<Integer> at) {
    return call.arguments().stream()
        .map(
            p ->
                p.start()
                    + at.get(0) * p.perTask()
                    - at.get(1) * p.perStep()
                    + at.get(3) * p.perRound())
        .toList();
  }

  private static Routine routine(LoopProgram program, String name) {
    return program.routines().stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
  }

  private void run(Routine routine, List<Integer> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      ints.put(routine.parameters().get(i), arguments.get(i));
    }
    run(routine.body());
  }

  private void run(List<Statement> statements) {
    for (Statement statement : statements) statement.accept(this);
  }

  @Override
  public Void loop(Statement.For s) {
    int to = value(s.to());
    for (int i = value(s.from()); i < to; i += s.step()) {
      ints.put(s.counter(), i);
      run(s.body());
    }
    return null;
  }

  @Override
  public Void setInt(Statement.SetInt s) {
    ints.put(s.variable(), value(s.value()));
    return null;
  }

  @Override
  public Void set(Statement.Set s) {
    floats.put(s.variable().name(), s.value().accept(new Value(s.variable().vector() ? lanes : 1)));
    return null;
  }

  @Override
  public Void store(Statement.Store s) {
    float[] value = s.value().accept(new Value(s.vector() ? lanes : 1));
    System.arraycopy(value, 0, array(s.array()), value(s.index()), value.length);
    return null;
  }

  @Override
  public Void copy(Statement.Copy s) {
    float[] from = array(s.from());
    float[] to = array(s.to());
    System.arraycopy(from, value(s.fromIndex()), to, value(s.toIndex()), value(s.length()));
    return null;
  }

  @Override
  public Void fill(Statement.Fill s) {
    Arrays.fill(array(s.array()), value(s.from()), value(s.to()), s.value());
    return null;
  }

  @Override
  public Void choice(Statement.If s) {
    run(value(s.value()) != 0 ? s.then() : s.otherwise());
    return null;
  }

  @Override
  public Void call(Statement.Call s) {
    List<Array> arrays = s.arrays().stream().map(this::known).toList();
    LoopEvaluator callee = new LoopEvaluator(program, memory, arrays);
    for (IntVar seen : List.of(IntVar.BATCH, IntVar.FIRST, IntVar.FROM, IntVar.TO))
      callee.ints.put(seen, ints.get(seen));
    callee.run(routine(program, s.routine()), s.arguments().stream().map(this::value).toList());
    return null;
  }

  private Array known(Array array) {
    return array.space() == Array.Space.GIVEN ? given.get(array.index()) : array;
  }

  private float[] array(Array array) {
    return memory.floats(known(array));
  }

  @Override
  public Void mark(Statement.Mark s) {
    return null;
  }

  private int value(Int value) {
    if (value instanceof Int.Const c) return c.value();
    if (value instanceof Int.Var v) return ints.get(v.variable());
    if (value instanceof Int.Key k) return memory.keys()[k.stream()];
    if (value instanceof Int.Element e) return (int) array(e.array())[value(e.index())];
    Int.Pair pair = (Int.Pair) value;
    int left = value(pair.left());
    int right = value(pair.right());
    return switch (pair.operator()) {
      case PLUS -> left + right;
      case MINUS -> left - right;
      case TIMES -> left * right;
      case OVER -> left / right;
      case MODULO -> left % right;
      case MIN -> Math.min(left, right);
      case MAX -> Math.max(left, right);
    };
  }

  private final class Value implements Expr.Visitor<float[]> {
    private final int count;

    Value(int count) {
      this.count = count;
    }

    private float[] lanes(IntFunction<Float> value) {
      float[] result = new float[count];
      for (int i = 0; i < count; i++) result[i] = value.apply(i);
      return result;
    }

    @Override
    public float[] constant(Expr.Const e) {
      return lanes(l -> e.value());
    }

    @Override
    public float[] local(Expr.Local e) {
      float[] value = floats.get(e.variable().name());
      return lanes(l -> value[e.variable().vector() ? l : 0]);
    }

    @Override
    public float[] load(Expr.Load e) {
      float[] from = array(e.array());
      int index = value(e.index());
      return lanes(l -> from[e.repeat() ? index : index + l]);
    }

    @Override
    public float[] unary(Expr.Unary e) {
      float[] x = e.argument().accept(this);
      return switch (e.operator()) {
        case NEGATE -> lanes(l -> -x[l]);
        case ABS -> lanes(l -> Math.abs(x[l]));
        case SQRT -> lanes(l -> (float) Math.sqrt(x[l]));
        case EXPONENT -> lanes(l -> (float) Math.getExponent(x[l]));
        case SIGNIFICAND -> lanes(l -> Math.scalb(x[l], -Math.getExponent(x[l])));
      };
    }

    @Override
    public float[] binary(Expr.Binary e) {
      float[] a = e.left().accept(this);
      float[] b = e.right().accept(this);
      return switch (e.operator()) {
        case ADD -> lanes(l -> a[l] + b[l]);
        case SUBTRACT -> lanes(l -> a[l] - b[l]);
        case MULTIPLY -> lanes(l -> a[l] * b[l]);
        case DIVIDE -> lanes(l -> a[l] / b[l]);
        case MAX -> lanes(l -> Math.max(a[l], b[l]));
        case MIN -> lanes(l -> Math.min(a[l], b[l]));
        case TIMES_POWER_OF_TWO -> lanes(l -> a[l] * (float) Math.pow(2, b[l]));
      };
    }

    @Override
    public float[] fma(Expr.Fma e) {
      float[] a = e.left().accept(this);
      float[] b = e.right().accept(this);
      float[] c = e.addend().accept(this);
      return lanes(l -> Math.fma(a[l], b[l], c[l]));
    }

    @Override
    public float[] select(Expr.Select e) {
      float[] a = e.left().accept(this);
      float[] b = e.right().accept(this);
      float[] then = e.then().accept(this);
      float[] otherwise = e.otherwise().accept(this);
      return switch (e.comparison()) {
        case LESS -> lanes(l -> a[l] < b[l] ? then[l] : otherwise[l]);
        case EQUAL -> lanes(l -> a[l] == b[l] ? then[l] : otherwise[l]);
      };
    }

    @Override
    public float[] fromInt(Expr.FromInt e) {
      int first = value(e.value());
      return lanes(l -> (float) (first + l * e.lane()));
    }

    @Override
    public float[] uniform(Expr.Uniform e) {
      int key = value(e.key());
      int counter = value(e.counter());
      return lanes(l -> CounterRandom.uniform(key, counter + l * e.lane()));
    }
  }
}
