package dev.nnd.lower;

import dev.nnd.program.Optimizer;

/** The numbers that an optimizer's graph is given anew at every step. */
public final class OptimizerSettings {
  /** The rate after the schedule. */
  public static final String RATE = "rate";

  /** Adam's {@code 1 / (1 - beta1^step)}. */
  public static final String CORRECTION_1 = "correction1";

  /** Adam's {@code 1 / sqrt(1 - beta2^step)}. */
  public static final String CORRECTION_2 = "correction2";

  private final double beta1;
  private final double beta2;

  private OptimizerSettings(double beta1, double beta2) {
    this.beta1 = beta1;
    this.beta2 = beta2;
  }

  /** The settings of an optimizer. */
  public static OptimizerSettings of(Optimizer optimizer) {
    return optimizer.accept(new Of());
  }

  /**
   * The value of one setting in one step. Allocates nothing.
   *
   * @param name one of the above; the corrections are for Adam and its kin alone
   * @param rate the rate that the schedule gives
   * @param step which step this is, from 1 on
   */
  public float at(String name, double rate, long step) {
    if (step < 1) throw new IllegalArgumentException("steps count from 1, given " + step);
    return switch (name) {
      case RATE -> (float) rate;
      case CORRECTION_1 -> (float) (1 / (1 - power(beta1, step)));
      case CORRECTION_2 -> (float) (1 / StrictMath.sqrt(1 - power(beta2, step)));
      default -> throw new IllegalArgumentException("no setting of an optimizer: " + name);
    };
  }

  /** By squaring: the JDK's own power allocates arrays until it is compiled. */
  private static double power(double base, long exponent) {
    double power = 1;
    double square = base;
    for (long rest = exponent; rest > 0; rest >>= 1) {
      if ((rest & 1) == 1) power *= square;
      square *= square;
    }
    return power;
  }

  private static final class Of implements Optimizer.Visitor<OptimizerSettings> {
    private static final OptimizerSettings NO_MOMENTS = new OptimizerSettings(0, 0);

    @Override
    public OptimizerSettings sgd(Optimizer.Sgd optimizer) {
      return NO_MOMENTS;
    }

    @Override
    public OptimizerSettings rmsProp(Optimizer.RmsProp optimizer) {
      return NO_MOMENTS;
    }

    @Override
    public OptimizerSettings adam(Optimizer.Adam optimizer) {
      return new OptimizerSettings(optimizer.beta1(), optimizer.beta2());
    }

    @Override
    public OptimizerSettings adamW(Optimizer.AdamW optimizer) {
      return new OptimizerSettings(optimizer.beta1(), optimizer.beta2());
    }
  }
}
