package dev.nnd.lower;

import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Primitive.BinaryFunction;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The mean and the variance of each channel, over the batch and all positions, in one sweep over
 * the values. Each sample is summed around its first element {@code c}, {@code p} positions wide:
 *
 * <pre>
 * s = sum(x - c),  q = sum((x - c)^2),  m = c + s / p,  v = q / p - (s / p)^2
 * </pre>
 *
 * and the samples are put together by the corrected two-pass algorithm (Chan, Golub and LeVeque
 * 1983), where {@code M} is the mean of {@code m} and {@code e} that of {@code m - M}:
 *
 * <pre>
 * mean = M + e,  variance = mean of (v + (m - M)^2) - e^2
 * </pre>
 *
 * <p>Nothing large is subtracted: {@code c} is one of the elements, so {@code (s / p)^2} is at most
 * {@code p v}, whatever the mean, and {@code m - M} is computed as {@code (c - M) + s / p}. Of
 * equal elements the variance is 0.
 *
 * @param about M, {@code [C]}, or {@code [N,G]} of groups, whose channels are put together instead
 *     of samples
 * @param rest e, likewise: what M lacks where it has few bits left below the deviation
 * @param variance likewise, not negative
 */
record Moments(Value about, Value rest, Value variance) {
  /** The mean as one number. */
  Value mean(GraphBuilder to) {
    return to.plus(about, rest);
  }

  /** The moments of {@code x}, a batch whose channels are axis 1. */
  static Moments of(GraphBuilder to, Value x) {
    Channels channels = Channels.of(to, x);
    Shape shape = to.shape(channels.centre);
    return together(to, channels, a -> perSample(to, a), m -> to.along(1, m, shape));
  }

  /**
   * The moments of each sample's groups of neighbouring channels, {@code [N,G]}.
   *
   * @param groups divides the channels
   */
  static Moments ofGroups(GraphBuilder to, Value x, int groups) {
    Channels channels = Channels.of(to, x);
    int size = to.shape(x).dim(1) / groups;
    Shape shape = Shape.of(Shape.BATCH, groups, size);
    return together(
        to,
        channels.map(a -> to.reshape(a, shape)),
        a -> over(to, to.sum(a, List.of(2)), size),
        m -> to.broadcast(m, shape, List.of(0, 1)));
  }

  /** The channels of each sample, {@code [N,C]}: their means are {@code centre + shift}. */
  private record Channels(Value centre, Value shift, Value variances) {
    static Channels of(GraphBuilder to, Value x) {
      Shape shape = to.shape(x);
      Shape samples = Shape.of(Shape.BATCH, shape.dim(1));
      if (shape.size() == samples.size()) {
        Value none = to.fill(to.constant(0), samples);
        return new Channels(to.reshape(x, samples), none, none);
      }
      List<Integer> positions = IntStream.range(2, shape.rank()).boxed().toList();
      long count = shape.size() / shape.dim(1);
      Value first = x;
      for (int axis : positions) first = to.add(new Primitive.Slice(axis, 0, 1), first);
      List<Integer> all = IntStream.range(0, shape.rank()).boxed().toList();
      Value centred = to.minus(x, to.broadcast(first, shape, all));
      Value shift = over(to, to.sum(centred, positions), count);
      Value square = over(to, to.sum(to.times(centred, centred), positions), count);
      Value centre = to.reshape(first, samples);
      return new Channels(centre, shift, to.minus(square, to.times(shift, shift)));
    }

    Channels map(UnaryOperator<Value> change) {
      return new Channels(change.apply(centre), change.apply(shift), change.apply(variances));
    }
  }

  /**
   * Puts channels together.
   *
   * @param mean of what is put together
   * @param repeat gives each channel the number of what it is put into
   */
  private static Moments together(
      GraphBuilder to, Channels channels, UnaryOperator<Value> mean, UnaryOperator<Value> repeat) {
    Value about = mean.apply(to.plus(channels.centre, channels.shift));
    Value moved = to.minus(channels.centre, repeat.apply(about));
    Value centred = to.plus(moved, channels.shift);
    Value rest = mean.apply(centred);
    Value spread = mean.apply(to.plus(to.times(centred, centred), channels.variances));
    Value variance = to.minus(spread, to.times(rest, rest));
    Value positive = to.binary(BinaryFunction.MAXIMUM, variance, to.constant(0));
    return new Moments(about, rest, positive);
  }

  /**
   * The sum over a number, by its inverse in two parts: float32 has few inverses exactly, and a
   * division would be kept in memory.
   */
  private static Value over(GraphBuilder to, Value sum, long count) {
    float inverse = 1f / count;
    double rest = 1.0 / count - inverse;
    Value most = to.times(sum, inverse);
    return rest == 0 ? most : to.plus(most, to.times(sum, rest));
  }

  private static Value perSample(GraphBuilder to, Value a) {
    return to.over(to.sum(a, List.of(0)), to.add(new Primitive.BatchSize()));
  }
}
