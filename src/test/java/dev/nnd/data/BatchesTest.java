package dev.nnd.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.management.ThreadMXBean;
import dev.nnd.runtime.Tensor;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BatchesTest {
  private static Examples examples(int count) {
    float[] x = new float[count * 2];
    float[] y = new float[count];
    for (int i = 0; i < count; i++) {
      x[2 * i] = i;
      x[2 * i + 1] = i + 0.5f;
      y[i] = 10 * i;
    }
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    arrays.put("x", new Tensor(List.of(count, 2), x));
    arrays.put("y", new Tensor(List.of(count), y));
    return Examples.of(arrays);
  }

  private static int[] order(Batches batches) {
    int[] order = new int[batches.examples().count()];
    float[] x = new float[2 * batches.rows(0)];
    float[] y = new float[batches.rows(0)];
    int next = 0;
    for (int batch = 0; batch < batches.count(); batch++) {
      batches.fill(batch, "x", x);
      batches.fill(batch, "y", y);
      for (int i = 0; i < batches.rows(batch); i++) {
        order[next] = (int) x[2 * i];
        assertEquals(x[2 * i] + 0.5f, x[2 * i + 1]);
        assertEquals(10 * x[2 * i], y[i]);
        next++;
      }
    }
    assertEquals(order.length, next);
    return order;
  }

  @Test
  void theLastBatchIsSmaller() {
    Batches batches = Batches.inOrder(examples(10), 4);
    assertEquals(3, batches.count());
    assertEquals(List.of(4, 4, 2), IntStream.range(0, 3).map(batches::rows).boxed().toList());
    assertArrayEquals(IntStream.range(0, 10).toArray(), order(batches));
    assertEquals(2, Batches.inOrder(examples(8), 4).count());
    assertEquals(1, Batches.inOrder(examples(3), 4).count());
  }

  @Test
  void everyEpochHasAllExamplesInAnOrderOfItsOwn() {
    Examples examples = examples(101);
    int[] first = order(Batches.shuffled(examples, 8, 5, 0));
    int[] sorted = first.clone();
    Arrays.sort(sorted);
    assertArrayEquals(IntStream.range(0, 101).toArray(), sorted);
    assertArrayEquals(first, order(Batches.shuffled(examples, 32, 5, 0)));
    assertFalse(Arrays.equals(first, order(Batches.shuffled(examples, 8, 5, 1))));
    assertFalse(Arrays.equals(first, order(Batches.shuffled(examples, 8, 6, 0))));
  }

  @Test
  void fillingAllocatesNothing() {
    Batches batches = Batches.shuffled(examples(1000), 16, 1, 0);
    float[] x = new float[32];
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    fillAll(batches, x);
    long before = threads.getCurrentThreadAllocatedBytes();
    fillAll(batches, x);
    assertEquals(before, threads.getCurrentThreadAllocatedBytes());
  }

  private static void fillAll(Batches batches, float[] x) {
    for (int batch = 0; batch < batches.count(); batch++) {
      batches.fill(batch, "x", x);
    }
  }
}
