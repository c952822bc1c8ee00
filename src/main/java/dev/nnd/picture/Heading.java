package dev.nnd.picture;

import dev.nnd.api.Sketch;
import dev.nnd.api.Sketch.Group;
import dev.nnd.api.Sketch.Item;
import dev.nnd.api.Sketch.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What stands above a picture. */
final class Heading {
  private Heading() {}

  /** The paragraphs of the documentation. */
  static String doc(Sketch sketch) {
    return String.join(" ", sketch.doc()).replaceAll("\\s+", " ").strip();
  }

  /** Parameters, FLOPs and settings in one line. */
  static String summary(Sketch sketch) {
    long flops = steps(sketch.items()).stream().mapToLong(Step::flops).sum();
    String costs =
        Amounts.parameters(sketch.parameters()) + ", " + Amounts.flops(flops) + " a sample";
    return sketch.settings().isEmpty() ? costs : costs + " · " + settings(sketch.settings());
  }

  private static String settings(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(setting -> setting.getKey() + ": " + setting.getValue())
        .collect(Collectors.joining(", "));
  }

  /** All steps, in order. */
  static List<Step> steps(List<Item> items) {
    List<Step> steps = new ArrayList<>();
    for (Item item : items) {
      if (item instanceof Step step) steps.add(step);
      if (item instanceof Group group) steps.addAll(steps(group.items()));
    }
    return steps;
  }

  /** What a step is and what it costs, for those who point at it. */
  static String tip(Step step) {
    String costs = step.parameters() == 0 ? "" : Amounts.parameters(step.parameters()) + ", ";
    return step.text()
        + "\ngives "
        + step.type()
        + (step.flops() == 0 ? "" : "\n" + costs + Amounts.flops(step.flops()) + " a sample")
        + "\nline "
        + step.line();
  }
}
