package dev.nnd.kernel;

import dev.nnd.graph.Shape;
import dev.nnd.kernel.Kernel.Contraction;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets a contraction walk forwards: an index that is summed and steps backwards through the data is
 * counted from its other end, {@code i = extent - 1 - i'}. The taps of a convolution's input
 * gradient so become neighbours in memory, like its channels.
 */
final class Forwards {
  private Forwards() {}

  /** The contraction with such indices turned round. */
  static Contraction run(Contraction c) {
    Contraction turned = c;
    for (int i = 0; i < c.extents().size(); i++) {
      boolean summed = !c.outputs().get(0).keeps(i) && c.extents().get(i) != Shape.BATCH;
      if (summed && goesBack(c, i)) turned = turn(turned, i);
    }
    return turned;
  }

  private static boolean goesBack(Contraction c, int index) {
    return c.left().index().stream().anyMatch(a -> a.coefficients().get(index) < 0)
        || c.right().index().stream().anyMatch(a -> a.coefficients().get(index) < 0);
  }

  private static Contraction turn(Contraction c, int index) {
    int last = c.extents().get(index) - 1;
    return new Contraction(
        c.extents(),
        turn(c.left(), index, last),
        turn(c.right(), index, last),
        c.outputs(),
        c.origin());
  }

  private static Element.Read turn(Element.Read read, int index, int last) {
    List<Affine> turned = new ArrayList<>();
    for (Affine a : read.index()) {
      int coefficient = a.coefficients().get(index);
      List<Integer> coefficients = new ArrayList<>(a.coefficients());
      coefficients.set(index, -coefficient);
      turned.add(new Affine(coefficients, a.offset() + coefficient * last));
    }
    return new Element.Read(read.buffer(), turned);
  }
}
