package dev.nnd.search;

import dev.nnd.runtime.CounterRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Regularized evolution (Real et al., 2019): a trial changes one parameter of the best of a few
 * trials that are picked at random from the population, which is the youngest trials. The first
 * ones are random.
 */
final class Evolution implements Proposer {
  /** One in so many of the population is picked. */
  private static final int PICKED = 3;

  /** The deviation of a change, in units of the axis. */
  private static final double CHANGE = 0.15;

  /** After as many attempts that repeat others or break requirements, points are random. */
  private static final int ATTEMPTS = 200;

  private final Space space;
  private final int population;
  private final int key;
  private final History history;

  Evolution(Space space, int population) {
    this.space = space;
    this.population = population;
    this.key = CounterRandom.key(space.plan().seed(), "evolve");
    this.history = new History(space);
  }

  @Override
  public int reads(int number) {
    return Math.max(0, number - space.plan().parallel() + 1);
  }

  @Override
  public IntFunction<double[]> propose(int number, Past past) {
    history.read(reads(number), past);
    if (number < population || history.measured() == 0) {
      return attempt -> space.draw(number, attempt);
    }
    int own = CounterRandom.key(key, number);
    return attempt ->
        attempt < ATTEMPTS
            ? child(CounterRandom.key(own, attempt), number, attempt)
            : space.draw(number, attempt);
  }

  private double[] child(int stream, int number, int attempt) {
    double[] child = history.point(parent(stream)).clone();
    int[] drawn = IntStream.range(0, child.length).filter(i -> !Double.isNaN(child[i])).toArray();
    double[] fresh = space.draw(number, attempt);
    for (int i = 0; i < child.length; i++) {
      child[i] = Double.isNaN(child[i]) ? fresh[i] : child[i];
    }
    if (drawn.length > 0) {
      int changed = drawn[(int) (Space.fraction(stream, 0) * drawn.length)];
      child[changed] = change(space.axis(changed), child[changed], Space.fraction(stream, 1));
    }
    return child;
  }

  private int parent(int stream) {
    int youngest = Math.min(population, history.count());
    int parent = history.count() - 1 - (int) (Space.fraction(stream, 2) * youngest);
    for (int i = 1; i < Math.max(2, population / PICKED); i++) {
      int other = history.count() - 1 - (int) (Space.fraction(stream, 2 + i) * youngest);
      parent = history.isBetter(other, parent) ? other : parent;
    }
    return parent;
  }

  /** Another position on an axis, near the old one if there is an order. */
  private static double change(Axis axis, double unit, double random) {
    double moved = reflect(unit + CHANGE * Gaussian.quantile(random));
    if (axis.count().isEmpty()) {
      return moved;
    }
    long count = axis.count().getAsLong();
    long old = axis.index(unit);
    long index = axis.ordered() ? axis.index(moved) : (old + 1 + (long) (random * (count - 1)));
    if (index == old) {
      index += random < 0.5 && old > 0 || old == count - 1 ? -1 : 1;
    }
    index = axis.ordered() ? Math.min(Math.max(index, 0), count - 1) : index % count;
    return (axis.edge(index) + axis.edge(index + 1)) / 2;
  }

  private static double reflect(double unit) {
    double inside = unit < 0 ? -unit : unit > 1 ? 2 - unit : unit;
    return Math.min(Math.max(inside, 0), 1);
  }
}
