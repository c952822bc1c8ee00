package dev.nnd.kernel;

import dev.nnd.graph.Graph;
import dev.nnd.graph.Shape;
import dev.nnd.kernel.Kernel.Contraction;
import dev.nnd.kernel.Kernel.Merge;
import dev.nnd.kernel.Kernel.Nest;
import dev.nnd.kernel.Kernel.Output;
import dev.nnd.kernel.Kernel.Scatter;
import dev.nnd.kernel.Kernel.Transform;
import dev.nnd.kernel.Stage.Role;
import dev.nnd.kernel.Stage.Rounds;
import dev.nnd.kernel.Stage.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** From a level-2 graph to loops with places in memory: the back end up to bytecode. */
public final class Kernels {
  /** A core multiplies so many times while it loads one weight from its last cache. */
  private static final int USES = 200;

  private Kernels() {}

  /**
   * Plans the kernels of a graph.
   *
   * @param graph of primitives alone; its outputs, loss and gradients become the caller's output
   *     arrays in the order of its results, its updates change the weights
   * @throws IllegalArgumentException if the arena would not fit into one array
   */
  public static Blueprint plan(Graph graph, Options options) {
    Fused fused = Fusion.fuse(graph);
    fused = fused.with(MergeNests.run(fused.kernels()));
    fused = fused.with(FuseEpilogues.run(fused.kernels()));
    Divisions layers = Divisions.ofLayers(fused, options);
    fused = ShardSums.run(fused, options.shards(), layers);
    fused = GatherWindows.run(fused);
    Placed placed = Layouts.choose(fused, options.capacity());
    Divisions divisions = layers.andOfGradients(placed, options);
    List<Step> steps = new ArrayList<>();
    Set<Integer> bordered = new HashSet<>();
    for (Kernel kernel : placed.fused().kernels()) {
      clearBorders(kernel, placed, options.target(), bordered, steps);
      if (kernel instanceof Kernel.Loop loop) {
        steps.add(loop(loop, placed, bordered, steps, options));
        continue;
      }
      startSums(kernel, placed, steps);
      int least = readsTiles(kernel, placed) ? 1 : least(kernel);
      Work work = schedule(kernel, divisions.of(kernel), placed, options);
      int cost = Costs.of(kernel, options.capacity()) / Math.max(1, work.units());
      Footprint footprint = Footprint.of(kernel);
      steps.add(new Step(work, footprint, divisions.stretches(kernel), cost, least, Role.KERNEL));
    }
    return Assembly.assemble(placed, steps, options);
  }

  /** All of a loop is one step: no other task has a part in it before it is done. */
  private static Step loop(
      Kernel.Loop loop, Placed placed, Set<Integer> bordered, List<Step> steps, Options options) {
    List<Work> works = new ArrayList<>();
    for (Kernel part : loop.body()) {
      clearBorders(part, placed, options.target(), bordered, steps);
      works.add(schedule(part, Optional.empty(), placed, options));
    }
    Rounds rounds = new Rounds(loop.steps(), loop.reverse());
    int cost = Costs.of(loop, options.capacity());
    return new Step(works, rounds, Footprint.of(loop), Map.of(), cost, 1, Role.KERNEL);
  }

  private static Work schedule(
      Kernel kernel, Optional<Division> division, Placed placed, Options options) {
    Target target = options.target();
    if (kernel instanceof Contraction c)
      return ContractionSchedule.schedule(c, division, placed, options);
    if (kernel instanceof Scatter s) return ScatterSchedule.schedule(s, placed, target);
    if (kernel instanceof Transform t) return TransformSchedule.schedule(t, placed, target);
    if (kernel instanceof Kernel.Gather g) return RowsSchedule.gather(g, placed);
    if (kernel instanceof Kernel.ScatterAdd s) return RowsSchedule.scatterAdd(s, placed, target);
    if (kernel instanceof Merge m) return MergeSchedule.schedule(m, placed, target);
    return NestSchedule.schedule((Nest) kernel, division, placed, target);
  }

  /** Whether a kernel multiplies tiles, which are more than the image and best stay in a cache. */
  private static boolean readsTiles(Kernel kernel, Placed placed) {
    return kernel instanceof Contraction c
        && placed.fused().kernels().stream()
            .anyMatch(k -> k instanceof Transform t && t.target().equals(c.left().buffer()));
  }

  /**
   * How many samples at a time make loading the weights of a contraction worth while: so many that
   * each is used {@value #USES} times.
   */
  private static int least(Kernel kernel) {
    if (!(kernel instanceof Contraction c)) return 1;
    long products =
        c.extents().stream()
            .filter(n -> n != Shape.BATCH)
            .mapToLong(n -> n)
            .reduce(1, Math::multiplyExact);
    long weights = 1;
    for (Element.Read factor : List.of(c.left(), c.right())) {
      if (!Places.batched(factor.buffer())) weights *= factor.buffer().shape().size();
    }
    return (int) (USES * weights / Math.max(1, products)) + 1;
  }

  /** The first kernel that writes a buffer finds the zeros around it already there. */
  private static void clearBorders(
      Kernel kernel, Placed placed, Target target, Set<Integer> done, List<Step> steps) {
    List<Buffer> buffers = kernel.outputs().stream().map(Output::target).toList();
    for (Buffer buffer : buffers) {
      if (buffer.isStep() || !placed.layout(buffer).bordered() || !done.add(buffer.id())) continue;
      boolean filled = kernel instanceof Nest n && n.fill() == 0;
      if (filled) continue;
      if (kernel instanceof Nest n && !Float.isNaN(n.fill())) {
        throw new IllegalStateException(
            "kernel: zeros around a buffer that is filled with " + n.fill());
      }
      Footprint footprint = new Footprint(Set.of(), Set.of(buffer.id()));
      Work work = BorderSchedule.schedule(buffer, placed, target, kernel.origin());
      steps.add(new Step(work, footprint, Map.of(), 1, 1, Role.BORDER));
    }
  }

  private static void startSums(Kernel kernel, Placed placed, List<Step> steps) {
    for (Output output : kernel.outputs()) {
      if (!output.continues()) continue;
      Footprint footprint = new Footprint(Set.of(), Set.of(output.target().id()));
      Work work = StartSchedule.schedule(output, placed, kernel.origin());
      steps.add(new Step(work, footprint, Map.of(), 1, 1, Role.START));
    }
  }

  /** Elements of a buffer at this capacity, rounded up to whole vectors. */
  static long size(Buffer buffer, Placed placed, int capacity) {
    long size = placed.layout(buffer).size();
    long all = buffer.shape().dims().contains(Shape.BATCH) ? size * capacity : size;
    return (all + Layout.BLOCK - 1) / Layout.BLOCK * Layout.BLOCK;
  }
}
