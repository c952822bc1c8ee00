package dev.nnd.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets work end by itself when the process is told to end, as by Ctrl-C: the end of the process
 * waits until this is closed, for some time.
 */
final class Interrupts implements AutoCloseable {
  /** A step of the largest network ends within this time, and its weights are written. */
  private static final long PATIENCE_SECONDS = 60;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::await, "nnd-interrupt");
  private volatile boolean requested;

  Interrupts() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void await() {
    requested = true;
    try {
      if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("nnd: the work did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the work should end. */
  boolean requested() {
    return requested;
  }

  @Override
  public void close() {
    done.countDown();
    if (!requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException alreadyEnding) {
        // The process was told to end after the question above; the hook finds the work done.
        requested = true;
      }
    }
  }
}
