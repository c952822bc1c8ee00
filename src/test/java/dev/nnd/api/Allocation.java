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

  /** More rounds than the JVM has reasons. */
  private static final int MOST_ROUNDS = 20;

  private Allocation() {}

  /**
   * Asserts that work comes to allocate nothing. The JVM allocates in a thread that works, too: the
   * first call of all loads classes, and who asks for C2 makes the strings of the class first, each
   * once.
   */
  static void assertNone(Runnable work) {
    long self = Thread.currentThread().getId();
    long bytes = 1;
    for (int round = 0; bytes > 0 && round < MOST_ROUNDS; round++) {
      long before = THREADS.getThreadAllocatedBytes(self);
      for (int i = 0; i < 10; i++) work.run();
      bytes = THREADS.getThreadAllocatedBytes(self) - before;
    }
    assertEquals(0, bytes);
  }
}
