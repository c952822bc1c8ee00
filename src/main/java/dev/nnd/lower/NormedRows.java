package dev.nnd.lower;

import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a {@link Layer.LayerNorm} makes of each row of x, which is its last axis.
 *
 * <p>The mean is taken around the row's first element, so that rows far from 0 lose nothing: what
 * is added up is as small as the row is wide.
 *
 * @param centred the row less its mean, or the row itself if the norm does not centre
 * @param inverse one over the root of the mean square of {@code centred} plus epsilon, repeated
 *     along the row
 */
record NormedRows(Value centred, Value inverse) {
  static NormedRows of(GraphBuilder to, Value x, Layer.LayerNorm op) {
    Value centred = op.centred() ? centred(to, x) : x;
    Value square = mean(to, to.times(centred, centred));
    Value inverse = LayerDefinitions.inverseDeviation(to, square, op.epsilon());
    return new NormedRows(centred, along(to, inverse, to.shape(x)));
  }

  private static Value centred(GraphBuilder to, Value x) {
    Shape shape = to.shape(x);
    Value first = to.add(new Primitive.Slice(shape.rank() - 1, 0, 1), x);
    List<Integer> all = IntStream.range(0, shape.rank()).boxed().toList();
    Value moved = to.minus(x, to.broadcast(first, shape, all));
    return to.minus(moved, along(to, mean(to, moved), shape));
  }

  /** The mean of each row. */
  static Value mean(GraphBuilder to, Value a) {
    int last = to.shape(a).rank() - 1;
    return to.times(to.sum(a, List.of(last)), 1.0 / to.shape(a).dim(last));
  }

  /** A number of each row, repeated along it. */
  static Value along(GraphBuilder to, Value number, Shape shape) {
    return to.broadcast(number, shape, IntStream.range(0, shape.rank() - 1).boxed().toList());
  }
}
