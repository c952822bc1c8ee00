package dev.nnd.lower;

import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a {@link Layer.GroupNorm} makes of x before it scales and shifts.
 *
 * <p>A group's numbers are put beside its channels, {@code [N,C]}: so x itself is never reshaped,
 * which would cost a copy wherever it is laid out in another way.
 *
 * @param centred x less the mean of its group
 * @param inverse one over the deviation of its group, {@code [N,C]}
 */
record NormedGroups(GraphBuilder to, int groups, Value centred, Value inverse) {
  static NormedGroups of(GraphBuilder to, Value x, Layer.GroupNorm op) {
    Moments moments = Moments.ofGroups(to, x, op.groups());
    Value deviation = LayerDefinitions.inverseDeviation(to, moments.variance(), op.epsilon());
    Shape shape = to.shape(x);
    // Far from 0, the mean as one number would not have the digits that the difference has left.
    Value centred = x;
    for (Value part : List.of(moments.about(), moments.rest())) {
      Value everywhere = to.broadcast(perChannel(to, part, shape.dim(1)), shape, List.of(0, 1));
      centred = to.minus(centred, everywhere);
    }
    return new NormedGroups(to, op.groups(), centred, perChannel(to, deviation, shape.dim(1)));
  }

  /** A number of each group at each of its channels. */
  private static Value perChannel(GraphBuilder to, Value number, int channels) {
    int groups = to.shape(number).dim(1);
    Shape split = Shape.of(Shape.BATCH, groups, channels / groups);
    Value repeated = to.broadcast(number, split, List.of(0, 1));
    return to.reshape(repeated, Shape.of(Shape.BATCH, channels));
  }

  /** The sum of each channel's positions, {@code [N,C]}. */
  Value perChannel(Value a) {
    return to.sum(a, IntStream.range(2, to.shape(a).rank()).boxed().toList());
  }

  /** The mean over each group's elements of what is the sum of each channel's, at each channel. */
  Value meanOfGroup(Value sums) {
    Shape shape = to.shape(centred);
    int channels = shape.dim(1);
    Value split = to.reshape(sums, Shape.of(Shape.BATCH, groups, channels / groups));
    Value mean = to.times(to.sum(split, List.of(2)), (double) groups / shape.size());
    return perChannel(to, mean, channels);
  }

  /** A number of each channel at all of its positions. */
  Value everywhere(Value number) {
    return to.broadcast(number, to.shape(centred), List.of(0, 1));
  }
}
