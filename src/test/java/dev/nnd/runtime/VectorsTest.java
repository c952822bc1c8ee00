package dev.nnd.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class VectorsTest {
  @Test
  void theTestsRunWithVectorsOfAPowerOfTwo() {
    int lanes = Vectors.preferredLanes().orElseThrow();
    assertTrue(lanes >= 2 && lanes <= 64, () -> lanes + " lanes");
    assertEquals(1, Integer.bitCount(lanes));
  }
}
