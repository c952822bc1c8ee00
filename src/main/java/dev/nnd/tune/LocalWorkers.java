package dev.nnd.tune;

import dev.nnd.api.Compiler;
import dev.nnd.api.Options;
import dev.nnd.api.Workshop;
import dev.nnd.program.SearchPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Threads of this process that work on a search, each on one trial at a time. When one cannot go
 * on, all leave.
 */
public final class LocalWorkers implements Workers {
  private final Coordinator coordinator;
  private final Workshop workshop;
  private final TrialTraining training;
  private final Keeping keeping;
  private final List<Thread> workers = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /**
   * What they train.
   *
   * @param compiler of the program
   * @param data that they share
   */
  public record Job(
      Compiler compiler,
      SearchPlan plan,
      SearchFolder folder,
      Coordinator coordinator,
      Keeping keeping,
      SharedData data) {}

  /**
   * Threads that do not work yet.
   *
   * @param count how many; at least 1
   * @param threads that share the work, all trials together; each has at least one
   */
  public LocalWorkers(Job job, int count, int threads) {
    this.coordinator = job.coordinator();
    this.keeping = job.keeping();
    Options options = job.compiler().options().withThreads(Math.max(1, threads / count));
    this.workshop = job.compiler().with(options).workshop();
    this.training =
        new TrialTraining(
            workshop,
            job.plan().train(),
            job.plan().objective().watched(),
            coordinator.header().file(),
            job.folder(),
            job.data());
    for (int i = 1; i <= count; i++) {
      String name = Integer.toString(i);
      Thread thread = new Thread(() -> work(name), "nnd-worker-" + name);
      thread.setDaemon(true);
      workers.add(thread);
    }
  }

  @Override
  public void start() {
    workers.forEach(Thread::start);
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

  @Override
  public boolean join(long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    for (Thread thread : workers) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) break;
      thread.join(left);
    }
    return workers.stream().noneMatch(Thread::isAlive);
  }

  @Override
  public void rethrow() throws IOException {
    Throwable thrown = failure.get();
    if (thrown instanceof IOException e) throw e;
    if (thrown instanceof RuntimeException e) throw e;
    if (thrown instanceof Error e) throw e;
  }

  /** Threads end by themselves. */
  @Override
  public void close() {
    workshop.close();
  }
}
