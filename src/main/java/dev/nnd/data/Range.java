package dev.nnd.data;

import dev.nnd.program.DataPlan.ByName;
import dev.nnd.program.DataPlan.ByPosition;
import dev.nnd.source.Code;
import dev.nnd.source.Nearest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Columns of a source by position, from {@code first} to {@code last}, both included. */
record Range(int first, int last) {
  int size() {
    return last - first + 1;
  }

  /**
   * The columns that {@code pick} selects.
   *
   * @param file how messages call the source
   * @param names of all columns, if they have any
   * @param count of all columns
   */
  static Range of(Pick pick, String file, Optional<List<String>> names, int count) {
    if (pick.selector() instanceof ByPosition at) {
      if (at.first() < 0 || at.last() >= count || at.last() < at.first()) {
        int missing = at.last() >= count ? at.last() : at.first();
        throw DataException.of(Code.NO_SOURCE_COLUMN, pick.origin(), file, missing)
            .withHelp("it has " + counted(count, "column") + ", counted from 0");
      }
      return new Range(at.first(), at.last());
    }
    ByName by = (ByName) pick.selector();
    if (names.isEmpty()) {
      throw DataException.of(Code.NO_SOURCE_COLUMN, pick.origin(), file, "`" + by.first() + "`")
          .withHelp("it was read without a header; choose columns by position, from 0");
    }
    int first = position(by.first(), pick, file, names.get());
    int last = position(by.last(), pick, file, names.get());
    if (last < first) {
      throw DataException.of(
          Code.NO_SOURCE_COLUMN,
          pick.origin(),
          file,
          "`" + by.last() + "` after `" + by.first() + "`");
    }
    return new Range(first, last);
  }

  private static int position(String name, Pick pick, String file, List<String> names) {
    int first = names.indexOf(name);
    if (first < 0) {
      Optional<String> help = Nearest.to(name, names).map(near -> "did you mean `" + near + "`?");
      throw DataException.of(Code.NO_SOURCE_COLUMN, pick.origin(), file, "`" + name + "`")
          .withHelp(help.or(() -> Optional.of("its columns are " + listed(names))));
    }
    if (names.lastIndexOf(name) != first) {
      int count = Collections.frequency(names, name);
      throw DataException.of(Code.SEVERAL_COLUMNS, pick.origin(), file, count, name)
          .withHelp("choose one by its position, from 0");
    }
    return first;
  }

  /** A few of the names, for messages. */
  private static String listed(List<String> names) {
    int most = 10;
    String some =
        String.join(", ", names.stream().limit(most).map(name -> "`" + name + "`").toList());
    return names.size() > most ? some + " and " + (names.size() - most) + " more" : some;
  }

  /** A number of things, such as {@code 1 column} or {@code 3 columns}. */
  static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
