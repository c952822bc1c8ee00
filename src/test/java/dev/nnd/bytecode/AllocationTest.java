package dev.nnd.bytecode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import dev.nnd.loop.Array;
import dev.nnd.loop.Expr;
import dev.nnd.loop.FloatVar;
import dev.nnd.loop.Int;
import dev.nnd.loop.IntVar;
import dev.nnd.loop.LoopProgram;
import dev.nnd.loop.Routine;
import dev.nnd.loop.Statement;
import dev.nnd.runtime.Step;
import dev.nnd.runtime.Vectors;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Once C2 has compiled a routine, it allocates nothing, and still does what the loop program means.
 * A vector that C2 fails to keep in a register shows here as an allocation.
 */
final class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int LENGTH = 512;
  private static final int REPEATS = 40;

  /** Rounds before C2 has compiled everything; each is slow until then. */
  private static final int MOST_ROUNDS = 4000;

  private static final IntVar J = new IntVar("j");

  static List<Integer> targets() {
    int lanes = Math.min(16, Vectors.preferredLanes().orElse(1));
    return lanes < 4 ? List.of(1) : List.of(1, lanes);
  }

  @ParameterizedTest(name = "{0} lanes")
  @MethodSource("targets")
  void steadyStateAllocatesNothing(int lanes) {
    Map<String, Expr> exprs = exprs();
    LoopProgram program = program(exprs, lanes);
    Step step = Classes.define(program);
    Memory memory = Memory.random(new Random(1), LENGTH, 2 * LENGTH, 1, LENGTH);
    Memory expected = memory.copy();
    Map<String, Long> allocated = new TreeMap<>();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      allocated.clear();
      int phase = 0;
      for (String name : exprs.keySet()) {
        long bytes = allocated(step, phase++, memory);
        if (bytes > 0) allocated.put(name, bytes);
      }
      if (allocated.isEmpty()) break;
    }
    assertEquals(Map.of(), allocated, "bytes allocated by " + REPEATS + " runs");
    Memory actual = expected.copy();
    actual.run(step, 1, 0);
    LoopEvaluator.run(program, expected, 1, 0);
    actual.assertSameAs(expected, "compiled code differs");
  }

  private static long allocated(Step step, int phase, Memory m) {
    long thread = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    for (int i = 0; i < REPEATS; i++) {
      step.run(
          phase, 0, 1, 0, m.weights(), m.arena(), m.scratch(), m.caller(), m.settings(), m.keys());
    }
    return THREADS.getThreadAllocatedBytes(thread) - before;
  }

  /** A routine and a phase for each expression: {@code arena[LENGTH + j] = expr}. */
  private static LoopProgram program(Map<String, Expr> exprs, int lanes) {
    List<Routine> routines = new ArrayList<>();
    List<LoopProgram.Phase> phases = new ArrayList<>();
    exprs.forEach(
        (name, expr) -> {
          routines.add(new Routine(name, List.of(), body(expr, lanes)));
          phases.add(Loops.phase(1, 0, new LoopProgram.Call(name, List.of())));
        });
    return new LoopProgram("Net", "net.nnd", lanes, routines, phases, List.of(LENGTH));
  }

  private static List<Statement> body(Expr expr, int lanes) {
    FloatVar scalar = new FloatVar("scalar", false);
    FloatVar carried = new FloatVar("carried", lanes > 1);
    Statement load = new Statement.Set(scalar, new Expr.Load(Array.settings(), Int.of(0), true));
    Statement start = new Statement.Set(carried, new Expr.Const(0));
    Statement add =
        new Statement.Set(
            carried, new Expr.Binary(Expr.BinaryOperator.ADD, new Expr.Local(carried), expr));
    Statement store =
        new Statement.Store(
            Array.arena(), Int.of(J).plus(LENGTH), new Expr.Local(carried), lanes > 1);
    return List.of(
        load,
        start,
        new Statement.For(J, Int.of(0), Int.of(LENGTH), lanes, List.of(add, store)),
        new Statement.Copy(Array.arena(), Int.of(0), Array.scratch(0), Int.of(0), Int.of(9)),
        new Statement.Fill(Array.scratch(0), Int.of(3), Int.of(7), 1));
  }

  private static Map<String, Expr> exprs() {
    Expr x = new Expr.Load(Array.arena(), Int.of(J), false);
    Expr y = new Expr.Load(Array.weights(), Int.of(J), false);
    Expr positive =
        new Expr.Binary(
            Expr.BinaryOperator.MAX,
            new Expr.Unary(Expr.UnaryOperator.ABS, x),
            new Expr.Const(1e-6f));
    Map<String, Expr> all = new LinkedHashMap<>();
    all.put("constant", new Expr.Const(0.1f));
    all.put("local", new Expr.Local(new FloatVar("scalar", false)));
    all.put("repeated", new Expr.Load(Array.weights(), Int.of(J), true));
    all.put("fma", new Expr.Fma(x, new Expr.Load(Array.settings(), Int.of(1), true), y));
    all.put("fromInt", new Expr.FromInt(Int.of(J), 1));
    all.put("uniform", new Expr.Uniform(new Int.Key(0), Int.of(J), 1));
    for (Expr.UnaryOperator o : Expr.UnaryOperator.values()) {
      all.put(o.name(), new Expr.Unary(o, positive));
    }
    for (Expr.BinaryOperator o : Expr.BinaryOperator.values()) {
      boolean power = o == Expr.BinaryOperator.TIMES_POWER_OF_TWO;
      Expr whole = new Expr.Unary(Expr.UnaryOperator.EXPONENT, positive);
      all.put(o.name(), new Expr.Binary(o, x, power ? whole : y));
    }
    for (Expr.Comparison c : Expr.Comparison.values()) {
      all.put(c.name(), new Expr.Select(c, x, y, y, new Expr.Const(0)));
    }
    return all;
  }
}
