package dev.nnd.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class TeamTest {
  /**
   * 100,000 runs that each read what the run before has written, in other threads, without any
   * synchronisation.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void everyTaskRunsOnceAndSeesTheRunBefore(int threads) {
    int[] now = new int[5];
    int[] next = new int[5];
    int[][] boards = {now, next};
    int[] round = {0};
    AtomicInteger others = new AtomicInteger();
    Team.Job job =
        (task, worker) -> {
          int[] from = boards[round[0] & 1];
          int[] to = boards[round[0] + 1 & 1];
          to[task] = from[(task + 1) % 5] + 1;
          // Long enough for the other threads to get some of the tasks.
          for (int i = 0; i < 20; i++) {
            Thread.onSpinWait();
          }
          others.addAndGet(Math.min(worker, 1));
        };
    try (Team team = new Team(threads)) {
      for (int i = 0; i < 100_000; i++) {
        round[0] = i;
        team.run(job, 5);
      }
    }
    for (int value : now) {
      assertEquals(100_000, value);
    }
    assertEquals(threads > 1, others.get() > 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void runsAnyNumberOfTasks(int threads) {
    try (Team team = new Team(threads)) {
      assertEquals(threads, team.threads());
      for (int tasks : new int[] {0, 1, 2, 3, 7, 1000, 200_000}) {
        int[] runs = new int[tasks];
        team.run((task, worker) -> runs[task]++, tasks);
        for (int count : runs) {
          assertEquals(1, count);
        }
      }
    }
  }

  @Test
  void tasksOfOneRunRunAtTheSameTimeWithDifferentWorkers() {
    CountDownLatch met = new CountDownLatch(3);
    Set<Integer> workers = ConcurrentHashMap.newKeySet();
    try (Team team = new Team(3)) {
      team.run(
          (task, worker) -> {
            workers.add(worker);
            met.countDown();
            await(met);
          },
          3);
    }
    assertEquals(Set.of(0, 1, 2), workers);
  }

  @Test
  void parkedThreadsAreWoken() throws InterruptedException {
    try (Team team = new Team(2)) {
      for (int i = 0; i < 50; i++) {
        CountDownLatch met = new CountDownLatch(2);
        team.run(
            (task, worker) -> {
              met.countDown();
              await(met);
            },
            2);
        Thread parked = workerThread();
        while (parked.getState() != Thread.State.WAITING) {
          Thread.yield();
        }
      }
    }
  }

  private static Thread workerThread() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("nnd-worker-1"))
        .findAny()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void anExceptionReachesTheCallerAndTheTeamGoesOn(int threads) {
    try (Team team = new Team(threads)) {
      for (int i = 0; i < 1000; i++) {
        int bad = i % 8;
        IllegalStateException expected = new IllegalStateException("task " + bad);
        Team.Job job =
            (task, worker) -> {
              if (task == bad) {
                throw expected;
              }
            };
        assertSame(expected, assertThrows(IllegalStateException.class, () -> team.run(job, 8)));
        AtomicInteger done = new AtomicInteger();
        team.run((task, worker) -> done.incrementAndGet(), 8);
        assertEquals(8, done.get());
      }
    }
  }

  @Test
  void anErrorThatMeetsAnotherSuppressesIt() {
    CountDownLatch met = new CountDownLatch(2);
    try (Team team = new Team(2)) {
      Error thrown =
          assertThrows(
              AssertionError.class,
              () ->
                  team.run(
                      (task, worker) -> {
                        met.countDown();
                        await(met);
                        throw new AssertionError(task);
                      },
                      2));
      assertEquals(1, thrown.getSuppressed().length);
    }
  }

  @Test
  void theExceptionComesAfterAllHaveStopped() {
    AtomicBoolean slowEnded = new AtomicBoolean();
    CountDownLatch met = new CountDownLatch(2);
    try (Team team = new Team(2)) {
      assertThrows(
          IllegalStateException.class,
          () ->
              team.run(
                  (task, worker) -> {
                    met.countDown();
                    await(met);
                    if (task == 0) {
                      throw new IllegalStateException();
                    }
                    for (int i = 0; i < 1_000_000; i++) {
                      Thread.onSpinWait();
                    }
                    slowEnded.set(true);
                  },
                  2));
      assertTrue(slowEnded.get());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aTeamRunsOneJobAtATime(int threads) {
    try (Team team = new Team(threads)) {
      Team.Job nested = (task, worker) -> team.run((t, w) -> {}, 1);
      assertThrows(IllegalStateException.class, () -> team.run(nested, 2));
      Runnable close = team::close;
      assertThrows(IllegalStateException.class, () -> team.run((task, worker) -> close.run(), 1));
    }
  }

  @Test
  void closeEndsTheThreads() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch met = new CountDownLatch(2);
    Team team = new Team(2);
    team.run(
        (task, worker) -> {
          threads.add(Thread.currentThread());
          met.countDown();
          await(met);
        },
        2);
    team.close();
    team.close();
    threads.remove(Thread.currentThread());
    assertEquals(1, threads.size());
    threads.forEach(thread -> assertFalse(thread.isAlive()));
    assertThrows(IllegalStateException.class, () -> team.run((task, worker) -> {}, 1));
  }

  @Test
  void aRunAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int[] sink = new int[4];
    Team.Job job = (task, worker) -> sink[task] += worker;
    try (Team team = new Team(2)) {
      long caller = Thread.currentThread().getId();
      long worker = workerThread().getId();
      for (int i = 0; i < 20_000; i++) {
        team.run(job, 4);
      }
      long callerBefore = threads.getThreadAllocatedBytes(caller);
      long workerBefore = threads.getThreadAllocatedBytes(worker);
      for (int i = 0; i < 20_000; i++) {
        team.run(job, 4);
      }
      // The probe itself may allocate a little, once.
      assertEquals(0, (threads.getThreadAllocatedBytes(caller) - callerBefore) / 20_000);
      assertEquals(0, (threads.getThreadAllocatedBytes(worker) - workerBefore) / 20_000);
    }
  }

  @Test
  void refusesImpossibleNumbers() {
    assertThrows(IllegalArgumentException.class, () -> new Team(0));
    try (Team team = new Team(1)) {
      assertThrows(IllegalArgumentException.class, () -> team.run((task, worker) -> {}, -1));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
