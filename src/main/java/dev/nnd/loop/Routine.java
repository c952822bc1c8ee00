package dev.nnd.loop;

import java.util.List;

/**
 * A method: a kernel that phases call, or a part of kernels that they call themselves. Beside
 * {@link IntVar#BATCH}, {@link IntVar#FIRST}, {@link IntVar#FROM} and {@link IntVar#TO} it takes
 * its own integers, most of them places in the arena, so that equal kernels at different places are
 * one routine.
 *
 * <p>What runs long is a part of its own: HotSpot compiles a method that is called often as it is,
 * which costs a tenth of what it costs to replace loops while they run, and parts that kernels
 * share are compiled once.
 *
 * @param name what it does, for profilers: a Java identifier, unique in its program
 * @param given how many arrays its callers hand over; 0 for what phases call
 * @param parameters its own integers, in order
 * @param body what it does
 */
public record Routine(String name, int given, List<IntVar> parameters, List<Statement> body) {
  public Routine {
    parameters = List.copyOf(parameters);
    body = List.copyOf(body);
  }

  /** A routine that is given no array. */
  public Routine(String name, List<IntVar> parameters, List<Statement> body) {
    this(name, 0, parameters, body);
  }
}
