package dev.nnd.picture;

import dev.nnd.api.Sketch;
import dev.nnd.api.Sketch.Arrow;
import dev.nnd.api.Sketch.Group;
import dev.nnd.api.Sketch.Item;
import dev.nnd.api.Sketch.Kind;
import dev.nnd.api.Sketch.Step;
import java.util.List;

/** A picture for programs that read DOT, such as Graphviz. */
public final class Dot {
  private final StringBuilder out = new StringBuilder();
  private int clusters;

  private Dot() {}

  /** The text of a file. */
  public static String of(Sketch sketch) {
    Dot dot = new Dot();
    dot.out.append("digraph ").append(Escape.dot(sketch.name())).append(" {\n");
    String title = sketch.name() + "\n" + Heading.summary(sketch);
    dot.out.append("  label=").append(Escape.dot(title)).append("; labelloc=t;\n");
    dot.out.append("  node [shape=box, fontname=monospace];\n");
    dot.items(sketch.items(), "  ");
    for (Arrow arrow : sketch.arrows()) {
      dot.out.append("  n").append(arrow.from()).append(" -> n").append(arrow.to()).append(";\n");
    }
    return dot.out.append("}\n").toString();
  }

  private void items(List<Item> items, String indent) {
    for (Item item : items) {
      if (item instanceof Step step) {
        step(step, indent);
      } else if (item instanceof Group group) {
        out.append(indent).append("subgraph cluster_").append(clusters++).append(" {\n");
        out.append(indent).append("  label=").append(Escape.dot(group.title())).append(";\n");
        items(group.items(), indent + "  ");
        out.append(indent).append("}\n");
      }
    }
  }

  private void step(Step step, String indent) {
    boolean end = step.kind() == Kind.INPUT || step.kind() == Kind.OUTPUT;
    String label = step.text() + "\n" + step.type();
    if (step.parameters() > 0) label += "\n" + Amounts.parameters(step.parameters());
    out.append(indent).append("n").append(step.id()).append(" [label=").append(Escape.dot(label));
    out.append(end ? ", shape=oval];\n" : "];\n");
  }
}
