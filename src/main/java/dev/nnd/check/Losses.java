package dev.nnd.check;

import dev.nnd.check.Kinds.Range;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Type;
import dev.nnd.program.TrainPlan.Loss;
import java.util.List;
import java.util.Optional;

/** What may be written for a loss, and what it is in a graph. */
final class Losses {
  private static final Setting<Double> SMOOTHING =
      Setting.of("smoothing", Kinds.number(Range.BELOW_ONE), 0.0);
  private static final Setting<Double> DELTA =
      Setting.of("delta", Kinds.number(Range.POSITIVE), 1.0);

  static final Forms<Loss> KIND =
      Forms.<Loss>of("a loss")
          .with((s, at, in) -> classes(s, false), "cross_entropy", SMOOTHING)
          .with((s, at, in) -> binary(s, false), "binary_cross_entropy", SMOOTHING)
          .with((s, at, in) -> classes(s, true), "cross_entropy_with_logits", SMOOTHING)
          .with((s, at, in) -> binary(s, true), "binary_cross_entropy_with_logits", SMOOTHING)
          .word("mse", new Loss.MeanSquaredError())
          .word("mae", new Loss.MeanAbsoluteError())
          .with((s, at, in) -> Optional.of(new Loss.Huber(s.get(DELTA))), "huber", DELTA);

  private Losses() {}

  private static Optional<Loss> classes(Settings settings, boolean logits) {
    return Optional.of(new Loss.CrossEntropy(settings.get(SMOOTHING), logits));
  }

  private static Optional<Loss> binary(Settings settings, boolean logits) {
    return Optional.of(new Loss.BinaryCrossEntropy(settings.get(SMOOTHING), logits));
  }

  /** The word that asks for a loss. */
  static String name(Loss loss) {
    if (loss instanceof Loss.CrossEntropy entropy) {
      return entropy.logits() ? "cross_entropy_with_logits" : "cross_entropy";
    }
    if (loss instanceof Loss.BinaryCrossEntropy entropy) {
      return entropy.logits() ? "binary_cross_entropy_with_logits" : "binary_cross_entropy";
    }
    if (loss instanceof Loss.Huber) return "huber";
    return loss instanceof Loss.MeanAbsoluteError ? "mae" : "mse";
  }

  /** The layer of an output and a target. */
  static Layer layer(Loss loss) {
    if (loss instanceof Loss.CrossEntropy entropy) {
      return entropy.logits()
          ? new Layer.SoftmaxCrossEntropy(entropy.smoothing())
          : new Layer.CrossEntropy(entropy.smoothing());
    }
    if (loss instanceof Loss.BinaryCrossEntropy entropy) {
      return entropy.logits()
          ? new Layer.SigmoidCrossEntropy(entropy.smoothing())
          : new Layer.BinaryCrossEntropy(entropy.smoothing());
    }
    if (loss instanceof Loss.Huber huber) return new Layer.Huber(huber.delta());
    return loss instanceof Loss.MeanAbsoluteError
        ? new Layer.MeanAbsoluteError()
        : new Layer.MeanSquaredError();
  }

  /** The type of the target for an output of this shape; classes lie on its last axis. */
  static Type target(Loss loss, Shape output) {
    return loss instanceof Loss.CrossEntropy
        ? Type.ints(output.without(List.of(output.rank() - 1)))
        : Type.floats(output);
  }
}
