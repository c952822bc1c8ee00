package dev.nnd.cli;

import dev.nnd.api.Explained;
import dev.nnd.api.LayerCost;
import dev.nnd.api.Stage;
import dev.nnd.graph.Graph;
import dev.nnd.graph.Result;
import dev.nnd.graph.Role;
import dev.nnd.kernel.ArenaValue;
import dev.nnd.kernel.Blueprint;
import dev.nnd.kernel.KernelSummary;
import dev.nnd.pass.Explanation;
import dev.nnd.source.Span;
import java.util.List;
import java.util.Locale;

/** What {@code nnd explain} prints. */
final class ExplainedText {
  /** Longer source text is cut in tables. */
  private static final int WIDEST = 48;

  /** Longer names of kernels and values are cut: then a line has 80 columns. */
  private static final int WIDEST_KERNEL = 55;

  private static final int WIDEST_VALUE = 32;

  /** Only so many values of the arena are shown. */
  private static final int MOST_VALUES = 12;

  private final Explained explained;
  private final StringBuilder text = new StringBuilder();

  ExplainedText(Explained explained) {
    this.explained = explained;
  }

  @Override
  public String toString() {
    text.setLength(0);
    String what = explained.training() ? ": a step of its training" : ": a prediction";
    text.append(explained.name()).append(what).append('\n');
    passes();
    primitives();
    kernels();
    memory();
    return text.toString();
  }

  private void heading(String title) {
    text.append('\n').append(title).append('\n');
  }

  private void passes() {
    String before = "";
    for (Stage stage : explained.layers()) {
      if (!isNetwork(stage)) continue;
      String now = stage.graph().toString();
      boolean own = stage.explanations().isEmpty() && now.equals(before);
      heading(stage.name() + (own ? ": nothing to do" : now.equals(before) ? ": no change" : ""));
      for (Explanation explanation : stage.explanations()) explain(explanation);
      if (!now.equals(before)) layers(stage);
      before = now;
    }
  }

  /** What was done to primitives, and why. */
  private void primitives() {
    for (Stage stage : explained.stages()) {
      if (stage.explanations().isEmpty() || explained.layers().contains(stage)) continue;
      heading(stage.name());
      for (Explanation explanation : stage.explanations()) explain(explanation);
    }
  }

  /** Whether a stage is still the user's network, without gradients and updates. */
  private static boolean isNetwork(Stage stage) {
    return stage.graph().results().stream()
        .allMatch(
            result -> result.kind() == Result.Kind.OUTPUT || result.kind() == Result.Kind.LOSS);
  }

  private void explain(Explanation explanation) {
    boolean done = explanation.verdict() == Explanation.Verdict.DONE;
    text.append(done ? "  + " : "  - ").append(explanation.span());
    text.append(": ").append(explanation.text()).append('\n');
  }

  private void layers(Stage stage) {
    Table table = new Table("rllrrrr");
    table.row("line", "written", "layer", "output", "parameters", "FLOPs", "bytes");
    long flops = 0;
    long bytes = 0;
    for (LayerCost cost : Explained.costs(stage)) {
      Span origin = cost.node().origin();
      flops += cost.flops();
      bytes += cost.bytes();
      table.row(
          origin.isNowhere() ? "" : origin.line(),
          written(origin),
          OpWords.of(cost.node().op()),
          cost.node().type(),
          cost.parameters() == 0 ? "" : Counts.amount(cost.parameters()),
          Counts.amount(cost.flops()),
          Counts.bytes(cost.bytes()));
    }
    String all = Counts.amount(parameters(stage.graph()));
    table.row("", "all", "", "", all, Counts.amount(flops), Counts.bytes(bytes));
    text.append(table);
  }

  private static long parameters(Graph graph) {
    return graph.parameters().stream()
        .filter(parameter -> parameter.role() != Role.SLOT)
        .mapToLong(parameter -> parameter.shape().size())
        .sum();
  }

  private static String written(Span origin) {
    return beginning(origin.text().replaceAll("\\s+", " "), WIDEST);
  }

  private static String beginning(String text, int widest) {
    return text.length() <= widest ? text : text.substring(0, widest - 1) + "…";
  }

  private void kernels() {
    List<KernelSummary> kernels = explained.blueprint().kernels();
    heading("kernels: " + kernels.size());
    Table table = new Table("rlrr");
    table.row("line", "kernel", "FLOPs", "bytes");
    for (KernelSummary kernel : kernels) {
      table.row(
          kernel.origin().isNowhere() ? "" : kernel.origin().line(),
          beginning(kernel.text(), WIDEST_KERNEL),
          Counts.amount(kernel.operations()),
          Counts.bytes(kernel.bytes()));
    }
    text.append(table);
  }

  private void memory() {
    Blueprint blueprint = explained.blueprint();
    heading("memory");
    Table table = new Table("lr");
    table.row("class file", Counts.bytes(explained.classFile().length));
    table.row("weights", floats(blueprint.weightsLength()));
    table.row("arena", floats(blueprint.arenaLength()));
    table.row("alive at the fullest time", floats(blueprint.arenaBound()));
    table.row("arena to that", ratio(blueprint.arenaLength(), blueprint.arenaBound()));
    text.append(table);
    arena(blueprint);
  }

  private static String floats(long length) {
    return Counts.bytes(Float.BYTES * length);
  }

  private static String ratio(long length, long bound) {
    return bound == 0 ? "" : String.format(Locale.ROOT, "%.2f", (double) length / bound);
  }

  private void arena(Blueprint blueprint) {
    List<ArenaValue> values = blueprint.arenaValues();
    int phases = blueprint.phases();
    heading("arena: " + Counts.of(values.size(), "value") + " in " + Counts.of(phases, "phase"));
    Table table = new Table("rlrrrr");
    table.row("line", "value", "samples", "from phase", "to phase", "bytes");
    List<ArenaValue> largest = values.subList(0, Math.min(MOST_VALUES, values.size()));
    for (ArenaValue value : largest) {
      table.row(
          value.origin().isNowhere() ? "" : value.origin().line(),
          end(value.name() + value.shape()),
          value.samples() == 0 ? "" : value.samples(),
          value.first(),
          value.last(),
          floats(value.length()));
    }
    List<ArenaValue> others = values.subList(largest.size(), values.size());
    if (!others.isEmpty()) {
      long rest = others.stream().mapToLong(ArenaValue::length).sum();
      table.row("", Counts.of(others.size(), "other"), "", "", "", floats(rest));
    }
    text.append(table);
  }

  /** The end of the name of a value, which tells more than its beginning. */
  private static String end(String name) {
    int cut = name.length() - WIDEST_VALUE;
    return cut <= 0 ? name : "…" + name.substring(cut + 1);
  }
}
