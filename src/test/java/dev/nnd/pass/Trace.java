package dev.nnd.pass;

import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphText;
import java.util.List;
import java.util.function.BiConsumer;

/** What passes do to a graph, as the text of golden files. */
final class Trace {
  private Trace() {}

  /** The graph, then for each pass its name, the graph after it, and what it has to say. */
  static String of(Graph graph, Pass... passes) {
    StringBuilder text = new StringBuilder(GraphText.print(graph));
    StringBuilder last = new StringBuilder(text);
    BiConsumer<Pass, Outcome> observer =
        (pass, outcome) -> {
          String after = GraphText.print(outcome.graph());
          text.append("=== ").append(pass.name()).append('\n');
          text.append(after.contentEquals(last) ? "(unchanged)\n" : after);
          outcome.explanations().forEach(e -> text.append("# ").append(e).append('\n'));
          last.setLength(0);
          last.append(after);
        };
    new Pipeline(List.of(passes), observer).run(graph);
    return text.toString();
  }

  /**
   * What the passes have to say, one explanation a line, of those that begin with the pass name.
   */
  static List<String> told(Graph graph, Pass... passes) {
    return new Pipeline(List.of(passes))
        .run(graph).explanations().stream().map(Explanation::toString).toList();
  }
}
