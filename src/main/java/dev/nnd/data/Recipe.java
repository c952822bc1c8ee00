package dev.nnd.data;

import dev.nnd.program.DataPlan.Selector;
import java.util.List;

/**
 * How a column is made of raw values, with all that its steps learnt.
 *
 * @param name the model input that it feeds, or the target
 * @param selector where it is in the source that it was learnt from
 * @param shape the extents of one raw example
 * @param steps in order
 */
record Recipe(String name, Selector selector, List<Integer> shape, List<Transform> steps) {
  Recipe {
    shape = List.copyOf(shape);
    steps = List.copyOf(steps);
  }

  /** Whether raw values may be texts. */
  boolean texts() {
    return !steps.isEmpty() && steps.get(0) instanceof ClassLabels;
  }

  /** The column of raw values, which must be as many an example as ever. */
  Block.Numbers apply(Block raw, Blame blame) {
    Block block = raw;
    if (raw instanceof Block.Numbers numbers) {
      if (numbers.width() != Block.size(shape)) {
        throw blame.size(numbers.place(), Block.size(shape), numbers.width());
      }
      block = new Block.Numbers(numbers.values(), shape, numbers.rows(), numbers.place());
    }
    for (Transform step : steps) {
      block = step.apply(block, blame);
    }
    return Transform.numbers(block);
  }

  /**
   * Turns what a model gives for this column back into the column's own units, in place. Classes
   * and other sizes stay as they are.
   *
   * @param values of all examples
   * @param width values an example
   */
  void restore(float[] values, int width) {
    boolean numbers =
        steps.stream().noneMatch(s -> s instanceof ClassLabels || s instanceof Transform.OneHot);
    if (!numbers || width != Block.size(shape)) return;
    Features features = Features.of(shape);
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (steps.get(i) instanceof Transform.Elementwise step) {
        for (int at = 0; at < values.length; at++) {
          values[at] = (float) step.back(values[at], features.at(at % width));
        }
      } else if (steps.get(i) instanceof Transform.Shuffle step) {
        step.back(values, width);
      }
    }
  }
}
