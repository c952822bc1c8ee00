package dev.nnd.bytecode;

import dev.nnd.loop.LoopProgram;
import dev.nnd.loop.LoopText;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytecode does what loop programs mean, bit for bit, on every target. */
final class RandomLoopsTest {
  private static final int PROGRAMS = 150;

  @ParameterizedTest(name = "{0} lanes")
  @ValueSource(ints = {1, 4, 8, 16})
  void bytecodeAgreesWithTheEvaluator(int lanes) {
    for (long seed = 0; seed < PROGRAMS; seed++) {
      Random random = new Random(seed);
      LoopProgram program = new RandomLoops(random, lanes).program();
      String message = "seed " + seed + "\n" + LoopText.print(program);
      Memory expected = RandomLoops.memory(random);
      Memory actual = expected.copy();
      int batch = random.nextInt(4);
      LoopEvaluator.run(program, expected, batch, 1);
      actual.run(Classes.define(program), batch, 1);
      actual.assertSameAs(expected, message);
    }
  }
}
