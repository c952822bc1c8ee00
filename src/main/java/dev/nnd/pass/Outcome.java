package dev.nnd.pass;

import dev.nnd.graph.Graph;
import dev.nnd.source.Diagnostic;
import java.util.List;

/**
 * What a pass, or a whole pipeline, makes of a graph.
 *
 * @param graph the graph from now on
 * @param explanations what was done and refused, in the order of the passes and then of the nodes
 * @param notes what the user should hear without asking
 */
public record Outcome(Graph graph, List<Explanation> explanations, List<Diagnostic> notes) {
  public Outcome {
    explanations = List.copyOf(explanations);
    notes = List.copyOf(notes);
  }
}
