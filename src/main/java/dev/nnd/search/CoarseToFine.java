package dev.nnd.search;

import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Random draws in the whole space, then in the box that the best trials span, again and again. The
 * box is on each axis' own scale and a little larger than the span, so that the best is not lost
 * that lies just outside; of a choice it has the values that are among the best.
 *
 * <p>The first trial of a round waits for all before it.
 */
final class CoarseToFine implements Proposer {
  /** The part of its width by which a box is larger on each side. */
  private static final double MARGIN = 0.1;

  /** After as many attempts that repeat others or break requirements, the box is left. */
  private static final int ATTEMPTS = 500;

  private final Space space;
  private final int trials;
  private final int rounds;
  private final double keep;
  private final History history;

  CoarseToFine(Space space, int trials, int rounds, double keep) {
    this.space = space;
    this.trials = trials;
    this.rounds = rounds;
    this.keep = keep;
    this.history = new History(space);
  }

  /** As many as there are before the trial's round. */
  @Override
  public int reads(int number) {
    long round = (long) rounds * number / trials;
    while (start(round) > number) {
      round--;
    }
    while (start(round + 1) <= number) {
      round++;
    }
    return start(round);
  }

  private int start(long round) {
    return (int) (round * trials / rounds);
  }

  @Override
  public IntFunction<double[]> propose(int number, Past past) {
    int count = reads(number);
    history.read(count, past);
    int best = (int) Math.min(Math.max(2, Math.ceil(keep * count)), history.measured());
    if (best < 2) {
      return attempt -> space.draw(number, attempt);
    }
    Part[] box = new Part[space.size()];
    for (int i = 0; i < box.length; i++) {
      box[i] = space.axis(i).ordered() ? span(i, best) : among(i, best);
    }
    return attempt -> {
      double[] point = space.draw(number, attempt);
      for (int i = 0; attempt < ATTEMPTS && i < point.length; i++) {
        point[i] = box[i].at(point[i]);
      }
      return point;
    };
  }

  /** A part of an axis, as positions in it. */
  private interface Part {
    double at(double unit);
  }

  private Part span(int parameter, int best) {
    Axis axis = space.axis(parameter);
    double from = 1;
    double to = 0;
    int seen = 0;
    for (int rank = 0; rank < best; rank++) {
      double unit = history.point(history.ranked(rank))[parameter];
      if (!Double.isNaN(unit)) {
        seen++;
        boolean steps = axis.count().isPresent();
        from = Math.min(from, steps ? axis.edge(axis.index(unit)) : unit);
        to = Math.max(to, steps ? axis.edge(axis.index(unit) + 1) : unit);
      }
    }
    if (seen < 2) {
      return unit -> unit;
    }
    double margin = MARGIN * (to - from);
    double low = Math.max(0, from - margin);
    double high = Math.min(1, to + margin);
    return unit -> low + unit * (high - low);
  }

  private Part among(int parameter, int best) {
    double[] seen =
        IntStream.range(0, best)
            .mapToDouble(rank -> history.point(history.ranked(rank))[parameter])
            .filter(unit -> !Double.isNaN(unit))
            .distinct()
            .sorted()
            .toArray();
    return unit -> seen.length == 0 ? unit : seen[(int) (unit * seen.length)];
  }
}
