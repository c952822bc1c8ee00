package dev.nnd.check;

import dev.nnd.check.Kinds.Range;
import dev.nnd.graph.Init;
import dev.nnd.source.Code;
import dev.nnd.source.Span;
import java.util.Optional;

/** What may be written for {@code init}. */
final class Starts {
  private static final Setting<Double> MEAN = Setting.required("mean", Kinds.number(Range.ANY));
  private static final Setting<Double> DEVIATION =
      Setting.required("std", Kinds.number(Range.NOT_NEGATIVE));
  private static final Setting<Double> LOW = Setting.required("low", Kinds.number(Range.ANY));
  private static final Setting<Double> HIGH = Setting.required("high", Kinds.number(Range.ANY));

  static final Kind<Start> KIND =
      Forms.<Start>of("a start of weights")
          .word("auto", Start.AUTO)
          .word("he_normal", Start.HE_NORMAL)
          .word("he_uniform", Start.HE_UNIFORM)
          .word("glorot_normal", Start.GLOROT_NORMAL)
          .word("glorot_uniform", Start.GLOROT_UNIFORM)
          .word("zeros", Start.exactly(Init.constant(0)))
          .with(Starts::normal, "normal", MEAN, DEVIATION)
          .with(Starts::uniform, "uniform", LOW, HIGH);

  private Starts() {}

  private static Optional<Start> normal(Settings settings, Span span, Evaluator in) {
    return Optional.of(Start.exactly(Init.normal(settings.get(MEAN), settings.get(DEVIATION))));
  }

  private static Optional<Start> uniform(Settings settings, Span span, Evaluator in) {
    double low = settings.get(LOW);
    double high = settings.get(HIGH);
    if (low > high) {
      in.session().out().report(Code.RANGE_ORDER, span, "low", "high");
      return Optional.empty();
    }
    return Optional.of(Start.exactly(Init.uniform(low, high)));
  }
}
