package dev.nnd.check;

import dev.nnd.check.Kinds.Range;
import dev.nnd.program.Optimizer;
import dev.nnd.source.Code;
import dev.nnd.source.Span;
import java.util.Optional;

/** What may be written for an optimizer. */
final class Optimizers {
  private static final Setting<Double> RATE =
      Setting.required("rate", Kinds.number(Range.POSITIVE));
  private static final Setting<Double> ADAM_RATE =
      Setting.of("rate", Kinds.number(Range.POSITIVE), 1e-3);
  private static final Setting<Double> MOMENTUM =
      Setting.of("momentum", Kinds.number(Range.BELOW_ONE), 0.0);
  private static final Setting<Boolean> NESTEROV = Setting.of("nesterov", Kinds.FLAG, false);
  private static final Setting<Double> DECAY =
      Setting.of("decay", Kinds.number(Range.BELOW_ONE), 0.99);
  private static final Setting<Double> BETA1 =
      Setting.of("beta1", Kinds.number(Range.BELOW_ONE), 0.9);
  private static final Setting<Double> BETA2 =
      Setting.of("beta2", Kinds.number(Range.BELOW_ONE), 0.999);
  private static final Setting<Double> EPSILON =
      Setting.of("epsilon", Kinds.number(Range.POSITIVE), 1e-8);
  private static final Setting<Double> WEIGHT_DECAY =
      Setting.of("weight_decay", Kinds.number(Range.NOT_NEGATIVE), 0.0);
  private static final Setting<Double> ADAMW_DECAY =
      Setting.of("weight_decay", Kinds.number(Range.NOT_NEGATIVE), 0.01);

  static final Kind<Optimizer> KIND =
      Forms.<Optimizer>of("an optimizer")
          .with(Optimizers::sgd, "sgd", RATE, MOMENTUM, NESTEROV, WEIGHT_DECAY)
          .with(Optimizers::rmsProp, "rmsprop", RATE, DECAY, EPSILON, MOMENTUM, WEIGHT_DECAY)
          .with(Optimizers::adam, "adam", ADAM_RATE, BETA1, BETA2, EPSILON, WEIGHT_DECAY)
          .with(Optimizers::adamW, "adamw", ADAM_RATE, BETA1, BETA2, EPSILON, ADAMW_DECAY);

  private Optimizers() {}

  private static Optional<Optimizer> sgd(Settings s, Span span, Evaluator in) {
    if (s.get(NESTEROV) && s.get(MOMENTUM) == 0) {
      in.session().out().report(Code.NESTEROV, span);
      return Optional.empty();
    }
    return Optional.of(
        new Optimizer.Sgd(s.get(RATE), s.get(MOMENTUM), s.get(NESTEROV), s.get(WEIGHT_DECAY)));
  }

  private static Optional<Optimizer> rmsProp(Settings s, Span span, Evaluator in) {
    return Optional.of(
        new Optimizer.RmsProp(
            s.get(RATE), s.get(DECAY), s.get(EPSILON), s.get(MOMENTUM), s.get(WEIGHT_DECAY)));
  }

  private static Optional<Optimizer> adam(Settings s, Span span, Evaluator in) {
    return Optional.of(
        new Optimizer.Adam(
            s.get(ADAM_RATE), s.get(BETA1), s.get(BETA2), s.get(EPSILON), s.get(WEIGHT_DECAY)));
  }

  private static Optional<Optimizer> adamW(Settings s, Span span, Evaluator in) {
    return Optional.of(
        new Optimizer.AdamW(
            s.get(ADAM_RATE), s.get(BETA1), s.get(BETA2), s.get(EPSILON), s.get(ADAMW_DECAY)));
  }
}
