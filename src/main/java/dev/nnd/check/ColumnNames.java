package dev.nnd.check;

import dev.nnd.program.DataPlan;
import dev.nnd.program.DataPlan.ByName;
import dev.nnd.program.DataPlan.Column;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether a source can have the columns of a name, before its files are read. */
final class ColumnNames implements DataPlan.SourceVisitor<Boolean> {
  private final Session session;
  private final Column column;
  private final ByName names;

  ColumnNames(Session session, Column column, ByName names) {
    this.session = session;
    this.column = column;
    this.names = names;
  }

  @Override
  public Boolean csv(DataPlan.Csv source) {
    if (!source.header()) {
      Diagnostic nameless = Diagnostic.of(Code.NO_HEADER, column.origin(), column.name());
      session
          .out()
          .report(
              nameless
                  .withLabel(source.origin(), "has no header")
                  .withHelp("call its columns by their positions, from 0: `column(0)`"));
    }
    return source.header();
  }

  @Override
  public Boolean idx(DataPlan.Idx source) {
    return among(List.of("images", "labels"), "idx");
  }

  @Override
  public Boolean npy(DataPlan.Npy source) {
    return among(source.arrays().stream().map(Map.Entry::getKey).toList(), "npy");
  }

  @Override
  public Boolean npz(DataPlan.Npz source) {
    return true;
  }

  @Override
  public Boolean imageFolder(DataPlan.ImageFolder source) {
    return among(List.of("images", "labels"), "image_folder");
  }

  private boolean among(List<String> columns, String source) {
    List<String> missing = new ArrayList<>(List.of(names.first(), names.last()));
    missing.removeAll(columns);
    if (!missing.isEmpty()) {
      Diagnostic none =
          Diagnostic.of(Code.NO_SOURCE_COLUMN, column.origin(), source, "`" + missing.get(0) + "`");
      session.out().report(none.withHelp("columns: " + Kinds.listed(columns)));
    }
    return missing.isEmpty();
  }
}
