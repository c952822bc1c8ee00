package dev.nnd.lower;

import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import java.util.List;
import java.util.stream.IntStream;

/** What losses are made of: targets as probabilities, and means over batch and positions. */
final class LossTerms {
  private LossTerms() {}

  /**
   * 1 at the class of each position, 0 elsewhere; classes lie on the last axis of {@code shape}.
   */
  static Value oneHot(GraphBuilder to, Shape shape, Value classes) {
    int axis = shape.rank() - 1;
    Value numbers = to.add(new Primitive.Iota(shape.dim(axis)));
    return to.binary(
        BinaryFunction.EQUAL,
        to.along(axis, numbers, shape),
        to.broadcast(classes, shape, IntStream.range(0, axis).boxed().toList()));
  }

  /** {@code (1 - smoothing) * one_hot + smoothing / classes} (Szegedy et al. 2016, section 7). */
  static Value smoothed(GraphBuilder to, Shape shape, Value classes, double smoothing) {
    Value target = oneHot(to, shape, classes);
    if (smoothing == 0) return target;
    return to.plus(
        to.times(target, 1 - smoothing), to.constant(smoothing / shape.dim(shape.rank() - 1)));
  }

  /** {@code (1 - smoothing) * target + smoothing / 2}: the two classes of one number. */
  static Value towardsHalf(GraphBuilder to, Value target, double smoothing) {
    if (smoothing == 0) return target;
    return to.plus(to.times(target, 1 - smoothing), to.constant(smoothing / 2));
  }

  /** How many positions a batched tensor of this shape has, the batch included: {@code float[]}. */
  static Value positions(GraphBuilder to, Shape shape) {
    return to.times(to.add(new Primitive.BatchSize()), (double) shape.size());
  }

  /** The mean over all axes. */
  static Value mean(GraphBuilder to, Value a) {
    List<Integer> axes = IntStream.range(0, to.shape(a).rank()).boxed().toList();
    return to.over(to.sum(a, axes), positions(to, to.shape(a)));
  }
}
