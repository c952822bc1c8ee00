package dev.nnd.bytecode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnd.loop.Array;
import dev.nnd.loop.Expr;
import dev.nnd.loop.Expr.Comparison;
import dev.nnd.loop.Int;
import dev.nnd.runtime.Step;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plain selects, which have no branches, choose as the comparisons of Java do. */
final class SelectsTest {
  private static final float[] NUMBERS = {
    0f,
    -0f,
    1f,
    -1f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN,
    Float.intBitsToFloat(0x7fc00001),
    Float.intBitsToFloat(0xffffffff),
    Float.intBitsToFloat(0x7f800001)
  };

  @ParameterizedTest
  @EnumSource(Comparison.class)
  void chooseAsJavaDoes(Comparison comparison) {
    for (float x : NUMBERS) {
      check(comparison, x, 0);
      check(comparison, x, -3);
    }
  }

  private static void check(Comparison comparison, float x, float otherwise) {
    Expr select =
        new Expr.Select(comparison, new Expr.Const(x), load(0), load(1), new Expr.Const(otherwise));
    Step step = Classes.define(Loops.program(1, Loops.store(Int.of(2), select)));
    Memory memory = Memory.random(new Random(1), 1, 3, 1, 1);
    for (float y : NUMBERS) {
      for (float then : NUMBERS) {
        memory.arena()[0] = y;
        memory.arena()[1] = then;
        memory.run(step, 1, 0);
        boolean holds = comparison == Comparison.LESS ? x < y : x == y;
        int expected = Float.floatToRawIntBits(holds ? then : otherwise);
        int found = Float.floatToRawIntBits(memory.arena()[2]);
        assertEquals(expected, found, () -> select + " with " + y + " and " + then);
      }
    }
  }

  private static Expr load(int index) {
    return new Expr.Load(Array.arena(), Int.of(index), false);
  }
}
