package dev.nnd.check;

import dev.nnd.check.Kinds.Range;
import dev.nnd.program.Schedule;
import java.util.Optional;

/** What may be written for a schedule of the rate. */
final class Schedules {
  private static final Setting<Double> DECAY =
      Setting.required("decay", Kinds.number(Range.NOT_NEGATIVE));
  private static final Setting<Double> BASE =
      Setting.required("base", Kinds.number(Range.POSITIVE));
  private static final Setting<Integer> EVERY = Setting.required("every", Kinds.COUNT);
  private static final Setting<Double> FACTOR =
      Setting.required("factor", Kinds.number(Range.POSITIVE));
  private static final Setting<Double> WARMUP =
      Setting.of("warmup", Kinds.number(Range.NOT_NEGATIVE), 0.0);
  private static final Setting<Double> FLOOR = Setting.of("floor", Kinds.number(Range.UNIT), 0.0);
  private static final Setting<Double> PEAK_AT =
      Setting.of("peak_at", Kinds.number(Range.INSIDE_ONE), 0.3);
  private static final Setting<Integer> PATIENCE = Setting.of("patience", Kinds.integer(0), 2);
  private static final Setting<Double> SHRINK =
      Setting.of("factor", Kinds.number(Range.INSIDE_ONE), 0.1);

  static final Kind<Schedule> KIND =
      Forms.<Schedule>of("a schedule")
          .word("constant", new Schedule.Constant())
          .with((s, at, in) -> Optional.of(new Schedule.Inverse(s.get(DECAY))), "inverse", DECAY)
          .with(
              (s, at, in) -> Optional.of(new Schedule.Exponential(s.get(BASE))),
              "exponential",
              BASE)
          .with((s, at, in) -> Optional.of(steps(s)), "steps", EVERY, FACTOR)
          .with((s, at, in) -> Optional.of(cosine(s)), "cosine", WARMUP, FLOOR)
          .with(
              (s, at, in) -> Optional.of(new Schedule.OneCycle(s.get(PEAK_AT))),
              "one_cycle",
              PEAK_AT)
          .with((s, at, in) -> Optional.of(plateau(s)), "plateau", PATIENCE, SHRINK);

  private Schedules() {}

  private static Schedule steps(Settings settings) {
    return new Schedule.Steps(settings.get(EVERY), settings.get(FACTOR));
  }

  private static Schedule cosine(Settings settings) {
    return new Schedule.Cosine(settings.get(WARMUP), settings.get(FLOOR));
  }

  private static Schedule plateau(Settings settings) {
    return new Schedule.Plateau(settings.get(PATIENCE), settings.get(SHRINK));
  }
}
