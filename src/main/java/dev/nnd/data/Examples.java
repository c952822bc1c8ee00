package dev.nnd.data;

import dev.nnd.program.DataPlan.Augment;
import dev.nnd.runtime.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Examples of several columns: a choice of rows of arrays that other examples may share. The arrays
 * must not change while this is in use.
 */
public final class Examples {
  /**
   * A column.
   *
   * @param moved how images move in training, with their shape
   */
  private record Column(float[] values, int width, Optional<Moved> moved) {}

  /** How images of a shape move in training. */
  private record Moved(Augment step, List<Integer> shape) {}

  private final Map<String, Column> columns = new LinkedHashMap<>();
  private final int[] rows;

  private Examples(int[] rows) {
    this.rows = rows;
  }

  /**
   * Examples in memory: arrays with the examples along the first axis, which are shared and not
   * copied.
   *
   * @throws IllegalArgumentException if there is no column, or they have different numbers of
   *     examples
   */
  public static Examples of(Map<String, Tensor> arrays) {
    List<Integer> counts =
        arrays.values().stream()
            .map(array -> array.shape().isEmpty() ? -1 : array.shape().get(0))
            .distinct()
            .toList();
    if (counts.size() != 1 || counts.get(0) < 0) {
      throw new IllegalArgumentException("the arrays have no common number of examples: " + arrays);
    }
    Examples examples = new Examples(IntStream.range(0, counts.get(0)).toArray());
    arrays.forEach(
        (name, array) -> {
          int width = Block.size(array.shape().subList(1, array.shape().size()));
          examples.columns.put(name, new Column(array.data(), width, Optional.empty()));
        });
    return examples;
  }

  /** The chosen rows of blocks. */
  static Examples of(Map<String, Block.Numbers> blocks, int[] rows) {
    Examples examples = new Examples(rows);
    blocks.forEach(
        (name, block) ->
            examples.columns.put(
                name, new Column(block.values(), block.width(), Optional.empty())));
    return examples;
  }

  /** The same, but that images of a shape move in training. */
  Examples augmented(String name, Augment step, List<Integer> shape) {
    Examples augmented = new Examples(rows);
    augmented.columns.putAll(columns);
    Column column = column(name);
    augmented.columns.put(
        name, new Column(column.values, column.width, Optional.of(new Moved(step, shape))));
    return augmented;
  }

  /** What moves the images of a column, if something does. */
  Optional<Augmentation> augmentation(String name) {
    return column(name)
        .moved
        .map(m -> new Augmentation(m.step, m.shape.get(0), m.shape.get(1), m.shape.get(2)));
  }

  /** How many examples there are. */
  public int count() {
    return rows.length;
  }

  /** The names of the columns, in order. */
  public List<String> names() {
    return List.copyOf(columns.keySet());
  }

  /** Values an example in a column. */
  public int width(String name) {
    return column(name).width;
  }

  /** Copies one example's values of a column. */
  public void copy(String name, int example, float[] into, int offset) {
    Column column = column(name);
    System.arraycopy(column.values, rows[example] * column.width, into, offset, column.width);
  }

  /**
   * Copies the values of {@code count} examples, chosen by {@code order} from {@code first} on,
   * next to each other.
   */
  void gather(String name, int[] order, int first, int count, float[] into) {
    Column column = column(name);
    for (int i = 0; i < count; i++) {
      int row = rows[order[first + i]];
      System.arraycopy(column.values, row * column.width, into, i * column.width, column.width);
    }
  }

  private Column column(String name) {
    Column column = columns.get(name);
    if (column == null) {
      throw new IllegalArgumentException("no column `" + name + "` among " + columns.keySet());
    }
    return column;
  }
}
