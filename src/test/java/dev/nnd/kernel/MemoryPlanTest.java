package dev.nnd.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnd.kernel.MemoryPlan.Life;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Places in the arena: never two at once, and little more than the least there must be. */
final class MemoryPlanTest {
  private static final int PLANS = 300;

  @Test
  void nothingNeedsNoPlace() {
    assertEquals(new MemoryPlan(List.of(), 0, 0), MemoryPlan.of(List.of()));
  }

  @Test
  void oneAfterTheOtherSharesAPlace() {
    MemoryPlan plan = MemoryPlan.of(List.of(new Life(16, 0, 1), new Life(32, 2, 3)));
    assertEquals(new MemoryPlan(List.of(0L, 0L), 32, 32), plan);
  }

  @Test
  void whatEndsWhenAnotherBeginsHasItsOwnPlace() {
    MemoryPlan plan = MemoryPlan.of(List.of(new Life(16, 0, 2), new Life(32, 2, 3)));
    assertEquals(new MemoryPlan(List.of(32L, 0L), 48, 48), plan);
  }

  @Test
  void simultaneousLivesDoNotOverlap() {
    for (int seed = 0; seed < PLANS; seed++) {
      List<Life> lives = lives(new Random(seed));
      MemoryPlan plan = MemoryPlan.of(lives);
      for (int i = 0; i < lives.size(); i++) {
        long start = plan.places().get(i);
        long end = start + lives.get(i).size();
        assertTrue(start >= 0 && end <= plan.length(), "inside, seed " + seed);
        for (int j = 0; j < i; j++) {
          long other = plan.places().get(j);
          boolean apart = end <= other || other + lives.get(j).size() <= start;
          assertTrue(
              apart || !lives.get(i).overlaps(lives.get(j)), i + " and " + j + ", seed " + seed);
        }
      }
    }
  }

  /** The bound is the fullest moment; a plan of lives at random is never a third longer. */
  @Test
  void plansAreShort() {
    for (int seed = 0; seed < PLANS; seed++) {
      List<Life> lives = lives(new Random(seed));
      MemoryPlan plan = MemoryPlan.of(lives);
      assertEquals(fullestMoment(lives), plan.bound(), "seed " + seed);
      assertTrue(plan.length() >= plan.bound(), "seed " + seed);
      assertTrue(plan.length() <= 1.3 * plan.bound(), "seed " + seed + ": " + plan);
    }
  }

  /** A backward pass reads what the forward pass wrote, the last first: such lives fit exactly. */
  @Test
  void nestedLivesFitExactly() {
    List<Life> lives = new ArrayList<>();
    for (int layer = 0; layer < 20; layer++)
      lives.add(new Life(16L << layer / 4, layer, 40 - layer));
    MemoryPlan plan = MemoryPlan.of(lives);
    assertEquals(plan.bound(), plan.length());
  }

  private static List<Life> lives(Random random) {
    List<Life> lives = new ArrayList<>();
    int moments = 2 + random.nextInt(60);
    int count = 1 + random.nextInt(80);
    for (int i = 0; i < count; i++) {
      int first = random.nextInt(moments);
      int last = Math.min(moments - 1, first + random.nextInt(1 + random.nextInt(moments)));
      lives.add(new Life(16L * (1 + random.nextInt(1 << random.nextInt(9))), first, last));
    }
    return lives;
  }

  private static long fullestMoment(List<Life> lives) {
    long most = 0;
    for (int moment = 0; moment < 80; moment++) {
      long sum = 0;
      for (Life life : lives) {
        if (life.first() <= moment && moment <= life.last()) sum += life.size();
      }
      most = Math.max(most, sum);
    }
    return most;
  }
}
