package dev.nnd.tune;

import java.io.IOException;

/** Those who train the trials of a search. When one of them cannot go on, all leave. */
public interface Workers extends AutoCloseable {
  /** Begins to train. */
  void start() throws IOException;

  /**
   * Waits until all have ended.
   *
   * @param millis how long at most; positive
   * @return whether they have
   */
  boolean join(long millis) throws InterruptedException;

  /** Throws what ended a worker, if something did. */
  void rethrow() throws IOException;

  /** Lets go what they hold. */
  @Override
  void close();
}
