package dev.nnd.search;

import dev.nnd.program.Distribution.Scale;
import dev.nnd.program.Drawn;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Real numbers, uniform on the axis of a scale. */
record RealAxis(double low, double high, Scale scale) implements Axis {
  @Override
  public Drawn at(double unit) {
    double from = Scaling.coordinate(scale, low);
    double to = Scaling.coordinate(scale, high);
    double value = Scaling.number(scale, from + unit * (to - from));
    return new Drawn.Real(Math.min(Math.max(value, low), high));
  }

  @Override
  public double unit(Drawn value) {
    double from = Scaling.coordinate(scale, low);
    double to = Scaling.coordinate(scale, high);
    double at = Scaling.coordinate(scale, ((Drawn.Real) value).value());
    return Math.min(Math.max((at - from) / (to - from), 0), 1);
  }

  @Override
  public OptionalLong count() {
    return OptionalLong.empty();
  }

  @Override
  public double edge(long index) {
    throw new IllegalStateException("search: real numbers have no edges");
  }

  @Override
  public long index(double unit) {
    throw new IllegalStateException("search: real numbers have no index");
  }

  @Override
  public boolean ordered() {
    return true;
  }

  @Override
  public List<Drawn> spread(int points) {
    if (points == 1) {
      return List.of(at(0.5));
    }
    return IntStream.range(0, points).mapToObj(i -> at(i / (points - 1.0))).toList();
  }
}
