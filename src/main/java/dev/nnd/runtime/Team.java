package dev.nnd.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of threads that run the tasks of one job after another.
 *
 * <p>The caller of {@link #run} takes part. The other threads wait for the next job by spinning for
 * some microseconds, and longer between {@link #begin} and {@link #end}, since the phases of a step
 * follow each other closely; then they park: an idle team costs nothing. A run allocates nothing.
 *
 * <p>Every second thread takes tasks from the back. Tasks that follow each other work on memory
 * that does, and so, from run to run, a core mostly finds in its cache what it needs.
 *
 * <p>Memory: what the caller has written before {@code run} is visible to every task; what the
 * tasks have written is visible to the caller after {@code run}, and to every task of a later run.
 * Tasks of one run must not depend on each other: which thread takes which task, and when, is open.
 *
 * <p>A team runs one job at a time. Its threads are daemons and live until {@link #close}.
 */
public final class Team implements AutoCloseable {
  /** Work that falls into independent tasks. */
  @FunctionalInterface
  public interface Job {
    /**
     * Does one task.
     *
     * @param task from 0 to the number of tasks less one; each is run once
     * @param worker which thread runs it, from 0 to {@link Team#threads()} less one; two tasks that
     *     run at the same time have different workers, so it can choose a scratch buffer
     */
    void run(int task, int worker);
  }

  /** About the cost of waking a parked thread: spinning longer can waste more than it saves. */
  private static final long SPIN_NANOS = 50_000;

  /** Longer than a phase lasts that only one thread has a part in: a wake-up after each is dear. */
  private static final long MORE_SPIN_NANOS = 400_000;

  private static final int COUNT_BITS = 16;

  private static final int MOST_TASKS = (1 << COUNT_BITS) - 1;

  private static final Job NOTHING =
      new Job() {
        @Override
        public void run(int task, int worker) {}
      };

  private final List<Worker> workers;
  private final boolean spins;
  private final AtomicBoolean busy = new AtomicBoolean();

  /**
   * The number of the run in the upper half; in the lower half the first task not yet claimed and,
   * in its last bits, how many are not. A claim is a compare-and-set of all: it fails if the run
   * has ended meanwhile, so a late thread can never take a task of a run whose job it has not seen.
   */
  private final AtomicLong open = new AtomicLong();

  /** Tasks of this run that are claimed or not, but not yet reported as finished. */
  private final AtomicInteger unfinished = new AtomicInteger();

  /**
   * Written by the caller before it opens a run, and read only by who saw the run open: {@link
   * #open} orders them.
   */
  private Job job = NOTHING;

  private int firstTask;

  private volatile @Nullable Thread waitingCaller;
  private volatile @Nullable Throwable failure;
  private volatile boolean closed;
  private volatile boolean moreFollows;

  /**
   * Starts the threads.
   *
   * @param threads how many threads run a job, the caller among them; at least 1. A team of 1
   *     starts no thread.
   */
  public Team(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("a team needs at least 1 thread, not " + threads);
    }
    // Where threads share a processor, one that spins takes the time that the other needs to
    // finish.
    spins = threads <= Runtime.getRuntime().availableProcessors();
    List<Worker> started = new ArrayList<>();
    for (int i = 1; i < threads; i++) {
      started.add(new Worker(i));
    }
    workers = List.copyOf(started);
    for (Worker worker : workers) worker.thread.start();
  }

  /** How many threads run a job, the caller among them. */
  public int threads() {
    return workers.size() + 1;
  }

  /** Says that runs will follow each other until {@link #end}. */
  void begin() {
    moreFollows = true;
  }

  /** Ends what {@link #begin} began. */
  void end() {
    moreFollows = false;
  }

  /**
   * Runs every task of {@code job} and returns when all are done. If a task throws, tasks not yet
   * begun are left out, and the exception is thrown again here after the last thread has stopped;
   * what other tasks threw is suppressed in it.
   *
   * @param tasks how many tasks; at least 0
   * @throws IllegalStateException if the team is running a job already, or is closed
   */
  public void run(Job job, int tasks) {
    if (tasks < 0) {
      throw new IllegalArgumentException("a job cannot have " + tasks + " tasks");
    }
    if (!busy.compareAndSet(false, true)) {
      throw new IllegalStateException("this team is running a job already");
    }
    try {
      if (closed) {
        throw new IllegalStateException("this team is closed");
      }
      if (workers.isEmpty() || tasks <= 1) {
        for (int task = 0; task < tasks; task++) {
          job.run(task, 0);
        }
      } else {
        for (int left = tasks; left > 0; left -= MOST_TASKS) {
          runTogether(job, tasks - left, Math.min(MOST_TASKS, left));
        }
      }
    } finally {
      busy.set(false);
    }
  }

  private void runTogether(Job job, int from, int tasks) {
    this.job = job;
    firstTask = from;
    unfinished.set(tasks);
    long run = (open.get() >>> 32) + 1;
    open.set(run << 32 | tasks);
    wake(Math.min(workers.size(), tasks - 1));
    work(0);
    awaitOthers();
    // A team that outlives a network must not keep it in memory.
    this.job = NOTHING;
    Throwable thrown = failure;
    failure = null;
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
  }

  /** How many tasks are not yet claimed. */
  private static int left(long open) {
    return (int) open & MOST_TASKS;
  }

  private void wake(int count) {
    for (int i = 0; i < count; i++) {
      Worker worker = workers.get(i);
      if (worker.parked) {
        LockSupport.unpark(worker.thread);
      }
    }
  }

  /** Claims and runs tasks until none is open. */
  private void work(int worker) {
    int finished = 0;
    boolean fromFront = worker % 2 == 0;
    long seen = open.get();
    while (left(seen) > 0) {
      Job claimed = job;
      int task = firstTask + ((int) seen >>> COUNT_BITS) + (fromFront ? 0 : left(seen) - 1);
      long rest = fromFront ? seen + (1 << COUNT_BITS) - 1 : seen - 1;
      if (open.compareAndSet(seen, rest)) {
        runTask(claimed, task, worker);
        finished++;
      }
      seen = open.get();
    }
    // Reported at once at the end: until then the run cannot end, so all that were counted belong
    // to it.
    if (finished > 0 && unfinished.addAndGet(-finished) == 0) {
      Thread caller = waitingCaller;
      if (caller != null) {
        LockSupport.unpark(caller);
      }
    }
  }

  private void runTask(Job claimed, int task, int worker) {
    if (failure != null) {
      return;
    }
    try {
      claimed.run(task, worker);
    } catch (Throwable thrown) {
      // Not swallowed: runTogether throws it in the caller.
      addFailure(thrown);
    }
  }

  private synchronized void addFailure(Throwable thrown) {
    Throwable first = failure;
    if (first == null) {
      failure = thrown;
    } else if (first != thrown) {
      first.addSuppressed(thrown);
    }
  }

  private void awaitOthers() {
    if (spin(false)) {
      return;
    }
    waitingCaller = Thread.currentThread();
    while (unfinished.get() > 0) {
      LockSupport.park(this);
    }
    waitingCaller = null;
  }

  /**
   * Spins until there is a task to claim, or, for the caller, until no task is unfinished. False
   * when the time is over.
   */
  private boolean spin(boolean forTask) {
    long start = System.nanoTime();
    do {
      if (forTask ? left(open.get()) > 0 : unfinished.get() == 0) {
        return true;
      }
      Thread.onSpinWait();
    } while (System.nanoTime() - start < spinNanos());
    return false;
  }

  private long spinNanos() {
    return !spins ? 0 : moreFollows ? MORE_SPIN_NANOS : SPIN_NANOS;
  }

  /** Ends the threads and waits for their end. A closed team can be closed again. */
  @Override
  public void close() {
    if (!busy.compareAndSet(false, true)) {
      throw new IllegalStateException("this team is running a job and cannot be closed");
    }
    closed = true;
    busy.set(false);
    boolean interrupted = false;
    for (Worker worker : workers) {
      LockSupport.unpark(worker.thread);
      while (worker.thread.isAlive()) {
        try {
          worker.thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Worker implements Runnable {
    private final int number;
    private final Thread thread;

    /**
     * Set before the last look at {@link #open}, so that whoever opens a run after that look sees
     * it and wakes the thread.
     */
    private volatile boolean parked;

    Worker(int number) {
      this.number = number;
      thread = new Thread(this, "nnd-worker-" + number);
      thread.setDaemon(true);
    }

    @Override
    public void run() {
      while (!closed) {
        if (spin(true)) {
          work(number);
        } else {
          park();
        }
      }
    }

    private void park() {
      parked = true;
      if (left(open.get()) == 0 && !closed) {
        LockSupport.park(Team.this);
      }
      parked = false;
      // Nobody has a reason to interrupt a worker, and a thread with the mark set can never park.
      Thread.interrupted();
    }
  }
}
