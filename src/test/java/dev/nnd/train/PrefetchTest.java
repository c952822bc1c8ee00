package dev.nnd.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.data.Batches;
import dev.nnd.data.Examples;
import dev.nnd.runtime.Port;
import dev.nnd.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class PrefetchTest {
  private static final int COUNT = 50;
  private static final int BATCH = 16;

  private static Examples examples(int width) {
    float[] values = new float[COUNT * width];
    for (int i = 0; i < values.length; i++) values[i] = i;
    return Examples.of(Map.of("x", new Tensor(List.of(COUNT, width), values)));
  }

  private static Columns columns(int width) {
    return new Columns(List.of(new Port("x", List.of(width), false, 0)), BATCH);
  }

  private static IntFunction<Batches> epochs(int width) {
    Examples examples = examples(width);
    return epoch -> Batches.shuffled(examples, BATCH, 3, epoch);
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("nnd-batches"))
        .count();
  }

  /** Small batches are made in place, large ones by a thread; both from any epoch on. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3000})
  void givesTheBatchesOfEveryEpochInOrder(int width) {
    IntFunction<Batches> epochs = epochs(width);
    try (Prefetch prefetch = new Prefetch(() -> columns(width), epochs, 2, 5)) {
      assertEquals(4, prefetch.batchesAnEpoch());
      for (int epoch = 2; epoch < 5; epoch++) {
        Batches expected = epochs.apply(epoch);
        for (int batch = 0; batch < 4; batch++) {
          Columns found = prefetch.next();
          Columns wanted = columns(width);
          wanted.fill(expected, batch);
          assertEquals(wanted.rows(), found.rows());
          int used = found.rows() * width;
          assertArrayEquals(
              java.util.Arrays.copyOf(wanted.arrays()[0], used),
              java.util.Arrays.copyOf(found.arrays()[0], used));
        }
      }
      assertThrows(IllegalStateException.class, prefetch::next);
    }
    assertEquals(0, threads());
  }

  @Test
  void isAtMostTwoBatchesAhead() {
    List<Columns> made = new ArrayList<>();
    Prefetch prefetch =
        new Prefetch(
            () -> {
              made.add(columns(3000));
              return made.get(made.size() - 1);
            },
            epochs(3000),
            0,
            100);
    try (prefetch) {
      for (int i = 0; i < 50; i++) assertTrue(made.contains(prefetch.next()));
      assertEquals(3, made.size());
    }
    assertEquals(0, threads(), "it ends though most batches were not asked for");
  }

  @Test
  void whatGoesWrongReachesTheStep() {
    IllegalStateException wrong = new IllegalStateException("no second epoch");
    IntFunction<Batches> first = epochs(3000);
    IntFunction<Batches> epochs =
        epoch -> {
          if (epoch > 0) throw wrong;
          return first.apply(epoch);
        };
    try (Prefetch prefetch = new Prefetch(() -> columns(3000), epochs, 0, 2)) {
      for (int batch = 0; batch < 4; batch++)
        assertEquals(batch < 3 ? 16 : 2, prefetch.next().rows());
      assertSame(wrong, assertThrows(IllegalStateException.class, prefetch::next));
    }
  }
}
