package dev.nnd.bytecode;

import dev.nnd.loop.Array;
import dev.nnd.loop.Expr;
import dev.nnd.loop.Int;
import dev.nnd.loop.LoopProgram;
import dev.nnd.loop.Routine;
import dev.nnd.loop.Statement;
import java.util.List;

/** Small loop programs for tests. */
final class Loops {
  private Loops() {}

  /** A program of one routine without parameters, called once. */
  static LoopProgram program(int lanes, Statement... body) {
    return program(
        lanes,
        List.of(new Routine("kernel", List.of(), List.of(body))),
        List.of(phase(1, 0, new LoopProgram.Call("kernel", List.of()))));
  }

  static LoopProgram program(int lanes, List<Routine> routines, List<LoopProgram.Phase> phases) {
    return new LoopProgram("Net", "net.nnd", lanes, routines, phases, List.of(64));
  }

  static LoopProgram.Phase phase(int tasks, int units, LoopProgram.Call... calls) {
    return new LoopProgram.Phase(tasks, List.of(new LoopProgram.Walk(units, 1, 0, List.of(calls))));
  }

  /** {@code arena[index] = value}. */
  static Statement store(Int index, Expr value) {
    return new Statement.Store(Array.arena(), index, value, false);
  }

  /** {@code arena[index..] = value}. */
  static Statement storeVector(Int index, Expr value) {
    return new Statement.Store(Array.arena(), index, value, true);
  }

  static Expr number(Int value) {
    return new Expr.FromInt(value, 0);
  }
}
