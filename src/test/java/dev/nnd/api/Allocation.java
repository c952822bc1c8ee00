package dev.nnd.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Counts what the calling thread allocates. On the portable target: vectors are objects until the
 * JVM's compiler has seen a loop often enough.
 */
final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int CALLS = 10;

  /** So many rounds on end allocate nothing; what allocates now and then would do so in one. */
  private static final int QUIET_ROUNDS = 10;

  /** More rounds than the JVM takes to have done what it does once. */
  private static final int MOST_ROUNDS = 60;

  private Allocation() {}

  /**
   * Asserts that work comes to allocate nothing, call after call. The JVM allocates in a thread
   * that works, too: the first call of all loads classes, and who asks for C2 makes the strings of
   * the class first, each once.
   */
  static void assertNone(Runnable work) {
    int quiet = 0;
    StringBuilder seen = new StringBuilder();
    for (int round = 0; quiet < QUIET_ROUNDS && round < MOST_ROUNDS; round++) {
      long bytes = allocated(work);
      seen.append(' ').append(bytes);
      quiet = bytes == 0 ? quiet + 1 : 0;
    }
    assertEquals(QUIET_ROUNDS, quiet, () -> "bytes in rounds of " + CALLS + " calls:" + seen);
  }

  /** The bytes of one round. */
  private static long allocated(Runnable work) {
    long self = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(self);
    for (int i = 0; i < CALLS; i++) work.run();
    return THREADS.getThreadAllocatedBytes(self) - before;
  }
}
