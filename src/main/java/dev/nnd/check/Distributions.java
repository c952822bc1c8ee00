package dev.nnd.check;

import dev.nnd.check.Kinds.Range;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Span;
import java.util.Optional;

/** What may be written for the distribution of a searched parameter, other than a choice. */
final class Distributions {
  private static final Setting<Double> LOW = Setting.required("low", Kinds.number(Range.ANY));
  private static final Setting<Double> HIGH = Setting.required("high", Kinds.number(Range.ANY));
  private static final Setting<Optional<Double>> STEP =
      Setting.optional("step", Kinds.number(Range.POSITIVE));
  private static final Setting<Double> MEAN = Setting.required("mean", Kinds.number(Range.ANY));
  private static final Setting<Double> DEVIATION =
      Setting.required("std", Kinds.number(Range.POSITIVE));
  private static final Setting<Long> FIRST = Setting.required("low", Kinds.SEED);
  private static final Setting<Long> LAST = Setting.required("high", Kinds.SEED);
  private static final Setting<Integer> INT_STEP = Setting.of("step", Kinds.COUNT, 1);

  static final Forms<Drawn> FORMS =
      Forms.<Drawn>of("a distribution")
          .with((s, at, in) -> reals(s, at, in, Axis.LINEAR), "uniform", LOW, HIGH, STEP)
          .with((s, at, in) -> reals(s, at, in, Axis.LOG), "log_uniform", LOW, HIGH, STEP)
          .with(
              (s, at, in) -> reals(s, at, in, Axis.ONE_MINUS_LOG),
              "one_minus_log_uniform",
              LOW,
              HIGH,
              STEP)
          .with((s, at, in) -> Optional.of(Drawn.REAL), "normal", MEAN, DEVIATION)
          .with((s, at, in) -> ints(s, at, in, Axis.LINEAR), "int", FIRST, LAST, INT_STEP)
          .with((s, at, in) -> ints(s, at, in, Axis.LOG), "log_int", FIRST, LAST);

  private Distributions() {}

  /** What a distribution draws. */
  enum Drawn {
    INT,
    REAL
  }

  /** Where a range must lie. */
  private enum Axis {
    LINEAR,
    /** Above 0. */
    LOG,
    /** Below 1. */
    ONE_MINUS_LOG
  }

  private static Optional<Drawn> reals(Settings settings, Span span, Evaluator in, Axis axis) {
    return range(settings.get(LOW), settings.get(HIGH), span, in, axis)
        ? Optional.of(Drawn.REAL)
        : Optional.empty();
  }

  private static Optional<Drawn> ints(Settings settings, Span span, Evaluator in, Axis axis) {
    return range(settings.get(FIRST), settings.get(LAST), span, in, axis)
        ? Optional.of(Drawn.INT)
        : Optional.empty();
  }

  private static boolean range(double low, double high, Span span, Evaluator in, Axis axis) {
    boolean ordered = low < high;
    boolean onAxis =
        switch (axis) {
          case LINEAR -> true;
          case LOG -> low > 0;
          case ONE_MINUS_LOG -> high < 1;
        };
    if (!ordered) {
      in.session().out().report(Code.RANGE_ORDER, span, "low", "high");
    } else if (!onAxis) {
      String where = axis == Axis.LOG ? "above 0" : "below 1";
      String end = axis == Axis.LOG ? "begin with a small number: `1e-6`" : "end below 1: `0.999`";
      in.session().out().report(Diagnostic.of(Code.OFF_AXIS, span, where).withHelp(end));
    }
    return ordered && onAxis;
  }
}
