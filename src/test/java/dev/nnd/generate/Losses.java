package dev.nnd.generate;

import java.util.List;

/**
 * Draws of what a training needs: a loss and what the network ends in for it, and how it learns.
 */
final class Losses {
  private final Chance chance;

  Losses(Chance chance) {
    this.chance = chance;
  }

  /**
   * How a network ends.
   *
   * @param loss as it is written
   * @param units of the last dense layer
   * @param ending the layers after it
   * @param target the steps of the target's column
   */
  record Head(String loss, int units, String ending, String target) {}

  Head head() {
    int units = chance.between(2, 5);
    String classes = " -> classes(" + units + ")";
    String smoothing = chance.pick("", "", "(0.1)", "(smoothing: 1 / 5)");
    return switch (chance.below(8)) {
      case 0, 1 -> new Head("cross_entropy" + smoothing, units, " -> softmax", classes);
      case 2 -> new Head("cross_entropy_with_logits" + smoothing, units, "", classes);
      case 3 -> new Head("binary_cross_entropy" + smoothing, 1, " -> tanh -> sigmoid", "");
      case 4 -> new Head("binary_cross_entropy_with_logits" + smoothing, units, "", "");
      case 5 -> new Head("mae", units, chance.pick("", " -> tanh"), "");
      case 6 -> new Head(chance.pick("huber", "huber(0.5)"), units, "", "");
      default -> new Head("mse", chance.between(1, 5), chance.pick("", " -> sigmoid"), "");
    };
  }

  /** Entries of a train beside its model, data and loss, in any order. */
  List<String> entries() {
    String rate = chance.pick("0.1", "0.01", "1 / 50", "1e-3");
    return chance.shuffled(
        List.of(
            "optimizer: " + optimizer(rate),
            chance.pick("", "schedule: " + schedule()),
            "batch: 8",
            chance.pick("", "epochs: 3"),
            chance.pick("", "metrics: []"),
            chance.pick("", "seed: 7"),
            chance.pick(
                "", "clip: none", "clip: norm(0.5)", "clip: norm(limit: 2)", "clip: value(0.2)"),
            chance.pick("", "stop: none", "stop: patience(validation.loss, epochs: 2)"),
            chance.pick("", "checkpoint: none", "checkpoint: best(validation.loss)")));
  }

  /**
   * With epsilons that are not much smaller than a slope: of a slope that is 0 by algebra, and in
   * floats 1e-9, an epsilon of 1e-8 makes a step that is as long as any other.
   */
  private String optimizer(String rate) {
    String decay = chance.pick("", ", weight_decay: 0.02");
    String epsilon = ", epsilon: " + chance.pick("0.1", "5e-1");
    return switch (chance.below(6)) {
      case 0 -> "sgd(" + rate + decay + ")";
      case 1 -> "sgd(rate: " + rate + ", momentum: 0.9" + decay + ")";
      case 2 -> "sgd(" + rate + ", 0.8, nesterov: true" + decay + ")";
      case 3 -> "rmsprop(" + rate + epsilon + chance.pick("", ", momentum: 0.5") + decay + ")";
      case 4 -> "adam(" + rate + epsilon + chance.pick("", ", beta1: 0.8") + decay + ")";
      default -> "adamw(" + rate + epsilon + chance.pick("", ", beta2: 0.9") + decay + ")";
    };
  }

  private String schedule() {
    return chance.pick(
        "constant",
        "inverse(0.1)",
        "exponential(base: 0.9)",
        "steps(2, factor: 0.5)",
        "cosine",
        "cosine(warmup: 1)",
        "one_cycle(0.4)",
        "plateau",
        "plateau(patience: 1)");
  }
}
