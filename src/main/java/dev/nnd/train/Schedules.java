package dev.nnd.train;

import dev.nnd.program.Schedule;
import java.util.List;

/**
 * The rate of each epoch: with {@code r} the optimizer's rate, {@code e} the epoch from 0 and
 * {@code E} the number of epochs,
 *
 * <pre>
 * constant     r
 * inverse      r / (1 + decay e)
 * exponential  r base^e
 * steps        r factor^floor(e / every)
 * cosine       r (e + 1) / (warmup + 1)                          while e &lt; warmup, then
 *              r (floor + (1 - floor) (1 + cos(pi t)) / 2)       with t = (e - warmup) / (E - warmup)
 * one_cycle    between r / 25 and r, then between r and r / 250000, along half cosines, by the epoch's middle (e + 1/2) / E
 * plateau      r factor^k, k the number of times that patience ended
 * </pre>
 *
 * <p>Whole epochs run at one rate, so those that rise or fall are shifted such that none runs at
 * nothing: the warmup's first step is above 0, and the cosine's end lies after the last epoch. The
 * numbers of one_cycle are PyTorch's OneCycleLR's, the cosine is Loshchilov and Hutter's (2017).
 */
public final class Schedules implements Schedule.Visitor<Double> {
  private static final double ONE_CYCLE_START = 1.0 / 25;
  private static final double ONE_CYCLE_END = ONE_CYCLE_START / 1e4;

  private final double rate;
  private final int epochs;
  private final int epoch;
  private final List<Double> losses;

  private Schedules(double rate, int epochs, int epoch, List<Double> losses) {
    this.rate = rate;
    this.epochs = epochs;
    this.epoch = epoch;
    this.losses = losses;
  }

  /**
   * The rate of one epoch.
   *
   * @param rate the optimizer's
   * @param epochs how many there are in all
   * @param epoch from 0
   * @param losses on the validation part after each epoch before; only plateau reads them
   */
  public static double rate(
      Schedule schedule, double rate, int epochs, int epoch, List<Double> losses) {
    return schedule.accept(new Schedules(rate, epochs, epoch, losses));
  }

  @Override
  public Double constant(Schedule.Constant schedule) {
    return rate;
  }

  @Override
  public Double inverse(Schedule.Inverse schedule) {
    return rate / (1 + schedule.decay() * epoch);
  }

  @Override
  public Double exponential(Schedule.Exponential schedule) {
    return rate * StrictMath.pow(schedule.base(), epoch);
  }

  @Override
  public Double steps(Schedule.Steps schedule) {
    return rate * StrictMath.pow(schedule.factor(), Math.floorDiv(epoch, schedule.every()));
  }

  @Override
  public Double cosine(Schedule.Cosine schedule) {
    if (epoch < schedule.warmup()) {
      return rate * (epoch + 1) / (schedule.warmup() + 1);
    }
    double t = (epoch - schedule.warmup()) / (epochs - schedule.warmup());
    return between(rate, rate * schedule.floor(), t);
  }

  @Override
  public Double oneCycle(Schedule.OneCycle schedule) {
    double at = (epoch + 0.5) / epochs;
    double peak = schedule.peakAt();
    return at < peak
        ? between(rate * ONE_CYCLE_START, rate, at / peak)
        : between(rate, rate * ONE_CYCLE_END, (at - peak) / (1 - peak));
  }

  /** Half a cosine from {@code from} at t = 0 to {@code to} at t = 1. */
  private static double between(double from, double to, double t) {
    return to + (from - to) * (1 + StrictMath.cos(Math.PI * t)) / 2;
  }

  /**
   * As PyTorch's ReduceLROnPlateau, but any improvement counts. A loss that is no number is none.
   */
  @Override
  public Double plateau(Schedule.Plateau schedule) {
    double best = Double.POSITIVE_INFINITY;
    int waited = 0;
    double now = rate;
    for (double loss : losses.subList(0, Math.min(epoch, losses.size()))) {
      if (loss < best) {
        best = loss;
        waited = 0;
      } else if (++waited > schedule.patience()) {
        now *= schedule.factor();
        waited = 0;
      }
    }
    return now;
  }
}
