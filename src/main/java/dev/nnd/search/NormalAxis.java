package dev.nnd.search;

import dev.nnd.program.Drawn;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Real numbers of a normal distribution: equal lengths of the axis are equally likely. */
record NormalAxis(double mean, double deviation) implements Axis {
  /** Keeps draws within 8.3 deviations. */
  private static final double LEAST = 0x1p-54;

  @Override
  public Drawn at(double unit) {
    double inside = Math.min(Math.max(unit, LEAST), 1 - 2 * LEAST);
    return new Drawn.Real(mean + deviation * Gaussian.quantile(inside));
  }

  @Override
  public double unit(Drawn value) {
    return Gaussian.below((((Drawn.Real) value).value() - mean) / deviation);
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

  /** The middles of equally likely parts, since there are no ends. */
  @Override
  public List<Drawn> spread(int points) {
    return IntStream.range(0, points).mapToObj(i -> at((i + 0.5) / points)).toList();
  }
}
