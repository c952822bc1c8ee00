package dev.nnd.api;

import dev.nnd.graph.Graph;
import dev.nnd.pass.Explanation;
import dev.nnd.source.Diagnostic;
import java.util.List;

/**
 * A network on its way from the program to kernels.
 *
 * @param name what made it so, such as {@code check} or {@code fold-affine-backward}
 * @param graph the network after it
 * @param explanations what was done and what was refused, and why
 * @param notes what the user should hear without asking
 */
public record Stage(
    String name, Graph graph, List<Explanation> explanations, List<Diagnostic> notes) {
  public Stage {
    explanations = List.copyOf(explanations);
    notes = List.copyOf(notes);
  }
}
