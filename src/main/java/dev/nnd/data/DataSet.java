package dev.nnd.data;

import dev.nnd.program.DataPlan;
import dev.nnd.program.DataPlan.Part;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Nearest;
import dev.nnd.source.Span;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The parts of a {@code data} declaration, read, preprocessed and checked against a model. */
public final class DataSet {
  private final DataPlan plan;
  private final Map<Part, Examples> parts;
  private final Preprocessing preprocessing;

  private DataSet(DataPlan plan, Map<Part, Examples> parts, Preprocessing preprocessing) {
    this.plan = plan;
    this.parts = parts;
    this.preprocessing = preprocessing;
  }

  /**
   * Reads the files of {@code plan}. Steps that learn, learn from the train part.
   *
   * @param inputs what the model's inputs take, by name
   * @throws DataException if a file is not as the program says, or the columns do not fit the
   *     inputs
   */
  public static DataSet load(DataPlan plan, Map<String, ColumnWanted> inputs) {
    return load(plan, inputs, Optional.empty());
  }

  /** As above, but with steps that learnt before, as a saved model's did. */
  public static DataSet load(
      DataPlan plan, Map<String, ColumnWanted> inputs, Preprocessing learnt) {
    return load(plan, inputs, Optional.of(learnt));
  }

  private static DataSet load(
      DataPlan plan, Map<String, ColumnWanted> inputs, Optional<Preprocessing> learnt) {
    String target = target(plan, inputs);
    Tables tables = Tables.read(plan);
    List<Recipe> recipes = tables.prepare(learnt.map(Preprocessing::recipes).orElse(Map.of()));
    for (DataPlan.Column column : plan.columns()) {
      Blame blame = new Blame(column.name(), column.origin());
      List<Block.Numbers> blocks = tables.column(column.name());
      for (Block.Numbers block : blocks) {
        ColumnWanted wanted = inputs.get(column.name());
        if (wanted != null) {
          wanted.check(block, blame);
        } else if (block.width() != blocks.get(0).width()) {
          throw blame.size(block.place(), blocks.get(0).width(), block.width());
        }
      }
    }
    Map<Part, Examples> parts = new EnumMap<>(Part.class);
    tables.parts().forEach((part, rows) -> parts.put(part, rows.examples()));
    for (DataPlan.Column column : plan.columns()) {
      if (column.augment().isPresent()) {
        List<Integer> shape =
            inputs.containsKey(column.name())
                ? inputs.get(column.name()).shape()
                : tables.column(column.name()).get(0).shape();
        expectImages(column, column.augment().get(), shape);
        parts.computeIfPresent(
            Part.TRAIN,
            (part, train) -> train.augmented(column.name(), column.augment().get(), shape));
      }
    }
    return new DataSet(plan, parts, Preprocessing.of(plan, recipes, target));
  }

  private static void expectImages(
      DataPlan.Column column, DataPlan.Augment step, List<Integer> shape) {
    if (shape.size() != 3) {
      throw DataException.of(Code.NO_IMAGES, step.origin(), column.name(), shape);
    }
  }

  /** The one column that feeds no input. */
  private static String target(DataPlan plan, Map<String, ColumnWanted> inputs) {
    List<String> names = plan.columns().stream().map(DataPlan.Column::name).toList();
    for (String input : inputs.keySet()) {
      if (!names.contains(input)) {
        throw DataException.of(Code.INPUT_WITHOUT_COLUMN, plan.origin(), plan.name(), input)
            .withHelp(Nearest.to(input, names).map(near -> "did you mean `" + near + "`?"));
      }
    }
    List<String> free = names.stream().filter(name -> !inputs.containsKey(name)).toList();
    if (free.isEmpty()) {
      throw DataException.of(Code.NO_TARGET, plan.origin(), plan.name());
    }
    if (free.size() > 1) {
      String all = free.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
      throw DataException.of(Code.SEVERAL_TARGETS, plan.origin(), free.size(), plan.name(), all)
          .withHelp("just one may be left over: it is the target");
    }
    return free.get(0);
  }

  /** The examples of a part, if the declaration has it. */
  public Optional<Examples> part(Part part) {
    return Optional.ofNullable(parts.get(part));
  }

  /** The name of the column that feeds no input. */
  public String target() {
    return preprocessing.target();
  }

  /** What looks like a mistake in the files, but need not be one. */
  public List<Diagnostic> warnings() {
    boolean byName = plan.columns().stream().anyMatch(c -> c.selector() instanceof DataPlan.ByName);
    List<DataPlan.Source> sources = new ArrayList<>(plan.parts().sources().values());
    plan.parts().whole().ifPresent(sources::add);
    List<Diagnostic> warnings = new ArrayList<>();
    for (DataPlan.Source source : sources) {
      // A name that a program uses is a name.
      if (!byName
          && source instanceof DataPlan.Csv csv
          && csv.header()
          && CsvFile.headerLooksLikeAnExample(csv)) {
        warnings.add(Diagnostic.of(Code.HEADER_OF_NUMBERS, csv.origin(), csv.path()));
      }
    }
    return warnings;
  }

  /** All that was learnt, to travel with the model. */
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /**
   * Checks that the target has as many classes as the model tells apart.
   *
   * @throws DataException if the target has steps that make classes, and another number of them
   */
  public void expectClasses(int outputs) {
    List<String> names = preprocessing.classNames();
    if (!names.isEmpty() && names.size() != outputs) {
      Span origin =
          plan.columns().stream()
              .filter(column -> column.name().equals(target()))
              .map(DataPlan.Column::origin)
              .findFirst()
              .orElseThrow();
      throw new Blame(target(), origin)
          .labels(
              "`" + plan.name() + "`",
              outputs + (outputs == 1 ? " class" : " classes") + " as in the model's output",
              Integer.toString(names.size()));
    }
  }
}
