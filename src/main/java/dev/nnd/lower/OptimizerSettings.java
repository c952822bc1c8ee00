package dev.nnd.lower;

import dev.nnd.program.Optimizer;
import java.util.Map;

/** The numbers that an optimizer's graph is given anew at every step. */
public final class OptimizerSettings {
  /** The rate after the schedule. */
  public static final String RATE = "rate";

  /** Adam's {@code 1 / (1 - beta1^step)}. */
  public static final String CORRECTION_1 = "correction1";

  /** Adam's {@code 1 / sqrt(1 - beta2^step)}. */
  public static final String CORRECTION_2 = "correction2";

  private OptimizerSettings() {}

  /**
   * The settings of one step.
   *
   * @param rate the rate that the schedule gives
   * @param step which step this is, from 1 on
   */
  public static Map<String, Float> at(Optimizer optimizer, double rate, long step) {
    if (step < 1) throw new IllegalArgumentException("steps count from 1, given " + step);
    return optimizer.accept(new At(rate, step));
  }

  private record At(double rate, long step) implements Optimizer.Visitor<Map<String, Float>> {
    @Override
    public Map<String, Float> sgd(Optimizer.Sgd optimizer) {
      return Map.of(RATE, (float) rate);
    }

    @Override
    public Map<String, Float> rmsProp(Optimizer.RmsProp optimizer) {
      return Map.of(RATE, (float) rate);
    }

    @Override
    public Map<String, Float> adam(Optimizer.Adam optimizer) {
      return corrected(optimizer.beta1(), optimizer.beta2());
    }

    @Override
    public Map<String, Float> adamW(Optimizer.AdamW optimizer) {
      return corrected(optimizer.beta1(), optimizer.beta2());
    }

    private Map<String, Float> corrected(double beta1, double beta2) {
      double first = 1 / (1 - StrictMath.pow(beta1, step));
      double second = 1 / StrictMath.sqrt(1 - StrictMath.pow(beta2, step));
      return Map.of(RATE, (float) rate, CORRECTION_1, (float) first, CORRECTION_2, (float) second);
    }
  }
}
