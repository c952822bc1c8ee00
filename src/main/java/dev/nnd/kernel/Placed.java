package dev.nnd.kernel;

import java.util.List;

/**
 * Kernels with the layouts of all buffers, by buffer id.
 *
 * @param fused the kernels, with the copies that the layouts ask for
 */
record Placed(Fused fused, List<Layout> layouts) {
  Placed {
    layouts = List.copyOf(layouts);
  }

  /** The layout of a buffer. */
  Layout layout(Buffer buffer) {
    return layouts.get(buffer.id());
  }
}
