package dev.nnd.data;

import dev.nnd.program.DataPlan;
import dev.nnd.program.DataPlan.ByPosition;
import dev.nnd.program.DataPlan.Part;
import dev.nnd.runtime.Tensor;
import dev.nnd.source.Code;
import dev.nnd.source.Span;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the steps of a data set learnt: enough to turn raw values into a model's inputs, and its
 * outputs into class names, without the data set.
 */
public final class Preprocessing {
  private static final Preprocessing NONE =
      new Preprocessing(new LinkedHashMap<>(), "", CsvLayout.USUAL, false);

  private final Map<String, Recipe> recipes;
  private final String target;
  private final CsvLayout layout;
  private final boolean resizes;

  Preprocessing(Map<String, Recipe> recipes, String target, CsvLayout layout, boolean resizes) {
    this.recipes = recipes;
    this.target = target;
    this.layout = layout;
    this.resizes = resizes;
  }

  /**
   * How csv files for predictions look.
   *
   * @param header empty if no csv file was there to learn it from
   */
  record CsvLayout(Optional<Boolean> header, char delimiter) {
    static final CsvLayout USUAL = new CsvLayout(Optional.empty(), ',');
  }

  /** For models that bring no steps: values are taken as they are. */
  public static Preprocessing none() {
    return NONE;
  }

  static Preprocessing of(DataPlan plan, List<Recipe> recipes, String target) {
    Map<String, Recipe> byName = new LinkedHashMap<>();
    recipes.forEach(recipe -> byName.put(recipe.name(), recipe));
    DataPlan.Source source =
        plan.parts().whole().orElseGet(() -> plan.parts().sources().get(Part.TRAIN));
    CsvLayout layout =
        source instanceof DataPlan.Csv csv
            ? new CsvLayout(Optional.of(csv.header()), csv.delimiter())
            : CsvLayout.USUAL;
    boolean resizes = source instanceof DataPlan.ImageFolder;
    return new Preprocessing(byName, target, layout, resizes);
  }

  /** The text form, for the metadata of a weight file: the keys start with {@code data.}. */
  public Map<String, String> toMetadata() {
    return new MetadataWriter().write(this);
  }

  /**
   * Reads what {@link #toMetadata} wrote; other keys are left alone.
   *
   * @param file whose metadata it is, for messages
   * @throws DataException if a key is missing or makes no sense
   */
  public static Preprocessing fromMetadata(Path file, Map<String, String> metadata) {
    return new MetadataReader(file.toString(), metadata).read();
  }

  Map<String, Recipe> recipes() {
    return recipes;
  }

  CsvLayout layout() {
    return layout;
  }

  /** Whether the model learnt from pictures that were resized for it. */
  boolean resizes() {
    return resizes;
  }

  /** The name of the target's column; empty if there are no steps at all. */
  public String target() {
    return target;
  }

  /** The names of the target's classes by number; empty if it has none. */
  public List<String> classNames() {
    Recipe recipe = recipes.get(target);
    if (recipe != null) {
      for (Transform step : recipe.steps()) {
        if (step instanceof ClassLabels labels) {
          return labels.names();
        }
      }
    }
    return List.of();
  }

  /**
   * Turns what the model gives for its target back into the target's own units, as before {@code
   * standardize}, {@code scale} and the like, in place. Classes stay as they are.
   *
   * @param outputs of all examples
   * @param width values an example
   */
  public void restoreTarget(float[] outputs, int width) {
    if (recipes.containsKey(target)) recipes.get(target).restore(outputs, width);
  }

  /**
   * Raw values from memory as the inputs of a model. The arrays change in place.
   *
   * @param raw one array an input, with the examples along the first axis
   * @param inputs what the model's inputs take, by name
   * @throws DataException if a value or a size does not fit
   */
  public Examples apply(Map<String, Tensor> raw, Map<String, ColumnWanted> inputs) {
    return apply("raw", raw, inputs);
  }

  private Examples apply(String file, Map<String, Tensor> raw, Map<String, ColumnWanted> inputs) {
    List<ArrayColumns.Column> columns = new ArrayList<>();
    raw.keySet().forEach(name -> columns.add(new ArrayColumns.Column(name, file)));
    List<Tensor> arrays = List.copyOf(raw.values());
    List<Pick> picks = picksByName(inputs);
    return prepared(ArrayColumns.read(file, columns, arrays::get, picks), picks, inputs);
  }

  /**
   * A file of raw values as the inputs of a model.
   *
   * <p>{@code .csv}: rows like those of the csv file that the model learnt from, of which the
   * target may be missing; if there was none, rows of the values of the one input. {@code .npy}:
   * the array of the one input. {@code .npz}: arrays named like the inputs. {@code .png}, {@code
   * .jpg}, {@code .bmp}, {@code .gif}: one image for the one input, {@code [channels, height,
   * width]}, resized if the model learnt from a folder of images. The first three may end in {@code
   * .gz}.
   *
   * @param inputs what the model's inputs take, by name
   * @throws DataException if the file is not as described
   */
  public Examples read(Path file, Map<String, ColumnWanted> inputs) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT).replaceAll("\\.gz$", "");
    if (name.endsWith(".csv")) {
      return readCsv(file, inputs);
    }
    if (name.endsWith(".npz")) {
      List<Pick> picks = picksByName(inputs);
      return prepared(
          SourceReader.read(new DataPlan.Npz(file, Span.nowhere()), picks), picks, inputs);
    }
    if (name.endsWith(".npy")) {
      return apply(file.toString(), Map.of(only(inputs, file), NpyFile.read(file)), inputs);
    }
    if (name.matches(".*\\.(png|jpg|jpeg|bmp|gif)")) {
      String input = only(inputs, file);
      return apply(
          file.toString(),
          Map.of(input, ImageFile.read(file, inputs.get(input).shape(), resizes)),
          inputs);
    }
    throw DataException.of(
            Code.FILE_UNREADABLE, Span.nowhere(), file.toString(), "its name ends in no known way")
        .withHelp("what is known is .csv, .npy, .npz, .png, .jpg, .bmp and .gif");
  }

  private Examples readCsv(Path file, Map<String, ColumnWanted> inputs) {
    List<Pick> picks = new ArrayList<>();
    for (String input : inputs.keySet()) {
      Recipe recipe = recipes.get(input);
      boolean fromCsv = recipe != null && layout.header().isPresent();
      DataPlan.Selector selector =
          fromCsv
              ? recipe.selector()
              : new ByPosition(0, inputs.get(only(inputs, file)).size() - 1);
      picks.add(new Pick(input, selector, recipe != null && recipe.texts(), Span.nowhere()));
    }
    DataPlan.Csv source =
        new DataPlan.Csv(
            file,
            layout.header().orElseGet(() -> CsvFile.seemsToHaveHeader(file)),
            layout.delimiter(),
            Span.nowhere());
    return prepared(SourceReader.read(source, picks), picks, inputs);
  }

  private static String only(Map<String, ColumnWanted> inputs, Path file) {
    if (inputs.size() == 1) {
      return inputs.keySet().iterator().next();
    }
    throw DataException.of(
            Code.FILE_UNREADABLE,
            Span.nowhere(),
            file.toString(),
            "it can feed one input, and the model has " + inputs.size())
        .withHelp("bring an .npz file with " + String.join(", ", inputs.keySet()));
  }

  private static List<Pick> picksByName(Map<String, ColumnWanted> inputs) {
    return inputs.keySet().stream()
        .map(name -> new Pick(name, new DataPlan.ByName(name, name), false, Span.nowhere()))
        .toList();
  }

  private Examples prepared(List<Block> raw, List<Pick> picks, Map<String, ColumnWanted> inputs) {
    Map<String, Block.Numbers> blocks = new LinkedHashMap<>();
    for (int i = 0; i < picks.size(); i++) {
      String name = picks.get(i).name();
      Blame blame = new Blame(name, Span.nowhere());
      Recipe recipe = recipes.get(name);
      Block.Numbers block =
          recipe == null ? Transform.numbers(raw.get(i)) : recipe.apply(raw.get(i), blame);
      inputs.get(name).check(block, blame);
      blocks.put(name, block);
    }
    int rows = raw.get(0).rows();
    return Examples.of(blocks, IntStream.range(0, rows).toArray());
  }
}
