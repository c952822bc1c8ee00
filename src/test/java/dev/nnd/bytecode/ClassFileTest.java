package dev.nnd.bytecode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nnd.loop.Array;
import dev.nnd.loop.Expr;
import dev.nnd.loop.Int;
import dev.nnd.loop.IntVar;
import dev.nnd.loop.LoopProgram;
import dev.nnd.loop.Routine;
import dev.nnd.loop.Statement;
import dev.nnd.runtime.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ClassFileTest {
  private static final int ARENA = 64;

  @Test
  void equalProgramsGiveEqualBytes() {
    byte[] once = ClassFile.emit(new RandomLoops(new Random(7), 16).program());
    byte[] again = ClassFile.emit(new RandomLoops(new Random(7), 16).program());
    assertArrayEquals(once, again);
  }

  @Test
  void portableClassesDoNotNameTheVectorModule() {
    byte[] bytes = ClassFile.emit(new RandomLoops(new Random(7), 1).program());
    assertFalse(new String(bytes, StandardCharsets.ISO_8859_1).contains("incubator"));
  }

  @Test
  void aMethodOfEightThousandBytesIsTheLargest() {
    Statement fourBytes = Loops.store(Int.of(0), new Expr.Const(0));
    List<Statement> fits = Collections.nCopies(1999, fourBytes);
    Classes.define(Loops.program(1, fits.toArray(Statement[]::new)));
    List<Statement> large = Collections.nCopies(2000, fourBytes);
    LoopProgram tooLarge = Loops.program(1, large.toArray(Statement[]::new));
    Exception e = assertThrows(IllegalStateException.class, () -> ClassFile.emit(tooLarge));
    assertEquals(
        "kernel has 8001 bytes of code, but HotSpot compiles no method over 8000: split it",
        e.getMessage());
  }

  @Test
  void phasesAndCallsOfAnyNumberFitIntoMethods() {
    IntVar place = new IntVar("place");
    Statement count =
        Loops.store(
            Int.of(place),
            new Expr.Binary(
                Expr.BinaryOperator.ADD,
                new Expr.Load(Array.arena(), Int.of(place), false),
                new Expr.Const(1)));
    Routine routine = new Routine("kernel", List.of(place), List.of(count));
    List<LoopProgram.Phase> phases = new ArrayList<>();
    for (int i = 0; i < 1000; i++) phases.add(phase(1, routine, i));
    phases.add(phase(2000, routine, 1000));
    LoopProgram program = Loops.program(1, List.of(routine), phases);
    Memory memory = Memory.random(new Random(1), 0, 1001, 1, 64);
    float[] expected = memory.arena().clone();
    for (int i = 0; i < 1000; i++) expected[i]++;
    for (int i = 0; i < 2000; i++) expected[1000]++;
    memory.run(Classes.define(program), 1, 0);
    assertArrayEquals(expected, memory.arena());
  }

  private static LoopProgram.Phase phase(int calls, Routine routine, int place) {
    LoopProgram.Call call =
        new LoopProgram.Call(routine.name(), List.of(LoopProgram.Place.at(place)));
    return Loops.phase(1, 0, Collections.nCopies(calls, call).toArray(LoopProgram.Call[]::new));
  }

  @Test
  void tasksDivideTheBatchOrTheUnitsWithoutOverflow() {
    IntVar place = new IntVar("place");
    List<Statement> body = new ArrayList<>();
    int next = 0;
    for (IntVar bound : List.of(IntVar.FROM, IntVar.TO)) {
      Int value = Int.of(bound);
      body.add(Loops.store(Int.of(place).plus(next++), Loops.number(value.over(65536))));
      body.add(Loops.store(Int.of(place).plus(next++), Loops.number(value.modulo(65536))));
    }
    Routine routine = new Routine("kernel", List.of(place), body);
    LoopProgram.Phase batch = Loops.phase(3, 0, call(0));
    LoopProgram.Phase units = Loops.phase(7, 2_000_000_000, call(4));
    Step step = Classes.define(Loops.program(1, List.of(routine), List.of(batch, units)));
    assertEquals(2, step.phases());
    assertEquals(3, step.tasks(0));
    assertEquals(7, step.tasks(1));
    Memory memory = Memory.random(new Random(1), 0, ARENA, 1, 64);
    assertEquals("0 to 500000000", share(step, memory, 0, 0));
    assertEquals("1000000000 to 1500000000", share(step, memory, 0, 2));
    assertEquals("1714285714 to 2000000000", share(step, memory, 1, 6));
  }

  private static LoopProgram.Call call(int place) {
    return new LoopProgram.Call("kernel", List.of(LoopProgram.Place.at(place)));
  }

  private static String share(Step step, Memory memory, int phase, int task) {
    run(step, memory, phase, task, 1_500_000_000);
    float[] arena = memory.arena();
    int at = 4 * phase;
    int from = 65536 * (int) arena[at] + (int) arena[at + 1];
    int to = 65536 * (int) arena[at + 2] + (int) arena[at + 3];
    return from + " to " + to;
  }

  @Test
  void aPhaseThatDoesNotExistIsRefused() {
    Step step = Classes.define(Loops.program(1));
    Memory memory = Memory.random(new Random(1), 0, ARENA, 1, 64);
    for (int phase : List.of(-1, 1, Integer.MIN_VALUE, Integer.MAX_VALUE)) {
      assertThrows(IndexOutOfBoundsException.class, () -> step.tasks(phase));
      assertThrows(IndexOutOfBoundsException.class, () -> run(step, memory, phase, 0, 1));
    }
  }

  @Test
  void malformedProgramsAreRefusedBeforeEmission() {
    LoopProgram wrong = Loops.program(1, Loops.storeVector(Int.of(0), new Expr.Const(0)));
    assertThrows(IllegalStateException.class, () -> ClassFile.emit(wrong));
  }

  private static void run(Step step, Memory m, int phase, int task, int batch) {
    step.run(
        phase,
        task,
        batch,
        0,
        m.weights(),
        m.arena(),
        m.scratch(),
        m.caller(),
        m.settings(),
        m.keys());
  }
}
