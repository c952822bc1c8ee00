package dev.nnd.kernel;

import java.util.ArrayList;
import java.util.List;

/** The elements of windows. */
final class Windows {
  /**
   * Windows of up to this many elements are written out, which lets them share a sweep with their
   * neighbours.
   */
  static final int MOST_WRITTEN_OUT = 16;

  private Windows() {}

  /** How many elements a window has. */
  static int size(List<Integer> extents) {
    return extents.stream().reduce(1, Math::multiplyExact);
  }

  /** All positions within a window, in row-major order. */
  static List<List<Integer>> taps(List<Integer> size) {
    List<List<Integer>> all = List.of(List.of());
    for (int extent : size) {
      List<List<Integer>> longer = new ArrayList<>();
      for (List<Integer> tap : all) {
        for (int i = 0; i < extent; i++) {
          List<Integer> next = new ArrayList<>(tap);
          next.add(i);
          longer.add(next);
        }
      }
      all = longer;
    }
    return all;
  }
}
