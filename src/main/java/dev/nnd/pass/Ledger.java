package dev.nnd.pass;

import dev.nnd.graph.Graph;
import dev.nnd.graph.Node;
import dev.nnd.source.Diagnostic;
import java.util.ArrayList;
import java.util.List;

/** Collects what one run of one pass has to say. */
final class Ledger {
  private final String pass;
  private final List<Explanation> explanations = new ArrayList<>();
  private final List<Diagnostic> notes = new ArrayList<>();

  Ledger(Pass pass) {
    this.pass = pass.name();
  }

  void done(Node node, String text) {
    explanations.add(new Explanation(pass, Explanation.Verdict.DONE, node.origin(), text));
  }

  void refused(Node node, String text) {
    explanations.add(new Explanation(pass, Explanation.Verdict.REFUSED, node.origin(), text));
  }

  void note(Diagnostic note) {
    notes.add(note);
  }

  Outcome outcome(Graph graph) {
    return new Outcome(graph, explanations, notes);
  }
}
