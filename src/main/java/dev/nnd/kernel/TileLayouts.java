package dev.nnd.kernel;

import dev.nnd.graph.Shape;
import dev.nnd.kernel.Kernel.Contraction;
import dev.nnd.kernel.Kernel.Output;
import dev.nnd.kernel.Kernel.Transform;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@link Layouts} gives tiles, by the ids of their buffers. */
final class TileLayouts {
  private TileLayouts() {}

  /**
   * The fastest axes of transformed weights, which lie as the contraction that reads them wants it,
   * and of weights that are only transformed, which lie as the first of their transforms does.
   */
  static Map<Integer, Integer> minors(List<Kernel> kernels) {
    Map<Integer, Integer> minors = new HashMap<>();
    Map<Integer, Transform> transforms = new HashMap<>();
    Set<Integer> multiplied = new HashSet<>();
    for (Kernel kernel : kernels) {
      if (kernel instanceof Contraction c)
        multiplied.addAll(List.of(c.left().buffer().id(), c.right().buffer().id()));
    }
    for (Kernel kernel : kernels) {
      if (kernel instanceof Transform t && !Places.batched(t.target()))
        transforms.put(t.target().id(), t);
      if (!(kernel instanceof Contraction c)) continue;
      for (Element.Read factor : List.of(c.right(), c.left())) {
        Transform transform = transforms.get(factor.buffer().id());
        int vector = transform == null ? VectorAxes.NONE : VectorAxes.vectorOfFactor(c, factor);
        if (vector == VectorAxes.NONE) continue;
        int minor = VectorAxes.axisOf(factor.index(), vector);
        if (minor > 1) continue;
        int weights = transform.input().id();
        minors.putIfAbsent(factor.buffer().id(), minor);
        if (!multiplied.contains(weights)) minors.putIfAbsent(weights, minor);
      }
    }
    return minors;
  }

  /**
   * The layouts of tiles that are summed over the whole batch at once: those of all samples are one
   * run.
   *
   * @param capacity the most samples there are
   */
  static Map<Integer, Layout> ofAllSamples(List<Kernel> kernels, int capacity) {
    Map<Integer, Layout> layouts = new HashMap<>();
    Map<Integer, Buffer> tiles = new HashMap<>();
    for (Kernel kernel : kernels) {
      if (kernel instanceof Transform t && Places.batched(t.target()))
        tiles.put(t.target().id(), t.target());
      if (!(kernel instanceof Contraction c)) continue;
      int batch = c.extents().indexOf(Shape.BATCH);
      Output output = c.outputs().get(0);
      if (batch < 0 || output.keeps(batch) || output.continues()) continue;
      for (Element.Read factor : List.of(c.left(), c.right())) {
        Buffer made = tiles.get(factor.buffer().id());
        if (made != null) layouts.put(made.id(), Layout.tilesOfAll(made.shape(), capacity));
      }
    }
    return layouts;
  }
}
