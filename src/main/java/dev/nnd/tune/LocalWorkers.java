package dev.nnd.tune;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Threads of this process that work on a search, each on one trial at a time. When one cannot go
 * on, all leave.
 */
final class LocalWorkers {
  private final Coordinator coordinator;
  private final TrialTraining training;
  private final Keeping keeping;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /**
   * @param count how many; at least 1
   */
  LocalWorkers(Coordinator coordinator, TrialTraining training, Keeping keeping, int count) {
    this.coordinator = coordinator;
    this.training = training;
    this.keeping = keeping;
    for (int i = 1; i <= count; i++) {
      String name = Integer.toString(i);
      Thread thread = new Thread(() -> work(name), "nnd-worker-" + name);
      thread.setDaemon(true);
      threads.add(thread);
    }
  }

  void start() {
    threads.forEach(Thread::start);
  }

  private void work(String name) {
    try {
      while (coordinator.await(name) instanceof Task.Work work) {
        training.run(work, coordinator);
        keeping.tidy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException | Error e) {
      failure.compareAndSet(null, e);
      coordinator.leave();
    }
  }

  /**
   * Waits until all have ended.
   *
   * @param millis how long at most; 0 for as long as it takes
   * @return whether they have
   */
  boolean join(long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    for (Thread thread : threads) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (millis > 0 && left <= 0) break;
      thread.join(millis == 0 ? 0 : left);
    }
    return threads.stream().noneMatch(Thread::isAlive);
  }

  /** Throws what ended a worker, if something did. */
  void rethrow() throws IOException {
    Throwable thrown = failure.get();
    if (thrown instanceof IOException e) throw e;
    if (thrown instanceof RuntimeException e) throw e;
    if (thrown instanceof Error e) throw e;
  }
}
