package dev.nnd.tune;

import dev.nnd.search.Trial;
import java.io.IOException;
import java.util.Map;

/**
 * What a worker asks the coordinator of its search and tells it: the coordinator itself, or a line
 * to it from another machine.
 */
public interface Coordination {
  /**
   * What a worker should do next, when it is known; never {@link Task.Wait}.
   *
   * @param worker what people call it
   */
  Task await(String worker) throws IOException, InterruptedException;

  /**
   * Takes note of a finished epoch, from which the trial can go on. To report one that was reported
   * before changes nothing, and is answered as it was then: a worker that begins a trial anew need
   * not know how far another came.
   *
   * @param epoch from 1
   * @param metrics what was measured, by name
   * @throws IllegalArgumentException if an epoch before it was not reported
   */
  Verdict report(Lease lease, int epoch, Map<String, Double> metrics) throws IOException;

  /**
   * Takes note of the end of a trial.
   *
   * @param metrics of the weights that count, by name; empty if there are none
   * @param reason why it failed, in a line; empty if it did not
   * @return whether it counts; it does not if the trial is another worker's
   */
  boolean end(Lease lease, Trial.End end, Map<String, Double> metrics, String reason)
      throws IOException;

  /** Whether a person wants the trial of this worker to end. */
  boolean shouldStop(Lease lease) throws IOException;

  /** Whether a worker should leave a trial now, without waiting for the end of an epoch. */
  boolean shouldLeave(Lease lease);
}
