package dev.nnd.data;

import dev.nnd.program.DataPlan;
import dev.nnd.program.DataPlan.Part;
import dev.nnd.source.Code;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The sources of a data set while they are prepared: read once each, then changed in place, step by
 * step.
 */
final class Tables {
  /** Rows of one source. */
  record Rows(Map<String, Block> table, int[] rows) {
    Examples examples() {
      Map<String, Block.Numbers> blocks = new LinkedHashMap<>();
      table.forEach((name, block) -> blocks.put(name, Transform.numbers(block)));
      return Examples.of(blocks, rows);
    }
  }

  private final DataPlan plan;
  private final List<Map<String, Block>> tables = new ArrayList<>();
  private final Map<Part, Rows> parts = new EnumMap<>(Part.class);

  private Tables(DataPlan plan) {
    this.plan = plan;
  }

  /** Reads all sources and divides them. */
  static Tables read(DataPlan plan) {
    Tables tables = new Tables(plan);
    DataPlan.Parts parts = plan.parts();
    if (parts.whole().isPresent()) {
      tables.divide(tables.read(parts.whole().get()), parts.shares());
    } else {
      for (Part part : Part.values()) {
        if (parts.sources().containsKey(part)) {
          Map<String, Block> table = tables.read(parts.sources().get(part));
          tables.parts.put(part, new Rows(table, IntStream.range(0, count(table)).toArray()));
        }
      }
    }
    if (!tables.parts.containsKey(Part.TRAIN)) {
      throw DataException.of(Code.NO_TRAIN_PART, plan.origin(), plan.name());
    }
    if (parts.whole().isEmpty() && parts.shares().containsKey(Part.VALIDATION)) {
      double share = parts.shares().get(Part.VALIDATION);
      tables.divide(
          tables.parts.get(Part.TRAIN).table,
          Map.of(Part.TRAIN, 1 - share, Part.VALIDATION, share));
    }
    return tables;
  }

  private static int count(Map<String, Block> table) {
    return table.values().iterator().next().rows();
  }

  private Map<String, Block> read(DataPlan.Source source) {
    List<Pick> picks = new ArrayList<>();
    for (DataPlan.Column column : plan.columns()) {
      boolean texts =
          !column.steps().isEmpty() && column.steps().get(0) instanceof DataPlan.Classes;
      picks.add(new Pick(column.name(), column.selector(), texts, column.origin()));
    }
    List<Block> blocks = SourceReader.read(source, picks);
    Map<String, Block> table = new LinkedHashMap<>();
    for (int i = 0; i < picks.size(); i++) {
      table.put(picks.get(i).name(), blocks.get(i));
    }
    tables.add(table);
    return table;
  }

  private void divide(Map<String, Block> table, Map<Part, Double> shares) {
    Split.of(count(table), shares, plan.parts().seed())
        .forEach(
            (part, rows) -> {
              if (rows.length == 0) {
                throw DataException.of(
                    Code.EMPTY_PART,
                    plan.origin(),
                    part.name().toLowerCase(Locale.ROOT),
                    plan.name(),
                    "its share of " + Range.counted(count(table), "row") + " is too small");
              }
              parts.put(part, new Rows(table, rows));
            });
  }

  /** Applies the steps of every column, those of {@code learnt} where it has the column. */
  List<Recipe> prepare(Map<String, Recipe> learnt) {
    List<Recipe> recipes = new ArrayList<>();
    for (DataPlan.Column column : plan.columns()) {
      Recipe known = learnt.get(column.name());
      if (known == null) {
        recipes.add(fit(column));
      } else {
        Blame blame = new Blame(column.name(), column.origin());
        tables.forEach(table -> table.compute(column.name(), (n, raw) -> known.apply(raw, blame)));
        recipes.add(known);
      }
    }
    return recipes;
  }

  private Recipe fit(DataPlan.Column column) {
    Rows train = parts.get(Part.TRAIN);
    List<Integer> shape = shape(column);
    List<Transform> done = new ArrayList<>();
    for (DataPlan.Step step : column.steps()) {
      if (step instanceof DataPlan.Augment) continue; // Done to batches.
      Blame blame = new Blame(column.name(), step.origin());
      Block block = train.table.get(column.name());
      Transform transform =
          step.accept(new Fitting(block, train.rows, done, blame, plan.parts().seed()));
      tables.forEach(
          table -> table.compute(column.name(), (n, before) -> transform.apply(before, blame)));
      done.add(transform);
    }
    return new Recipe(column.name(), column.selector(), shape, done);
  }

  /** The shape of raw examples, which is the same in all tables. */
  private List<Integer> shape(DataPlan.Column column) {
    if (!(parts.get(Part.TRAIN).table.get(column.name()) instanceof Block.Numbers first)) {
      return List.of();
    }
    for (Block.Numbers block : column(column.name())) {
      if (!block.shape().equals(first.shape())) {
        throw new Blame(column.name(), column.origin())
            .size(block.place(), first.shape(), block.shape());
      }
    }
    return first.shape();
  }

  /** The blocks of a column in all tables; they must be numbers. */
  List<Block.Numbers> column(String name) {
    return tables.stream().map(table -> Transform.numbers(table.get(name))).toList();
  }

  /** The rows of each part. */
  Map<Part, Rows> parts() {
    return parts;
  }
}
