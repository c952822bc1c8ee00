package dev.nnd.runtime;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which code the steps of a network run: portable code at first, and code for vectors from the
 * moment on when that is faster.
 *
 * <p>Until HotSpot's C2 has compiled a method, each of its vectors is an object, and it runs some
 * hundred times slower than later; portable code is fast at once. Both give the same bits and find
 * weights and arrays at the same places, so that steps can change from one to the other. When steps
 * have taken {@link #WORTHWHILE_NANOS} in sum, a thread of its own makes the other code, and lets
 * both run in turn, in memory of its own. As soon as the other is faster the next steps run it, and
 * the thread ends. So no step ever waits for vectors, and what runs for a moment only never makes
 * any.
 */
public final class Changeover implements AutoCloseable {
  /** Less work than this is done before vectors would be warm. */
  private static final long WORTHWHILE_NANOS = 100_000_000;

  private final StepArrays arrays;
  private final AtomicLong spent = new AtomicLong();
  private volatile SizedStep current;
  private volatile boolean settled;
  private volatile boolean closed;
  private volatile Supplier<Optional<SizedStep>> other;
  private volatile @Nullable Throwable failure;

  private Changeover(
      SizedStep first, Supplier<Optional<SizedStep>> other, StepArrays arrays, boolean settled) {
    this.current = first;
    this.other = other;
    this.arrays = arrays;
    this.settled = settled;
  }

  /** One code for good. */
  public static Changeover none(SizedStep only) {
    return new Changeover(only, Optional::empty, StepArrays.none(), true);
  }

  /**
   * One code at first and perhaps another later.
   *
   * @param other makes the other code, in a thread of its own; empty if there is none. It runs for
   *     the same arrays and weights as {@code first}, and gives the same bits
   * @param arrays what both take
   */
  public static Changeover of(
      SizedStep first, Supplier<Optional<SizedStep>> other, StepArrays arrays) {
    return new Changeover(first, other, arrays, false);
  }

  /** The code that the next step runs. */
  SizedStep current() {
    return current;
  }

  /** Whether the code stays as it is; if not, {@link #ran} wants to hear of each step. */
  boolean isSettled() {
    return settled;
  }

  /**
   * Says that a step has run.
   *
   * @param nanos how long it took
   * @param batch how many samples it had
   * @param weights what it ran with
   * @throws IllegalStateException if the other code failed
   */
  void ran(long nanos, int batch, float[] weights) {
    Throwable thrown = failure;
    if (thrown != null) {
      throw new IllegalStateException("runtime: code for vectors failed", thrown);
    }
    long before = spent.getAndAdd(nanos);
    if (before < WORTHWHILE_NANOS && before + nanos >= WORTHWHILE_NANOS) {
      Thread thread = new Thread(() -> tryOther(batch, weights), "nnd-changeover");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void tryOther(int batch, float[] weights) {
    try {
      Optional<SizedStep> made = other.get();
      if (made.isPresent() && isFaster(made.get(), batch, weights)) current = made.get();
      other = Optional::empty;
      settled = true;
    } catch (RuntimeException | Error e) {
      // Not swallowed: the next step throws it.
      failure = e;
    }
  }

  private boolean isFaster(SizedStep made, int batch, float[] weights) {
    if (!Contest.fitsMemory(current, made, arrays, batch, weights.length)) return true;
    return new Contest(current, made, arrays, batch, weights).secondWins(() -> closed);
  }

  /** Ends the attempt to change, if one is under way. */
  @Override
  public void close() {
    closed = true;
  }
}
