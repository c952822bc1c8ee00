package dev.nnd.data;

import java.util.List;

/**
 * What an input of a model takes.
 *
 * @param shape the extents of one example, without the batch axis
 * @param integers whether the values must be whole numbers, as for an input {@code int[…]}
 * @param limit what they must be below, and at least 0; 0 if they may be anything
 */
public record ColumnWanted(List<Integer> shape, boolean integers, int limit) {
  public ColumnWanted {
    shape = List.copyOf(shape);
  }

  /** Values of any size. */
  public ColumnWanted(List<Integer> shape, boolean integers) {
    this(shape, integers, 0);
  }

  /** The same, with whole numbers from 0 to {@code limit - 1} alone. */
  public ColumnWanted below(int limit) {
    return new ColumnWanted(shape, true, limit);
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
      boolean outside = limit > 0 && !(value >= 0 && value < limit);
      if (value != Math.rint(value) || outside) {
        String range = limit > 0 ? " from 0 to " + (limit - 1) : "";
        throw blame.value(
            block.place(), i / block.width(), "a whole number" + range, Blame.shown(value));
      }
    }
  }

  /** The type as programs write it, such as {@code float[1, 8, 8]}. */
  @Override
  public String toString() {
    return (integers ? "int" : "float") + shape;
  }
}
