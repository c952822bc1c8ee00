package dev.nnd.runtime;

/**
 * The code of a compiled network. One step, such as a prediction or an update of the weights, runs
 * all phases in order; the tasks of one phase may run at the same time, and the next phase begins
 * when all of them have ended.
 *
 * <p>An instance has no state: everything is in the arrays, so one instance serves any number of
 * threads that bring different arrays.
 */
public interface Step {
  /** How many phases a step has. */
  int phases();

  /**
   * Into how many tasks a phase is divided, whatever the number of threads; at least 1.
   *
   * @throws IndexOutOfBoundsException if there is no such phase
   */
  int tasks(int phase);

  /**
   * Runs one task of one phase.
   *
   * @param batch how many samples this step has
   * @param first the sample of the caller's arrays that stands at sample 0 of the arena
   * @param weights parameters and optimizer slots
   * @param arena what the step makes, at the places of the memory plan
   * @param scratch rows that no other task uses while this one runs
   * @param caller the caller's arrays: inputs, then outputs
   * @param settings numbers that the caller sets before each step
   * @param keys the keys of the streams of random numbers in this step
   * @throws IndexOutOfBoundsException if there is no such phase, or an array is too short; its
   *     stack trace names the line of the {@code .nnd} file
   */
  void run(
      int phase,
      int task,
      int batch,
      int first,
      float[] weights,
      float[] arena,
      float[][] scratch,
      float[][] caller,
      float[] settings,
      int[] keys);
}
