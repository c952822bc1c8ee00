package dev.nnd.train;

import dev.nnd.program.DataPlan;
import dev.nnd.program.TrainPlan;
import dev.nnd.program.TrainPlan.Loss;
import dev.nnd.runtime.Port;
import java.util.List;

/**
 * How the outputs of a network are to be read beside their targets.
 *
 * @param width classes a position, labels an example, or numbers an example; at least 1
 * @param logits whether outputs are what softmax (of classes) or sigmoid (of labels) would take
 */
record Answer(Form form, int width, boolean logits) {
  /** The forms of targets. */
  enum Form {
    /** {@code width} scores a position; the target is one class a position. */
    CLASSES,
    /** The same, but the target has a 1 at the class and 0 elsewhere. */
    ONE_HOT,
    /** Each output is a class of its own that holds or not: targets above 1/2 say that it does. */
    LABELS,
    /** Numbers. */
    NUMBERS
  }

  /** What a training compares. */
  static Answer of(TrainPlan plan, Port output, String target) {
    List<Integer> shape = output.shape();
    int last = shape.isEmpty() ? 1 : shape.get(shape.size() - 1);
    if (plan.loss() instanceof Loss.CrossEntropy entropy) {
      return new Answer(Form.CLASSES, last, entropy.logits());
    }
    if (plan.loss() instanceof Loss.BinaryCrossEntropy entropy) {
      return new Answer(Form.LABELS, output.size(), entropy.logits());
    }
    return endsInOneHot(plan.data(), target)
        ? new Answer(Form.ONE_HOT, last, false)
        : new Answer(Form.NUMBERS, output.size(), false);
  }

  /** Whether the column of this name ends as a vector with a 1 for its class. */
  static boolean endsInOneHot(DataPlan data, String target) {
    return data.columns().stream()
        .filter(column -> column.name().equals(target))
        .flatMap(column -> column.steps().stream())
        .reduce((before, last) -> last)
        .filter(DataPlan.OneHot.class::isInstance)
        .isPresent();
  }

  /** How many targets go with {@code size} outputs. */
  int targets(int size) {
    return form == Form.CLASSES ? size / width : size;
  }

  /** The class that the target of a position names. */
  int wanted(float[] targets, int position) {
    return form == Form.ONE_HOT ? largest(targets, position * width) : (int) targets[position];
  }

  /** The class of the largest score from {@code at} on, the first of equals; -1 if one is NaN. */
  int largest(float[] scores, int at) {
    int best = 0;
    for (int i = 0; i < width; i++) {
      if (Float.isNaN(scores[at + i])) return -1;
      best = scores[at + i] > scores[at + best] ? i : best;
    }
    return best;
  }

  /** Whether an output says that its label holds. */
  boolean holds(float output) {
    return output > (logits ? 0f : 0.5f);
  }

  /** An output as the number that the target is compared with. */
  double number(float output) {
    return form == Form.LABELS && logits ? 1 / (1 + Math.exp(-(double) output)) : output;
  }
}
