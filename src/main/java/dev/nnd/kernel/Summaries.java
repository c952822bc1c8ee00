package dev.nnd.kernel;

import dev.nnd.graph.Shape;
import dev.nnd.kernel.Kernel.Contraction;
import dev.nnd.kernel.Kernel.Output;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells what each kernel does, what it computes and what it moves. */
final class Summaries {
  private Summaries() {}

  static List<KernelSummary> of(Placed placed) {
    List<KernelSummary> all = new ArrayList<>();
    for (Kernel kernel : placed.fused().kernels()) {
      int steps = kernel instanceof Kernel.Loop loop ? loop.steps() : 1;
      for (Kernel part : kernel.parts()) all.add(times(steps, of(part, placed)));
    }
    return all;
  }

  /** What is done at each step of a loop. Of a step's values, a sample's size has all steps. */
  private static KernelSummary times(int steps, KernelSummary one) {
    return steps == 1
        ? one
        : new KernelSummary(
            steps + " times " + one.text(),
            steps * one.operations(),
            one.bytes(),
            one.perSample(),
            one.origin());
  }

  private static KernelSummary of(Kernel kernel, Placed placed) {
    Set<Buffer> touched = new LinkedHashSet<>();
    List<Integer> extents = List.of();
    long each = 0;
    String kind = "scatter";
    if (kernel instanceof Contraction c) {
      kind = "contract";
      extents = c.extents();
      each = 2;
      touched.add(c.left().buffer());
      touched.add(c.right().buffer());
    } else if (kernel instanceof Kernel.Nest n) {
      kind = n.outputs().stream().allMatch(o -> o.kind() == Kernel.Kind.STORE) ? "map" : "sum";
      extents = n.extents();
      each = Footprint.operations(n.outputs().stream().map(Output::value).toList());
    } else if (kernel instanceof Kernel.Scatter s) {
      extents = s.slope().shape().dims();
      each = 2L * Windows.size(s.size());
      touched.addAll(List.of(s.input(), s.slope(), s.target()));
    }
    if (kernel instanceof Kernel.Gather g) {
      kind = "gather";
      extents = g.target().shape().dims();
      touched.add(g.indices());
    } else if (kernel instanceof Kernel.ScatterAdd s) {
      kind = "scatter_add";
      extents = s.values().shape().dims();
      each = 1;
      touched.addAll(List.of(s.indices(), s.values()));
    }
    if (kernel instanceof Kernel.Transform t) {
      kind = "transform";
      extents = t.target().shape().dims();
      each = 4L * t.op().matrix().columns();
      touched.add(t.input());
    } else if (kernel instanceof Kernel.Merge m) {
      kind = "merge";
      extents = m.outputs().get(0).target().shape().dims();
      each = 4L * m.op().matrix().columns();
      touched.add(m.input());
    }
    for (Output o : kernel.outputs()) {
      touched.add(o.target());
      Footprint.reads(o.value()).forEach(r -> touched.add(r.buffer()));
    }
    long points =
        extents.stream().mapToLong(e -> e == Shape.BATCH ? 1 : e).reduce(1, (a, b) -> a * b);
    long bytes = touched.stream().mapToLong(b -> 4L * placed.layout(b).size()).sum();
    String targets =
        kernel.outputs().stream()
            .map(o -> o.target().name() + o.target().shape())
            .distinct()
            .collect(Collectors.joining(", "));
    return new KernelSummary(
        kind + " " + targets, points * each, bytes, extents.contains(Shape.BATCH), kernel.origin());
  }
}
