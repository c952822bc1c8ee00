package dev.nnd.cli;

import dev.nnd.api.Explained;
import dev.nnd.api.LayerCost;
import dev.nnd.api.Stage;
import dev.nnd.graph.Graph;
import dev.nnd.graph.Result;
import dev.nnd.graph.Role;
import dev.nnd.kernel.Blueprint;
import dev.nnd.kernel.KernelSummary;
import dev.nnd.pass.Explanation;
import dev.nnd.source.Span;
import java.util.List;

/** What {@code nnd explain} prints. */
final class ExplainedText {
  /** Longer source text is cut in tables. */
  private static final int WIDEST = 48;

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
    String written = origin.text().replaceAll("\\s+", " ");
    return written.length() <= WIDEST ? written : written.substring(0, WIDEST - 1) + "…";
  }

  private void kernels() {
    List<KernelSummary> kernels = explained.blueprint().kernels();
    heading("kernels: " + kernels.size());
    Table table = new Table("rlrr");
    table.row("line", "kernel", "FLOPs", "bytes");
    for (KernelSummary kernel : kernels) {
      table.row(
          kernel.origin().isNowhere() ? "" : kernel.origin().line(),
          kernel.text(),
          Counts.amount(kernel.operations()),
          Counts.bytes(kernel.bytes()));
    }
    text.append(table);
  }

  private void memory() {
    Blueprint blueprint = explained.blueprint();
    heading("memory");
    Table table = new Table("lr");
    table.row("weights", Counts.bytes((long) Float.BYTES * blueprint.weightsLength()));
    table.row("arena", Counts.bytes((long) Float.BYTES * blueprint.arenaLength()));
    table.row("arena at least", Counts.bytes(Float.BYTES * blueprint.arenaBound()));
    table.row("class file", Counts.bytes(explained.classFile().length));
    text.append(table);
  }
}
