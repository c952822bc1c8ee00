package dev.nnd.kernel;

import dev.nnd.loop.IntVar;
import dev.nnd.loop.Statement;
import java.util.List;

/**
 * A routine to be, and what it is called with.
 *
 * @param name what it does, for profilers
 * @param places the buffers whose places it takes, in order
 * @param parameters its names for them
 * @param units 0 if calls divide the batch, else how many units of work there are to divide
 * @param parts what it calls
 * @param scratch how many elements of the first scratch row it uses; 0 for the usual length
 */
record Work(
    String name,
    List<Buffer> places,
    List<IntVar> parameters,
    List<Statement> body,
    int units,
    List<Part> parts,
    int scratch) {
  Work {
    places = List.copyOf(places);
    parameters = List.copyOf(parameters);
    body = List.copyOf(body);
    parts = List.copyOf(parts);
  }
}
