package dev.nnd.loop;

import dev.nnd.Golden;
import dev.nnd.source.SourceFile;
import dev.nnd.source.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LoopTextTest {
  private static final IntVar X = new IntVar("x");
  private static final IntVar I = new IntVar("i");
  private static final FloatVar SUM = new FloatVar("sum", true);
  private static final FloatVar RATE = new FloatVar("rate", false);

  @Test
  void everyFormHasALine() {
    Routine vectors = new Routine("vectors", List.of(X), List.of(mark(), rate(), start(), loop()));
    Routine part = new Routine("part", 2, List.of(X), part());
    Routine rest = new Routine("rest", List.of(), rest());
    LoopProgram program =
        new LoopProgram(
            "Net",
            "net.nnd",
            16,
            List.of(vectors, part, rest),
            List.of(
                new LoopProgram.Phase(
                    8,
                    List.of(
                        walk(0, 0, LoopProgram.Place.at(64)),
                        walk(0, 1, new LoopProgram.Place(0, 32, 16)),
                        walk(0, 4, new LoopProgram.Place(64, 128, 0)),
                        again())),
                new LoopProgram.Phase(2, List.of(walk(5, 0, LoopProgram.Place.at(0)))),
                new LoopProgram.Phase(
                    3,
                    List.of(
                        walk(2, 1, new LoopProgram.Place(0, 16, 16)),
                        walk(1, 0, LoopProgram.Place.at(1))))),
            List.of(256));
    Verifier.verify(program);
    Golden.assertMatches("loop/text.txt", LoopText.print(program));
  }

  private static LoopProgram.Walk walk(int units, int block, LoopProgram.Place place) {
    return new LoopProgram.Walk(
        units,
        units + 1,
        block,
        List.of(
            new LoopProgram.Call("vectors", List.of(place)),
            new LoopProgram.Call("rest", List.of())));
  }

  private static LoopProgram.Walk again() {
    LoopProgram.Place back = new LoopProgram.Place(64, 128, 16).perRound(-8);
    LoopProgram.Call vectors = new LoopProgram.Call("vectors", List.of(back));
    LoopProgram.Call rest = new LoopProgram.Call("rest", List.of());
    return new LoopProgram.Walk(
        0, 1, 2, List.of(new LoopProgram.Repeat(9, List.of(vectors, rest))));
  }

  private static Statement mark() {
    SourceFile file = new SourceFile("net.nnd", "model net\n  conv\n");
    return new Statement.Mark(new Span(file, 12, 16));
  }

  private static Statement rate() {
    return new Statement.Set(RATE, new Expr.Load(Array.settings(), Int.of(0), true));
  }

  private static Statement start() {
    return new Statement.Set(SUM, new Expr.Const(0));
  }

  private static Statement loop() {
    Int at = Int.of(X).plus(Int.of(I).times(16)).plus(3);
    Expr wide = new Expr.Load(Array.weights(), at, false);
    Expr one = new Expr.Load(Array.arena(), at, true);
    return new Statement.For(
        I,
        Int.of(IntVar.FROM),
        Int.of(IntVar.TO),
        2,
        List.of(
            new Statement.Set(SUM, new Expr.Fma(one, wide, new Expr.Local(SUM))),
            new Statement.Store(Array.arena(), at.min(Int.of(99)), select(), true)));
  }

  private static Expr select() {
    Expr rate = new Expr.Local(RATE);
    Expr noise = new Expr.Uniform(new Int.Key(2), Int.of(I), 1);
    Expr scaled = new Expr.Binary(Expr.BinaryOperator.MULTIPLY, noise, rate);
    Expr index = new Expr.FromInt(Int.of(I).modulo(7).over(2), 3);
    return new Expr.Select(Expr.Comparison.LESS, new Expr.Local(SUM), scaled, index, rate);
  }

  private static List<Statement> rest() {
    Expr load = new Expr.Load(Array.caller(1), Int.of(IntVar.FIRST), false);
    Expr power =
        new Expr.Binary(
            Expr.BinaryOperator.TIMES_POWER_OF_TWO,
            new Expr.Unary(Expr.UnaryOperator.SIGNIFICAND, load),
            new Expr.Unary(Expr.UnaryOperator.EXPONENT, load));
    return List.of(
        new Statement.SetInt(
            I, Int.of(IntVar.BATCH).max(Int.of(IntVar.FIRST)).minus(Int.of(IntVar.FROM))),
        new Statement.SetInt(I, new Int.Element(Array.caller(1), Int.of(I)).min(Int.of(7))),
        new Statement.Store(Array.scratch(0), Int.of(I), power, false),
        new Statement.Copy(
            Array.scratch(0), Int.of(0), Array.caller(0), Int.of(I), Int.of(IntVar.BATCH)),
        new Statement.Fill(Array.arena(), Int.of(0), Int.of(8), -1f),
        new Statement.Call("part", List.of(Array.weights(), Array.scratch(0)), List.of(Int.of(I))));
  }

  private static List<Statement> part() {
    Expr known = new Expr.Load(Array.given(0), Int.of(X), false);
    return List.of(
        new Statement.If(
            Int.of(X),
            List.of(new Statement.Set(SUM, known)),
            List.of(new Statement.Set(SUM, new Expr.Const(0)))),
        new Statement.Store(Array.given(1), Int.of(X), new Expr.Local(SUM), true));
  }
}
