package dev.nnd.check;

import dev.nnd.check.Kinds.Range;
import dev.nnd.program.Distribution;
import dev.nnd.program.Distribution.Scale;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Span;
import java.util.Optional;
import java.util.OptionalDouble;

/** What may be written for the distribution of a searched parameter, other than a choice. */
final class Distributions {
  /** Beyond it, not every int is a double. */
  private static final long LARGEST = 1L << 53;

  /** A last step that rounding alone makes too long still counts. */
  private static final double SLACK = 1e-9;

  private static final Kind<Long> WHOLE =
      Kinds.constant(
          "an int from -2 ** 53 to 2 ** 53",
          c ->
              c instanceof Constant.Int i && Math.abs((double) i.value()) <= LARGEST
                  ? Optional.of(i.value())
                  : Optional.empty());

  private static final Setting<Double> LOW = Setting.required("low", Kinds.number(Range.ANY));
  private static final Setting<Double> HIGH = Setting.required("high", Kinds.number(Range.ANY));
  private static final Setting<Optional<Double>> STEP =
      Setting.optional("step", Kinds.number(Range.POSITIVE));
  private static final Setting<Double> MEAN = Setting.required("mean", Kinds.number(Range.ANY));
  private static final Setting<Double> DEVIATION =
      Setting.required("std", Kinds.number(Range.POSITIVE));
  private static final Setting<Long> FIRST = Setting.required("low", WHOLE);
  private static final Setting<Long> LAST = Setting.required("high", WHOLE);
  private static final Setting<Integer> INT_STEP = Setting.of("step", Kinds.COUNT, 1);

  static final Forms<Distribution> FORMS =
      Forms.<Distribution>of("a distribution")
          .with((s, at, in) -> reals(s, at, in, Scale.LINEAR), "uniform", LOW, HIGH, STEP)
          .with((s, at, in) -> reals(s, at, in, Scale.LOG), "log_uniform", LOW, HIGH, STEP)
          .with(
              (s, at, in) -> reals(s, at, in, Scale.ONE_MINUS_LOG),
              "one_minus_log_uniform",
              LOW,
              HIGH,
              STEP)
          .with((s, at, in) -> normal(s), "normal", MEAN, DEVIATION)
          .with((s, at, in) -> ints(s, s.get(INT_STEP), at, in), "int", FIRST, LAST, INT_STEP)
          .with((s, at, in) -> logInts(s, at, in), "log_int", FIRST, LAST);

  private Distributions() {}

  private static Optional<Distribution> reals(Settings s, Span span, Evaluator in, Scale scale) {
    double low = s.get(LOW);
    double high = s.get(HIGH);
    Optional<Double> step = s.get(STEP);
    boolean right =
        range(low, high, scale, span, in)
            && several((high - low) / step.orElse(high - low) + SLACK, span, in);
    OptionalDouble steps = step.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
    return right
        ? Optional.of(new Distribution.Uniform(low, high, scale, steps))
        : Optional.empty();
  }

  private static Optional<Distribution> normal(Settings s) {
    return Optional.of(new Distribution.Normal(s.get(MEAN), s.get(DEVIATION)));
  }

  private static Optional<Distribution> ints(Settings s, long step, Span span, Evaluator in) {
    long low = s.get(FIRST);
    long high = s.get(LAST);
    long last = high - Math.floorMod(high - low, step);
    return range(low, high, Scale.LINEAR, span, in) && several(last - low, span, in)
        ? Optional.of(new Distribution.Whole(low, last, Scale.LINEAR, step))
        : Optional.empty();
  }

  private static Optional<Distribution> logInts(Settings s, Span span, Evaluator in) {
    long low = s.get(FIRST);
    long high = s.get(LAST);
    return range(low, high, Scale.LOG, span, in)
        ? Optional.of(new Distribution.Whole(low, high, Scale.LOG, 1))
        : Optional.empty();
  }

  private static boolean range(double low, double high, Scale scale, Span span, Evaluator in) {
    if (low > high) {
      in.session().out().report(Code.RANGE_ORDER, span, "low", "high");
    } else if (!onAxis(low, high, scale)) {
      String where = scale == Scale.LOG ? "above 0" : "below 1";
      String end =
          scale == Scale.LOG ? "begin with a small number: `1e-6`" : "end below 1: `0.999`";
      in.session().out().report(Diagnostic.of(Code.OFF_AXIS, span, where).withHelp(end));
    } else if (Double.isInfinite(high - low)) {
      in.session().out().report(Code.NOT_FINITE, span);
    } else {
      return several(high == low ? 0 : 1, span, in);
    }
    return false;
  }

  private static boolean onAxis(double low, double high, Scale scale) {
    return switch (scale) {
      case LINEAR -> true;
      case LOG -> low > 0;
      case ONE_MINUS_LOG -> high < 1;
    };
  }

  /** Whether there is at least one step from the first value. */
  private static boolean several(double steps, Span span, Evaluator in) {
    if (steps < 1) {
      in.session().out().report(Code.ONE_VALUE, span);
    }
    return steps >= 1;
  }
}
