package dev.nnd.pass;

import dev.nnd.graph.Graph;
import dev.nnd.graph.Verifier;
import dev.nnd.source.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Passes one after the other. The graph is verified after each of them, in production too.
 *
 * @param passes what runs, in order
 * @param observer sees each pass and its outcome, for dumps
 */
public record Pipeline(List<Pass> passes, BiConsumer<Pass, Outcome> observer) {
  public Pipeline {
    passes = List.copyOf(passes);
  }

  /** A pipeline that nobody watches. */
  public Pipeline(List<Pass> passes) {
    this(passes, (pass, outcome) -> {});
  }

  /**
   * The graph after all passes, with what all of them have to say.
   *
   * @throws IllegalStateException if a pass breaks an invariant of the graph
   */
  public Outcome run(Graph graph) {
    Verifier.verify(graph, "check");
    List<Explanation> explanations = new ArrayList<>();
    List<Diagnostic> notes = new ArrayList<>();
    for (Pass pass : passes) {
      Outcome outcome = pass.run(graph);
      graph = outcome.graph();
      Verifier.verify(graph, pass.name());
      observer.accept(pass, outcome);
      explanations.addAll(outcome.explanations());
      notes.addAll(outcome.notes());
    }
    return new Outcome(graph, explanations, notes);
  }
}
