package dev.nnd.data;

import java.util.List;
import java.util.Optional;

/**
 * The file that rows come from and how messages call them.
 *
 * @param file the path as the program has it
 * @param lines the line (from 1) on which each row starts, for text files; otherwise rows are
 *     called by their index from 0
 * @param files the file of each row, where it has one of its own
 */
record Place(String file, Optional<int[]> lines, Optional<List<String>> files) {
  static Place lines(String file, int[] lines) {
    return new Place(file, Optional.of(lines), Optional.empty());
  }

  static Place indices(String file) {
    return new Place(file, Optional.empty(), Optional.empty());
  }

  static Place files(String folder, List<String> files) {
    return new Place(folder, Optional.empty(), Optional.of(files));
  }

  /** The file and the row, such as {@code `iris.csv`, row 7}. */
  String row(int index) {
    if (files.isPresent()) return "`" + files.get().get(index) + "`";
    return "`" + file + "`, " + lines.map(all -> "row " + all[index]).orElse("index " + index);
  }
}
