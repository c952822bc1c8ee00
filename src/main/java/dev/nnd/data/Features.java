package dev.nnd.data;

import java.util.List;

/**
 * Which values of an example share their statistics: of {@code [features]} each has its own, of
 * {@code [time, features]} those of one feature at all times share them, of {@code [channels,
 * height, width]} (and whatever has more axes) those of a channel.
 *
 * @param count how many there are
 * @param run how many values next to each other are of the same
 */
record Features(int count, int run) {
  static Features of(List<Integer> shape) {
    return switch (shape.size()) {
      case 0 -> new Features(1, 1);
      case 1, 2 -> new Features(shape.get(shape.size() - 1), 1);
      default -> new Features(shape.get(0), Block.size(shape) / shape.get(0));
    };
  }

  /** The feature of the value at {@code position} of an example. */
  int at(int position) {
    return position / run % count;
  }
}
