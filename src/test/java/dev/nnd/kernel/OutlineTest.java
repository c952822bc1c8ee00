package dev.nnd.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.loop.Array;
import dev.nnd.loop.Expr;
import dev.nnd.loop.FloatVar;
import dev.nnd.loop.Int;
import dev.nnd.loop.IntVar;
import dev.nnd.loop.Statement;
import dev.nnd.loop.Tally;
import dev.nnd.source.Span;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Long routines hand loops over to parts, which take what they read and give what they write. */
final class OutlineTest {
  private static final IntVar PLACE = new IntVar("place_0");
  private static final IntVar ROW = new IntVar("i0");

  @Test
  void aShortRoutineStaysWhole() {
    List<Statement> body = List.of(loop("a", 20), loop("b", Tally.MOST_VECTORS - 20));
    Work outlined = outlined(body);
    assertEquals(body, outlined.body());
    assertEquals(List.of(), outlined.parts());
  }

  @Test
  void theLongestLoopIsCalledInItsPlace() {
    Statement.For longest = loop("b", 30);
    Work outlined = outlined(List.of(loop("a", 20), longest, loop("c", 10)));
    assertEquals(
        List.of(
            loop("a", 20),
            new Statement.Call("sumPart0", List.of(), List.of(Int.of(PLACE))),
            loop("c", 10)),
        outlined.body());
    assertEquals(
        List.of(new Part("sumPart0", 0, List.of(PLACE), List.of(longest))), outlined.parts());
  }

  @Test
  void asManyLoopsGoAsItTakes() {
    Work outlined = outlined(List.of(loop("a", 40), loop("b", 40), loop("c", 40)));
    assertEquals(2, outlined.parts().size());
    assertTrue(Tally.of(outlined.body()).vectors() <= Tally.MOST_VECTORS);
  }

  @Test
  void countersOfLoopsAroundAreHandedOver() {
    Statement.For inner = loop("b", 40, Int.of(ROW));
    Statement.For rows =
        new Statement.For(
            ROW, Int.of(IntVar.FROM), Int.of(IntVar.TO), 1, List.of(loop("a", 20), inner));
    Work outlined = outlined(List.of(rows));
    assertEquals(List.of(new Part("sumPart0", 0, List.of(ROW), List.of(inner))), outlined.parts());
    Statement call = new Statement.Call("sumPart0", List.of(), List.of(Int.of(ROW)));
    assertEquals(
        List.of(new Statement.For(ROW, rows.from(), rows.to(), 1, List.of(loop("a", 20), call))),
        outlined.body());
  }

  @Test
  void aLoopThatKeepsAVectorForLaterStays() {
    FloatVar sum = new FloatVar("sum0", true);
    Expr more = new Expr.Binary(Expr.BinaryOperator.ADD, new Expr.Local(sum), new Expr.Const(1));
    List<Statement> body = new ArrayList<>();
    body.add(new Statement.Set(sum, new Expr.Const(0)));
    List<Statement> inside = new ArrayList<>();
    for (int i = 0; i < 40; i++) inside.add(new Statement.Set(sum, more));
    body.add(new Statement.For(new IntVar("k"), Int.of(0), Int.of(9), 1, inside));
    body.add(new Statement.Store(Array.arena(), Int.of(0), new Expr.Local(sum), true));
    assertEquals(body, outlined(body).body());
  }

  @Test
  void aPartKeepsTheLineOfItsLoop() {
    Statement mark = new Statement.Mark(Span.nowhere());
    Statement.For longest = loop("b", 40);
    Work outlined = outlined(List.of(mark, loop("a", 20), longest));
    assertEquals(List.of(mark, longest), outlined.parts().get(0).body());
  }

  @Test
  void theRestOfTheWorkIsAsItWas() {
    Work work = work(List.of(loop("a", 40), loop("b", 40)));
    Work outlined = Outline.of(work);
    assertEquals(work.name(), outlined.name());
    assertEquals(work.parameters(), outlined.parameters());
    assertEquals(work.units(), outlined.units());
    assertEquals(work.scratch(), outlined.scratch());
    assertEquals(work.places(), outlined.places());
  }

  private static Work outlined(List<Statement> body) {
    return Outline.of(work(body));
  }

  private static Work work(List<Statement> body) {
    return new Work("sum", List.of(), List.of(PLACE), body, 3, List.of(), 5);
  }

  private static Statement.For loop(String counter, int vectors) {
    return loop(counter, vectors, Int.of(PLACE));
  }

  /** A loop with so many calls of the vector module: each store is one, and its number another. */
  private static Statement.For loop(String counter, int vectors, Int start) {
    IntVar j = new IntVar(counter);
    List<Statement> body = new ArrayList<>();
    for (int i = 0; i < vectors / 2; i++)
      body.add(new Statement.Store(Array.arena(), start.plus(Int.of(j)), new Expr.Const(i), true));
    return new Statement.For(j, Int.of(0), Int.of(64), 16, body);
  }
}
