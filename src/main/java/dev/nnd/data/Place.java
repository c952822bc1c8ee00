package dev.nnd.data;

import java.util.Optional;

/**
 * The file that rows come from and how messages call them.
 *
 * @param file the path as the program has it
 * @param lines the line (from 1) on which each row starts, for text files; otherwise rows are
 *     called by their index from 0
 */
record Place(String file, Optional<int[]> lines) {
  static Place lines(String file, int[] lines) {
    return new Place(file, Optional.of(lines));
  }

  static Place indices(String file) {
    return new Place(file, Optional.empty());
  }

  /** The file and the row, such as {@code `iris.csv`, row 7}. */
  String row(int index) {
    return "`" + file + "`, " + lines.map(all -> "row " + all[index]).orElse("index " + index);
  }
}
