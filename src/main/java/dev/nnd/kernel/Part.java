package dev.nnd.kernel;

import dev.nnd.loop.IntVar;
import dev.nnd.loop.Statement;
import java.util.List;

/**
 * A routine to be that kernels call themselves. Parts that are equal in all but their names are one
 * routine.
 *
 * @param name what it does, for profilers; unique in the work that calls it
 * @param given how many arrays it is given
 * @param parameters its own integers
 */
record Part(String name, int given, List<IntVar> parameters, List<Statement> body) {
  Part {
    parameters = List.copyOf(parameters);
    body = List.copyOf(body);
  }

  /** Bodies are large, and few parts have the name of another and as many statements. */
  @Override
  public int hashCode() {
    return 31 * (31 * name.hashCode() + parameters.size()) + body.size();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Part part
        && given == part.given
        && name.equals(part.name)
        && parameters.equals(part.parameters)
        && body.equals(part.body);
  }
}
