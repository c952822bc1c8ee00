package dev.nnd.bytecode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.loop.Expr;
import dev.nnd.loop.Int;
import dev.nnd.loop.LoopProgram;
import dev.nnd.loop.Routine;
import dev.nnd.loop.Statement;
import dev.nnd.loop.Tally;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** C2 takes in no more vectors at a time than it can, whatever calls whatever. */
final class ApartTest {
  private static final int MOST = Tally.MOST_VECTORS;

  @Test
  void smallProgramsMayBecomeOneMethod() {
    LoopProgram program = program(16, List.of(routine("a", 20), routine("b", MOST - 20)), 2);
    assertEquals(Set.of(), Apart.of(program));
  }

  @Test
  void theLargestOfAPhaseStandApart() {
    LoopProgram program =
        program(16, List.of(routine("a", 20), routine("b", 40), routine("c", 20)), 3);
    assertEquals(Set.of("b"), Apart.of(program));
  }

  @Test
  void aRoutineCountsAsOftenAsItIsCalled() {
    assertEquals(Set.of("a"), Apart.of(program(16, List.of(routine("a", MOST / 2 + 2)), 2)));
  }

  @Test
  void phasesCountTogether() {
    LoopProgram program = program(16, List.of(routine("a", 30), routine("b", 20)), 1);
    assertEquals(Set.of("phase0"), Apart.of(program));
  }

  @Test
  void partsCountInWhatCallsThem() {
    LoopProgram program = program(16, List.of(routine("a", 30), routine("b", 20, "a")), 1);
    assertTrue(Apart.of(program).contains("a"));
    assertFalse(Apart.of(program).contains("b"));
  }

  @Test
  void thePortableTargetHasNoVectors() {
    LoopProgram program = program(1, List.of(routine("a", 30), routine("b", 30)), 2);
    assertEquals(Set.of(), Apart.of(program));
  }

  @Test
  void whatIsApartIsTooLargeToBeTakenIn() {
    List<Routine> routines = List.of(routine("a", 20), routine("b", 18), routine("c", 10));
    List<Routine> more = List.of(routine("a", 20), routine("b", 18), routine("c", 12));
    byte[] bytes = ClassFile.emit(program(16, more, 3));
    Classes.verify(bytes);
    // Ten stores are some 150 bytes, so that as many stand behind them.
    assertTrue(bytes.length > ClassFile.emit(program(16, routines, 3)).length + 120);
  }

  private static Routine routine(String name, int vectors, String... calls) {
    List<Statement> body = new ArrayList<>();
    // Each is the vector and its store.
    for (int i = 0; i < vectors / 2; i++) body.add(Loops.storeVector(Int.of(0), new Expr.Const(i)));
    for (String call : calls) body.add(new Statement.Call(call, List.of(), List.of()));
    return new Routine(name, List.of(), body);
  }

  /** The routines in phases of as many calls; a last call is repeated where some are missing. */
  private static LoopProgram program(int lanes, List<Routine> routines, int calls) {
    List<LoopProgram.Phase> phases = new ArrayList<>();
    List<LoopProgram.Call> all = new ArrayList<>();
    for (Routine routine : routines) all.add(new LoopProgram.Call(routine.name(), List.of()));
    while (all.size() % calls != 0) all.add(all.get(all.size() - 1));
    for (int i = 0; i < all.size(); i += calls)
      phases.add(Loops.phase(1, 0, all.subList(i, i + calls).toArray(LoopProgram.Call[]::new)));
    return Loops.program(lanes, routines, Collections.unmodifiableList(phases));
  }
}
