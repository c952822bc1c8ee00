package dev.nnd.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class ChangeoverTest {
  private static final StepArrays ARRAYS = new StepArrays(List.of(1, 1), 1, 1);

  /** Adds as many ones as the weights say to its input, some rounds more than it must. */
  private record Adding(int rounds, int phases, int length) implements Step {
    @Override
    public int tasks(int phase) {
      return 1;
    }

    @Override
    public void run(
        int phase,
        int task,
        int batch,
        int first,
        float[] weights,
        float[] arena,
        float[][] scratch,
        float[][] caller,
        float[] settings,
        int[] keys) {
      assertEquals(length, scratch[0].length);
      for (int round = 0; round < rounds; round++) {
        arena[length - 1] = caller[0][first];
        for (int i = 0; i < weights[0]; i++) arena[length - 1] += settings[0];
      }
      caller[1][first] = arena[length - 1];
    }

    SizedStep sized() {
      return new SizedStep(this, new StepMemory(length, List.of(length)));
    }
  }

  private static final SizedStep SLOW = new Adding(2000, 1, 4).sized();
  private static final SizedStep FAST = new Adding(1, 3, 8).sized();

  /** Runs steps until the code is settled, and one more; each must give the same. */
  private static void settle(Changeover code, Team team) {
    Runner runner = new Runner(code, new float[] {100}, team);
    float[][] caller = new float[2][1];
    boolean last = false;
    while (!last) {
      last = code.isSettled();
      caller[1][0] = 0;
      runner.run(1, 0, caller, new float[] {1}, new int[1]);
      assertEquals(100, caller[1][0]);
    }
  }

  private static SizedStep settled(
      SizedStep first, Supplier<Optional<SizedStep>> other, int threads) {
    try (Team team = new Team(threads);
        Changeover code = Changeover.of(first, other, ARRAYS)) {
      assertSame(first, code.current());
      settle(code, team);
      return code.current();
    }
  }

  @Test
  void fasterCodeTakesOver() {
    assertSame(FAST, settled(SLOW, () -> Optional.of(FAST), 1));
    assertSame(FAST, settled(SLOW, () -> Optional.of(FAST), 2));
  }

  @Test
  void whereThereIsNoOtherCodeTheFirstStays() {
    assertSame(SLOW, settled(SLOW, Optional::empty, 1));
  }

  @Test
  void oneCodeIsSettledFromTheStart() {
    Changeover code = Changeover.none(FAST);
    assertTrue(code.isSettled());
    assertSame(FAST, code.current());
  }

  @Test
  void slowerCodeIsCalledOff() {
    Changeover code = Changeover.of(FAST, () -> Optional.of(SLOW), ARRAYS);
    code.close();
    try (Team team = new Team(1)) {
      settle(code, team);
    }
    assertSame(FAST, code.current());
  }

  @Test
  void aFailureOfTheOtherCodeIsNotHidden() {
    RuntimeException bug = new IllegalStateException("a bug");
    Throwable thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                settled(
                    SLOW,
                    () -> {
                      throw bug;
                    },
                    1));
    assertSame(bug, thrown.getCause());
  }
}
