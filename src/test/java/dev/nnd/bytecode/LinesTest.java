package dev.nnd.bytecode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nnd.loop.Array;
import dev.nnd.loop.Expr;
import dev.nnd.loop.Int;
import dev.nnd.loop.IntVar;
import dev.nnd.loop.LoopProgram;
import dev.nnd.loop.Statement;
import dev.nnd.source.SourceFile;
import dev.nnd.source.Span;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Stack traces name the lines of the {@code .nnd} file. */
final class LinesTest {
  private static final SourceFile FILE =
      new SourceFile("models/net.nnd", "model net\n  conv\n  relu\n");
  private static final SourceFile OTHER = new SourceFile("other.nnd", "block b\n");

  private static final Statement WRONG = Loops.store(Int.of(1_000_000), new Expr.Const(0));
  private static final Statement FINE = Loops.store(Int.of(0), new Expr.Const(0));

  @Test
  void namesTheLineOfTheLastMark() {
    assertEquals("Net.kernel(net.nnd:3)", place(1, mark(FILE, 2), FINE, mark(FILE, 3), WRONG));
    assertEquals("Net.kernel(net.nnd:2)", place(1, mark(FILE, 2), FINE, WRONG, mark(FILE, 3)));
  }

  @Test
  void namesTheLineInALoopAndInAVector() {
    IntVar k = new IntVar("k");
    Statement wrong =
        Loops.storeVector(Int.of(k), new Expr.Load(Array.weights(), Int.of(k).times(1000), false));
    Statement loop = new Statement.For(k, Int.of(0), Int.of(9), 1, List.of(mark(FILE, 3), wrong));
    assertEquals("Net.kernel(net.nnd:3)", place(4, mark(FILE, 2), loop));
  }

  @Test
  void namesNoLineWhereThereIsNone() {
    Statement nowhere = new Statement.Mark(Span.nowhere());
    assertEquals("Net.kernel(net.nnd)", place(1, WRONG));
    assertEquals("Net.kernel(net.nnd)", place(1, nowhere, WRONG));
    assertEquals("Net.kernel(net.nnd:0)", place(1, mark(FILE, 2), FINE, nowhere, WRONG));
    assertEquals("Net.kernel(net.nnd:0)", place(1, mark(FILE, 2), FINE, mark(OTHER, 1), WRONG));
  }

  private static Statement mark(SourceFile file, int line) {
    int start = file.lineStart(line);
    return new Statement.Mark(new Span(file, start, start + 1));
  }

  /** The first frame of generated code below the exception that the body ends in. */
  private static String place(int lanes, Statement... body) {
    LoopProgram program = Loops.program(lanes, body);
    Memory memory = Memory.random(new Random(1), 64, 64, 1, 64);
    Exception e =
        assertThrows(
            IndexOutOfBoundsException.class, () -> memory.run(Classes.define(program), 1, 0));
    return Arrays.stream(e.getStackTrace())
        .filter(frame -> frame.getClassName().equals("Net"))
        .findFirst()
        .orElseThrow()
        .toString();
  }
}
