package dev.nnd.data;

import java.util.List;

/**
 * What an input of a model takes.
 *
 * @param shape the extents of one example, without the batch axis
 * @param integers whether the values must be whole numbers, as for an input {@code int[…]}
 */
public record ColumnWanted(List<Integer> shape, boolean integers) {
  public ColumnWanted {
    shape = List.copyOf(shape);
  }

  /** Values an example. */
  public int size() {
    return Block.size(shape);
  }

  /** Checks that a block can feed the input. */
  void check(Block.Numbers block, Blame blame) {
    if (block.width() != size()) {
      throw blame
          .size(block.place(), size(), block.width())
          .withHelp("the model's input `" + blame.column() + "` is " + this);
    }
    if (!integers) {
      return;
    }
    for (int i = 0; i < block.values().length; i++) {
      float value = block.values()[i];
      if (value != Math.rint(value)) {
        throw blame.value(block.place(), i / block.width(), "a whole number", Blame.shown(value));
      }
    }
  }

  /** The type as programs write it, such as {@code float[1, 8, 8]}. */
  @Override
  public String toString() {
    return (integers ? "int" : "float") + shape;
  }
}
