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
   * Work that is divided into tasks, which may run at the same time. Either all walks go over the
   * batch: then task {@code i} of {@code tasks} does each of them in order for the samples from
   * {@code batch * i / tasks} to {@code batch * (i + 1) / tasks}. Or all have units of work, which
   * are numbered through: then the task does the units from {@code units * i / tasks} to {@code
   * units * (i + 1) / tasks}, and no walk depends on another.
   *
   * @param tasks into how many parts the work is divided, whatever the number of threads; at least
   *     1
   */
  public record Phase(int tasks, List<Walk> walks) {
    public Phase {
      walks = List.copyOf(walks);
    }

    /** The units of all walks; 0 if they go over the batch. */
    public int units() {
      return walks.stream().mapToInt(Walk::units).sum();
    }

    /** All calls of a task, in order. */
    public List<Call> calls() {
      return walks.stream().flatMap(walk -> walk.calls().stream()).toList();
    }
  }

  /**
   * Calls that are made in order. Over the batch they are made block by block: all calls for one
   * block before the next, so that what one writes is still in the cache when another reads it.
   *
   * @param units 0 to go over the batch, else how many units of work there are
   * @param block how many samples at a time; 0 for all units or samples of a task at once, of the
   *     samples even if there are none
   */
  public record Walk(int units, int block, List<Call> calls) {
    public Walk {
      calls = List.copyOf(calls);
    }
  }

  /** A call of a routine with its own integers. */
  public record Call(String routine, List<Place> arguments) {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * An integer that a routine is called with: where a value begins, as it would be if its sample 0
   * stood there too. In task {@code t}, for a block of samples that begins with {@code s}, it is
   * {@code start + t * perTask - s * perSample}; it may be negative, and routines add the positions
   * of their samples to it.
   *
   * @param perTask elements from one task's value to the next's; 0 for one value of all tasks
   * @param perSample elements of a sample of a value that holds one block at a time; 0 if all
   *     samples stand
   */
  public record Place(int start, int perTask, int perSample) {
    /** The same in every task and block. */
    public static Place at(int start) {
      return new Place(start, 0, 0);
    }

    @Override
    public String toString() {
      String first = start == 0 && perTask > 0 ? "" : start + (perTask > 0 ? " + " : "");
      return first
          + (perTask == 0 ? "" : perTask + " task")
          + (perSample == 0 ? "" : " - " + perSample + " from");
    }
  }
}
