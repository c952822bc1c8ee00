package dev.nnd.search;

import dev.nnd.program.Distribution.Scale;
import dev.nnd.program.Drawn;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Numbers at equal steps. On the linear scale each is equally likely. On another a number has the
 * weight of the part of the axis that is nearest to it, where the first and the last have as much
 * outwards as inwards; a whole number on the log scale has that of the reals that round to it.
 *
 * @param values how many there are
 * @param whole whether they are whole numbers
 */
record StepAxis(double low, double step, long values, Scale scale, boolean whole) implements Axis {
  static StepAxis reals(double low, double step, long count, Scale scale) {
    return new StepAxis(low, step, count, scale, false);
  }

  static StepAxis whole(long low, long step, long count, Scale scale) {
    return new StepAxis(low, step, count, scale, true);
  }

  @Override
  public Drawn at(double unit) {
    return value(index(unit));
  }

  private Drawn value(long index) {
    if (whole) {
      return new Drawn.Int((long) low + index * (long) step);
    }
    return new Drawn.Real(real(index));
  }

  /** In decimal, so that the third value from 0.1 on in steps of 0.1 is 0.3. */
  private double real(long index) {
    BigDecimal way = BigDecimal.valueOf(step).multiply(BigDecimal.valueOf(index));
    return BigDecimal.valueOf(low).add(way).doubleValue();
  }

  @Override
  public double unit(Drawn value) {
    long index = nearest(value instanceof Drawn.Int number ? number.value() : real(value));
    return (edge(index) + edge(index + 1)) / 2;
  }

  private static double real(Drawn value) {
    return ((Drawn.Real) value).value();
  }

  private long nearest(double number) {
    return Math.min(Math.max(Math.round((number - low) / step), 0), values - 1);
  }

  @Override
  public OptionalLong count() {
    return OptionalLong.of(values);
  }

  @Override
  public double edge(long index) {
    if (scale == Scale.LINEAR || values == 1) {
      return (double) index / values;
    }
    double from = border(0);
    return (border(index) - from) / (border(values) - from);
  }

  /** The coordinate between a value and the one before. */
  private double border(long index) {
    if (whole) {
      return Scaling.coordinate(scale, low + index * step - 0.5);
    }
    if (index == 0) {
      return (3 * coordinate(0) - coordinate(1)) / 2;
    }
    if (index == values) {
      return (3 * coordinate(values - 1) - coordinate(values - 2)) / 2;
    }
    return (coordinate(index - 1) + coordinate(index)) / 2;
  }

  private double coordinate(long index) {
    return Scaling.coordinate(scale, low + index * step);
  }

  @Override
  public long index(double unit) {
    if (scale == Scale.LINEAR) {
      return Math.min((long) (unit * values), values - 1);
    }
    long from = 0;
    long to = values;
    while (to - from > 1) {
      long middle = (from + to) >>> 1;
      if (edge(middle) <= unit) {
        from = middle;
      } else {
        to = middle;
      }
    }
    return from;
  }

  @Override
  public boolean ordered() {
    return true;
  }

  @Override
  public List<Drawn> spread(int points) {
    if (points >= values) {
      return LongStream.range(0, values).mapToObj(this::value).toList();
    }
    if (points == 1) {
      return List.of(at(0.5));
    }
    double from = coordinate(0);
    double part = (coordinate(values - 1) - from) / (points - 1);
    return IntStream.range(0, points)
        .mapToLong(i -> nearest(Scaling.number(scale, from + i * part)))
        .distinct()
        .mapToObj(this::value)
        .toList();
  }
}
