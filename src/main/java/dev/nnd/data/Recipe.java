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
}
