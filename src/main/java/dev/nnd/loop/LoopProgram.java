package dev.nnd.loop;

import java.util.List;

/**
 * All routines of a compiled network and the order in which a step calls them.
 *
 * @param name the name of the class to be made
 * @param sourceFile the {@code .nnd} file, for stack traces
 * @param lanes floats in a vector, a power of two; 1 on the portable target, whose routines use no
 *     vectors
 * @param routines the kernels
 * @param phases what a step does, in order; each begins when the one before has ended
 * @param scratch the lengths of the scratch rows each worker needs
 */
public record LoopProgram(
    String name,
    String sourceFile,
    int lanes,
    List<Routine> routines,
    List<Phase> phases,
    List<Integer> scratch) {
  public LoopProgram {
    routines = List.copyOf(routines);
    phases = List.copyOf(phases);
    scratch = List.copyOf(scratch);
  }

  /**
   * Calls that may run at the same time for different parts of the work. Part {@code i} of {@code
   * tasks} does the calls in order for the samples from {@code batch * i / tasks} to {@code batch *
   * (i + 1) / tasks}, or, when {@code units} is not 0, for the units from {@code units * i / tasks}
   * to {@code units * (i + 1) / tasks}.
   *
   * @param tasks into how many parts the work is divided, whatever the number of threads; at least
   *     1
   * @param units 0 to divide the batch, else how many units of work there are
   */
  public record Phase(int tasks, int units, List<Call> calls) {
    public Phase {
      calls = List.copyOf(calls);
    }
  }

  /** A call of a routine with its own integers. */
  public record Call(String routine, List<Integer> arguments) {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }
}
