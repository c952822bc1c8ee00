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

  private Allocation() {}

  /** Asserts that work which has run before allocates nothing. */
  static void assertNone(Runnable work) {
    long self = Thread.currentThread().getId();
    for (int i = 0; i < 10; i++) work.run();
    // The measurement itself may load classes the first time.
    THREADS.getThreadAllocatedBytes(self);
    long before = THREADS.getThreadAllocatedBytes(self);
    for (int i = 0; i < 10; i++) work.run();
    assertEquals(0, THREADS.getThreadAllocatedBytes(self) - before);
  }
}
