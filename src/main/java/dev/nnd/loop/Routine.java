package dev.nnd.loop;

import java.util.List;

/**
 * One kernel as a method. Beside {@link IntVar#BATCH}, {@link IntVar#FIRST}, {@link IntVar#FROM}
 * and {@link IntVar#TO} it takes its own integers, most of them places in the arena, so that equal
 * kernels at different places are one routine.
 *
 * @param name what it does, for profilers: a Java identifier, unique in its program
 * @param parameters its own integers, in order
 * @param body what it does
 */
public record Routine(String name, List<IntVar> parameters, List<Statement> body) {
  public Routine {
    parameters = List.copyOf(parameters);
    body = List.copyOf(body);
  }
}
