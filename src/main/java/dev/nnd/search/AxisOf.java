package dev.nnd.search;

import dev.nnd.program.Distribution;

/** The axis of each distribution. */
final class AxisOf implements Distribution.Visitor<Axis> {
  /** A last step that rounding alone makes too long still counts. */
  private static final double SLACK = 1e-9;

  @Override
  public Axis uniform(Distribution.Uniform distribution) {
    double low = distribution.low();
    if (distribution.step().isEmpty()) {
      return new RealAxis(low, distribution.high(), distribution.scale());
    }
    double step = distribution.step().getAsDouble();
    long count = (long) Math.floor((distribution.high() - low) / step + SLACK) + 1;
    return StepAxis.reals(low, step, count, distribution.scale());
  }

  @Override
  public Axis normal(Distribution.Normal distribution) {
    return new NormalAxis(distribution.mean(), distribution.deviation());
  }

  @Override
  public Axis whole(Distribution.Whole distribution) {
    long count = (distribution.high() - distribution.low()) / distribution.step() + 1;
    return StepAxis.whole(distribution.low(), distribution.step(), count, distribution.scale());
  }

  @Override
  public Axis choice(Distribution.Choice distribution) {
    return new ChoiceAxis(distribution.texts());
  }
}
