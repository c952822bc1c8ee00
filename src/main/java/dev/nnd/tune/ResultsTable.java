package dev.nnd.tune;

import dev.nnd.data.CsvFile;
import dev.nnd.program.Drawn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * All trials as a table of comma-separated values: number, how it ended, a column for each searched
 * parameter (empty where it was not drawn), the objective (empty if there is none) and the number
 * of epochs. Two searches with the same results have the same table, byte for byte.
 */
final class ResultsTable {
  private ResultsTable() {}

  /**
   * Writes the table whole or not at all.
   *
   * @param parameters the names of the searched parameters, in order
   */
  static void write(Path file, List<String> parameters, SearchRecord search) throws IOException {
    List<String> header = new ArrayList<>(List.of("trial", "end"));
    header.addAll(parameters);
    header.add(search.header().objective());
    header.add("epochs");
    List<List<String>> rows = new ArrayList<>();
    for (TrialRecord trial : search.trials()) rows.add(row(trial, parameters));
    CsvFile.write(file, header, rows);
  }

  private static List<String> row(TrialRecord trial, List<String> parameters) {
    List<String> row = new ArrayList<>();
    row.add(Integer.toString(trial.number()));
    row.add(trial.end().map(end -> end.name().toLowerCase(Locale.ROOT)).orElse(""));
    for (String parameter : parameters) {
      row.add(Optional.ofNullable(trial.drawn().get(parameter)).map(Drawn::text).orElse(""));
    }
    row.add(trial.objective().isPresent() ? Double.toString(trial.objective().orElseThrow()) : "");
    row.add(Integer.toString(trial.epochs().size()));
    return row;
  }
}
