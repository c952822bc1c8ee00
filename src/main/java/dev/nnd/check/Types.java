package dev.nnd.check;

import dev.nnd.graph.Shape;
import dev.nnd.graph.Type;
import java.util.List;
import java.util.stream.Collectors;

/** Types as users write them, without the batch. */
final class Types {
  private Types() {}

  /** A type, such as {@code float[3, 8, 8]}. */
  static String text(Type type) {
    return type.element() + text(type.shape().written());
  }

  /** Sizes, such as {@code [3, 8, 8]}. */
  static String text(List<Integer> sizes) {
    return sizes.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
  }

  /** The number of elements of a sample, or the largest long if that is too small for it. */
  static long elements(Shape shape) {
    long elements = 1;
    for (int size : shape.written()) {
      elements = elements > Long.MAX_VALUE / size ? Long.MAX_VALUE : elements * size;
    }
    return elements;
  }
}
