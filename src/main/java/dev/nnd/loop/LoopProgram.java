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
   * stand in a line, each as long as it costs: then the task does the units that begin between
   * {@code cost * i / tasks} and {@code cost * (i + 1) / tasks}, and no walk depends on another.
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

    /** What all units cost together. */
    public int cost() {
      return walks.stream().mapToInt(walk -> walk.units() * walk.cost()).sum();
    }

    /** All calls of a task, in order, those that are repeated once. */
    public List<Call> calls() {
      return walks.stream().flatMap(walk -> walk.calls().stream()).toList();
    }
  }

  /**
   * Calls that are made in order, block by block: all calls for one block before the next, so that
   * what one writes is still in the cache when another reads it.
   *
   * @param units 0 to go over the batch, else how many units of work there are
   * @param cost what a unit costs, as compared with those of other walks; at least 1
   * @param block how many samples or units at a time; 0 for all of a task at once, of the samples
   *     even if there are none
   */
  public record Walk(int units, int cost, int block, List<Action> actions) {
    public Walk {
      actions = List.copyOf(actions);
    }

    /** All calls in order, those that are repeated once. */
    public List<Call> calls() {
      return actions.stream().flatMap(action -> action.calls().stream()).toList();
    }
  }

  /** What is done for a block. */
  public sealed interface Action {
    /** The calls, in order. */
    List<Call> calls();
  }

  /** Calls that are made in order, again and again: the steps of a loop over time. */
  public record Repeat(int rounds, List<Call> calls) implements Action {
    public Repeat {
      calls = List.copyOf(calls);
    }
  }

  /** A call of a routine with its own integers. */
  public record Call(String routine, List<Place> arguments) implements Action {
    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public List<Call> calls() {
      return List.of(this);
    }
  }

  /**
   * An integer that a routine is called with: where a value begins, as it would be if all of it
   * stood there. In task {@code t}, for a block that begins with the sample or unit {@code s}, it
   * is {@code start + t * perTask - s * perStep + r * perRound}, where {@code r} counts the rounds
   * of a {@link Repeat}; it may be negative, and routines add the positions of their samples or
   * units to it.
   *
   * @param perTask elements from one task's value to the next's; 0 for one value of all tasks
   * @param perStep elements of a sample or unit of a value that holds one block at a time; 0 if all
   *     of it stands
   * @param perRound elements from one round's value to the next's; may be negative
   */
  public record Place(int start, int perTask, int perStep, int perRound) {
    /** The same in every round. */
    public Place(int start, int perTask, int perStep) {
      this(start, perTask, perStep, 0);
    }

    /** So many elements further. */
    public Place plus(int elements) {
      return new Place(start + elements, perTask, perStep, perRound);
    }

    /** Another one in each round. */
    public Place perRound(int elements) {
      return new Place(start, perTask, perStep, elements);
    }

    /** The same in every task and block. */
    public static Place at(int start) {
      return new Place(start, 0, 0);
    }

    @Override
    public String toString() {
      String first = start == 0 && perTask > 0 ? "" : start + (perTask > 0 ? " + " : "");
      return first
          + (perTask == 0 ? "" : perTask + " task")
          + (perStep == 0 ? "" : " - " + perStep + " from")
          + (perRound == 0 ? "" : (perRound < 0 ? " - " : " + ") + Math.abs(perRound) + " round");
    }
  }
}
