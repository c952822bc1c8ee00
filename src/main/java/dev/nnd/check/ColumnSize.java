package dev.nnd.check;

import dev.nnd.program.DataPlan;
import dev.nnd.program.DataPlan.ByName;
import dev.nnd.program.DataPlan.ByPosition;
import dev.nnd.program.DataPlan.Classes;
import dev.nnd.program.DataPlan.Column;
import dev.nnd.program.DataPlan.OneHot;
import dev.nnd.program.DataPlan.Source;
import dev.nnd.program.DataPlan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What can be known of a column before its files are read. */
final class ColumnSize {
  private ColumnSize() {}

  /** How many values a column has an example, if the declaration says it. */
  static OptionalLong of(Column column, DataPlan data) {
    List<Source> sources = new ArrayList<>(data.parts().sources().values());
    data.parts().whole().ifPresent(sources::add);
    OptionalLong read = selected(column);
    if (!sources.isEmpty() && sources.stream().allMatch(DataPlan.ImageFolder.class::isInstance)) {
      return ofPictures(column, (DataPlan.ImageFolder) sources.get(0));
    }
    // A column of the other sources is an array of any shape.
    boolean known = read.isPresent() && sources.stream().allMatch(DataPlan.Csv.class::isInstance);
    if (!known) {
      return OptionalLong.empty();
    }
    for (Step step : column.steps()) {
      if (step instanceof OneHot) {
        return oneHot(column, read.getAsLong());
      }
    }
    return read;
  }

  private static OptionalLong ofPictures(Column column, DataPlan.ImageFolder source) {
    return column.selector().equals(new ByName("images", "images"))
        ? OptionalLong.of((long) source.channels() * source.height() * source.width())
        : OptionalLong.empty();
  }

  private static OptionalLong selected(Column column) {
    if (column.selector() instanceof ByPosition p) {
      return OptionalLong.of((long) p.last() - p.first() + 1);
    }
    boolean one = column.selector() instanceof ByName n && n.first().equals(n.last());
    return one ? OptionalLong.of(1) : OptionalLong.empty();
  }

  private static OptionalLong oneHot(Column column, long read) {
    for (Step step : column.steps()) {
      if (step instanceof Classes classes && classes.count().isPresent()) {
        return OptionalLong.of(read * classes.count().getAsInt());
      }
    }
    return OptionalLong.empty();
  }

  /** The step that makes the column one of classes, if it is one. */
  static Optional<Classes> classes(Column column) {
    int steps = column.steps().size();
    return steps > 0 && column.steps().get(steps - 1) instanceof Classes classes
        ? Optional.of(classes)
        : Optional.empty();
  }
}
