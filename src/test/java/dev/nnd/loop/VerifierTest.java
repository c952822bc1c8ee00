package dev.nnd.loop;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nnd.Golden;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class VerifierTest {
  private static final IntVar I = new IntVar("i");
  private static final IntVar P = new IntVar("p");
  private static final FloatVar SCALAR = new FloatVar("a", false);
  private static final FloatVar VECTOR = new FloatVar("v", true);
  private static final Expr ZERO = new Expr.Const(0);

  private final StringBuilder messages = new StringBuilder();

  /** Each message names the routine and the statement, or the phase. */
  @Test
  void everyMistakeIsRefused() {
    variables();
    places();
    elements();
    vectors();
    calls();
    programs();
    blocks();
    rounds();
    Golden.assertMatches("loop/verifier.txt", messages.toString());
  }

  private void variables() {
    body(store(Int.of(I), ZERO));
    body(loop(1, set(SCALAR, ZERO)), set(SCALAR, new Expr.Local(SCALAR)));
    body(loop(1, store(Int.of(I), ZERO)), store(Int.of(I), ZERO));
    body(loop(1, loop(1)));
    body(loop(1, new Statement.SetInt(I, Int.of(0))));
    body(new Statement.SetInt(I, Int.of(0)), loop(1));
    body(new Statement.SetInt(IntVar.TO, Int.of(0)));
    body(new Statement.SetInt(P, Int.of(0)));
    body(set(SCALAR, ZERO), set(new FloatVar("a", true), ZERO));
    body(set(SCALAR, ZERO), new Statement.SetInt(new IntVar("a"), Int.of(0)));
    body(loop(0));
  }

  private void places() {
    body(store(Int.of(0), new Expr.Load(Array.scratch(1), Int.of(0), false)));
    body(store(Int.of(0), new Expr.Load(Array.caller(-1), Int.of(0), false)));
    body(new Statement.Fill(new Array(Array.Space.ARENA, 1), Int.of(0), Int.of(1), 0));
    Int zeroth = new Int.Pair(Int.Operator.MODULO, Int.of(P), Int.of(0));
    body(new Statement.Copy(Array.arena(), zeroth, Array.weights(), Int.of(0), Int.of(1)));
    body(store(Int.of(0), new Expr.Uniform(new Int.Key(-1), Int.of(0), 1)));
  }

  private void elements() {
    body(new Statement.SetInt(I, new Int.Element(Array.scratch(1), Int.of(0))));
    body(new Statement.SetInt(I, new Int.Element(Array.arena(), Int.of(I))));
  }

  private void vectors() {
    body(set(VECTOR, ZERO), set(SCALAR, new Expr.Local(VECTOR)));
    body(set(VECTOR, ZERO), store(Int.of(0), new Expr.Fma(ZERO, ZERO, new Expr.Local(VECTOR))));
    Statement vector = new Statement.Store(Array.arena(), Int.of(0), ZERO, true);
    program(new LoopProgram("Net", "", 1, List.of(routine("r", vector)), List.of(), List.of()));
    program(
        new LoopProgram(
            "Net", "", 1, List.of(routine("r", set(VECTOR, ZERO))), List.of(), List.of()));
  }

  private void calls() {
    Statement given = new Statement.Fill(Array.given(0), Int.of(0), Int.of(1), 0);
    Routine part = new Routine("part", 1, List.of(P), List.of(given));
    call(List.of(part, caller(List.of(), List.of(Int.of(1)))));
    call(List.of(part, caller(List.of(Array.arena()), List.of())));
    call(List.of(part, caller(List.of(Array.arena()), List.of(Int.of(I)))));
    call(List.of(part, caller(List.of(Array.given(0)), List.of(Int.of(1)))));
    call(List.of(caller(List.of(Array.arena()), List.of(Int.of(1))), part));
    body(given);
    phase(part, phase(0, 0, LoopProgram.Place.at(1), "part"));
    Statement one = new Statement.If(Int.of(P), List.of(set(SCALAR, ZERO)), List.of());
    body(one, store(Int.of(0), new Expr.Local(SCALAR)));
    body(new Statement.If(Int.of(I), List.of(), List.of()));
  }

  private static Routine caller(List<Array> arrays, List<Int> arguments) {
    return routine("caller", new Statement.Call("part", arrays, arguments));
  }

  private void call(List<Routine> routines) {
    program(new LoopProgram("Net", "", 1, routines, List.of(), List.of()));
  }

  private void programs() {
    Routine fine = routine("fine");
    program(new LoopProgram("Net", "", 2, List.of(), List.of(), List.of()));
    program(new LoopProgram("Net", "", 1, List.of(), List.of(), List.of(-1)));
    program(new LoopProgram("Net", "", 1, List.of(fine, fine), List.of(), List.of()));
    program(new LoopProgram("Net", "", 1, List.of(routine("<init>")), List.of(), List.of()));
    List<IntVar> many = IntStream.range(0, 246).mapToObj(i -> new IntVar("p" + i)).toList();
    Routine wide = new Routine("wide", many, List.of());
    program(new LoopProgram("Net", "", 1, List.of(wide), List.of(), List.of()));
    Routine twice = new Routine("twice", Collections.nCopies(2, P), List.of());
    program(new LoopProgram("Net", "", 1, List.of(twice), List.of(), List.of()));
    phase(fine, new LoopProgram.Phase(0, List.of()));
    phase(fine, phase(0, 0, LoopProgram.Place.at(0), "none"));
    phase(fine, new LoopProgram.Phase(1, List.of(walk(0, 0, "fine"))));
  }

  private void blocks() {
    Routine fine = routine("fine");
    LoopProgram.Place room = new LoopProgram.Place(0, 64, 16);
    phase(fine, phase(0, -1, room, "fine"));
    phase(fine, phase(2, 0, room, "fine"));
    phase(fine, phase(-1, 0, LoopProgram.Place.at(0), "fine"));
    LoopProgram.Walk batch = walk(0, 0, "fine", LoopProgram.Place.at(0));
    LoopProgram.Walk unit = walk(1, 0, "fine", LoopProgram.Place.at(0));
    phase(fine, new LoopProgram.Phase(1, List.of(batch, unit)));
    phase(fine, phase(0, 5, room, "fine"));
    phase(fine, phase(0, 0, room, "fine"));
    phase(fine, phase(0, 4, LoopProgram.Place.at(-1), "fine"));
  }

  private void rounds() {
    Routine fine = routine("fine");
    LoopProgram.Place back = LoopProgram.Place.at(8).perRound(-4);
    phase(fine, phase(0, 0, back, "fine"));
    phase(fine, repeat(0, 4, back));
    phase(fine, repeat(0, 0, LoopProgram.Place.at(0)));
    phase(fine, repeat(1, 2, back));
  }

  private static LoopProgram.Phase repeat(int units, int rounds, LoopProgram.Place place) {
    LoopProgram.Call call = new LoopProgram.Call("fine", List.of(place));
    LoopProgram.Repeat repeat = new LoopProgram.Repeat(rounds, List.of(call));
    return new LoopProgram.Phase(1, List.of(new LoopProgram.Walk(units, 1, 0, List.of(repeat))));
  }

  private static LoopProgram.Phase phase(
      int units, int block, LoopProgram.Place place, String routine) {
    return new LoopProgram.Phase(1, List.of(walk(units, block, routine, place)));
  }

  private static LoopProgram.Walk walk(
      int units, int block, String routine, LoopProgram.Place... places) {
    return new LoopProgram.Walk(
        units, 1, block, List.of(new LoopProgram.Call(routine, List.of(places))));
  }

  private void phase(Routine routine, LoopProgram.Phase phase) {
    program(new LoopProgram("Net", "", 1, List.of(routine), List.of(phase), List.of()));
  }

  private void body(Statement... body) {
    program(
        new LoopProgram("Net", "", 16, List.of(routine("kernel", body)), List.of(), List.of(8)));
  }

  private void program(LoopProgram program) {
    Exception e = assertThrows(IllegalStateException.class, () -> Verifier.verify(program));
    messages.append(e.getMessage()).append('\n');
  }

  private static Routine routine(String name, Statement... body) {
    return new Routine(name, List.of(P), List.of(body));
  }

  private static Statement loop(int step, Statement... body) {
    return new Statement.For(I, Int.of(0), Int.of(4), step, List.of(body));
  }

  private static Statement set(FloatVar variable, Expr value) {
    return new Statement.Set(variable, value);
  }

  private static Statement store(Int index, Expr value) {
    return new Statement.Store(Array.arena(), index, value, false);
  }
}
