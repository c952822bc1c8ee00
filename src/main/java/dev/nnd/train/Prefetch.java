package dev.nnd.train;

import dev.nnd.data.Batches;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The batches of a training, epoch after epoch, made ready by another thread while a step runs: at
 * most two ahead, in arrays that are used again and again.
 *
 * <p>What is in a batch depends on its epoch and number alone, so that the thread changes no bit.
 * Small batches that are mere copies are made where they are needed: to wake a thread takes longer.
 */
final class Prefetch implements AutoCloseable {
  private static final int AHEAD = 2;

  /** A copy of so many floats takes some ten microseconds, as does waking a thread. */
  private static final int SMALL = 1 << 14;

  private final IntFunction<Batches> epochs;
  private final Columns[] ring;
  private final int batchesAnEpoch;
  private final long total;
  private Batches batches;
  private int epoch;
  private int batch;

  private final @Nullable Thread thread;
  private long made;
  private long used;
  private long given;
  private boolean closed;
  private @Nullable Throwable failure;

  /**
   * Begins to make batches.
   *
   * @param columns makes the arrays of one batch
   * @param epochs the batches of an epoch, which are as many for all
   * @param first the first epoch
   * @param end the epoch before which the training ends
   */
  Prefetch(Supplier<Columns> columns, IntFunction<Batches> epochs, int first, int end) {
    this.epochs = epochs;
    this.epoch = first;
    this.batches = epochs.apply(first);
    this.batchesAnEpoch = batches.count();
    this.total = (long) (end - first) * batchesAnEpoch;
    Columns one = columns.get();
    boolean beside = one.length() > SMALL || batches.augments();
    this.ring = new Columns[beside ? AHEAD + 1 : 1];
    for (int i = 0; i < ring.length; i++) ring[i] = i == 0 ? one : columns.get();
    this.thread = beside ? new Thread(this::makeAll, "nnd-batches") : null;
    if (thread != null) {
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** How many batches an epoch has. */
  int batchesAnEpoch() {
    return batchesAnEpoch;
  }

  /** The next batch; the one before it is no more. */
  Columns next() {
    if (given == total) throw new IllegalStateException("train: all batches were given");
    if (thread == null) {
      given++;
      return make(ring[0]);
    }
    synchronized (this) {
      used = given;
      notifyAll();
      while (made == given && failure == null) await();
      if (made == given) {
        if (failure instanceof RuntimeException e) throw e;
        if (failure instanceof Error e) throw e;
      }
      return ring[(int) (given++ % ring.length)];
    }
  }

  private void await() {
    try {
      wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("train: interrupted while waiting for a batch", e);
    }
  }

  private void makeAll() {
    try {
      for (long number = 0; number < total; number++) {
        synchronized (this) {
          while (number - used == ring.length && !closed) wait();
          if (closed) return;
        }
        make(ring[(int) (number % ring.length)]);
        synchronized (this) {
          made = number + 1;
          notifyAll();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Nobody waits for batches any more.
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        failure = e;
        notifyAll();
      }
    }
  }

  private Columns make(Columns columns) {
    if (batch == batchesAnEpoch) {
      batches = epochs.apply(++epoch);
      batch = 0;
    }
    columns.fill(batches, batch++);
    return columns;
  }

  /** Ends the thread; when this returns, it has ended. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    if (thread == null) return;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // A batch is short; the caller learns of it afterwards.
      }
    }
    if (interrupted) Thread.currentThread().interrupt();
  }
}
