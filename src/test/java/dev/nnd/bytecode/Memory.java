package dev.nnd.bytecode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.nnd.loop.Array;
import dev.nnd.runtime.Step;
import java.util.Arrays;
import java.util.Random;

/** All arrays of a step. */
record Memory(
    float[] weights,
    float[] arena,
    float[][] scratch,
    float[][] caller,
    float[] settings,
    int[] keys) {

  /** Arrays of the given lengths with random numbers. */
  static Memory random(Random random, int weights, int arena, int rows, int row) {
    int[] keys = random.ints(4).toArray();
    return new Memory(
        floats(random, weights),
        floats(random, arena),
        rows(random, rows, row),
        rows(random, rows, row),
        floats(random, 8),
        keys);
  }

  private static float[][] rows(Random random, int count, int length) {
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) rows[i] = floats(random, length);
    return rows;
  }

  private static float[] floats(Random random, int length) {
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) numbers[i] = (float) random.nextGaussian();
    return numbers;
  }

  Memory copy() {
    return new Memory(
        weights.clone(),
        arena.clone(),
        Arrays.stream(scratch).map(float[]::clone).toArray(float[][]::new),
        Arrays.stream(caller).map(float[]::clone).toArray(float[][]::new),
        settings.clone(),
        keys.clone());
  }

  float[] floats(Array array) {
    return switch (array.space()) {
      case WEIGHTS -> weights;
      case ARENA -> arena;
      case SCRATCH -> scratch[array.index()];
      case CALLER -> caller[array.index()];
      case SETTINGS -> settings;
      case GIVEN -> throw new IllegalArgumentException("what is given is one of the others");
    };
  }

  /** Runs all tasks of all phases. */
  void run(Step step, int batch, int first) {
    for (int phase = 0; phase < step.phases(); phase++) {
      for (int task = 0; task < step.tasks(phase); task++) {
        step.run(phase, task, batch, first, weights, arena, scratch, caller, settings, keys);
      }
    }
  }

  /** Asserts the same bits everywhere; one NaN is as good as another. */
  void assertSameAs(Memory expected, String message) {
    assertArrayEquals(bits(expected.weights), bits(weights), message);
    assertArrayEquals(bits(expected.arena), bits(arena), message);
    assertArrayEquals(bits(expected.settings), bits(settings), message);
    for (int i = 0; i < scratch.length; i++) {
      assertArrayEquals(bits(expected.scratch[i]), bits(scratch[i]), message);
      assertArrayEquals(bits(expected.caller[i]), bits(caller[i]), message);
    }
  }

  private static int[] bits(float[] numbers) {
    int[] bits = new int[numbers.length];
    for (int i = 0; i < bits.length; i++) bits[i] = Float.floatToIntBits(numbers[i]);
    return bits;
  }
}
