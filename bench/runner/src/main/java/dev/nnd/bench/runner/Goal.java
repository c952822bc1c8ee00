package dev.nnd.bench.runner;

import dev.nnd.bench.common.Workload;
import java.util.List;
import java.util.Optional;

/**
 * How many times as fast as a peer we want to be.
 *
 * @param peer whose; the best if empty
 */
record Goal(double ratio, Optional<String> peer) {
  private static Goal best(double ratio) {
    return new Goal(ratio, Optional.empty());
  }

  /** The goals of a workload, on one core. */
  static List<Goal> of(Workload workload) {
    return switch (workload) {
      case MLP4_1 -> List.of(best(4), new Goal(40, Optional.of("onnxruntime")));
      case MLP784_1 -> List.of(best(2));
      case MLP784_64, RESNET20_1, RESNET20_64 -> List.of(best(1.1));
      case LENET_1 -> List.of(best(1.3));
      case LENET_64 -> List.of(best(1.15));
      case TRAIN_MLP, TRAIN_LENET -> List.of(best(1.5));
      case TRAIN_RESNET20 -> List.of(best(1.2));
      case FIRST_PREDICTION, FIRST_STEP -> List.of(best(1));
    };
  }
}
