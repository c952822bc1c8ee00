package dev.nnd.data;

import dev.nnd.runtime.Tensor;
import dev.nnd.source.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The columns of a source whose columns are arrays with the examples along the first axis. */
final class ArrayColumns {
  /**
   * One array.
   *
   * @param file how messages call the file that it is in
   */
  record Column(String name, String file) {}

  /** Reads the array at a position. */
  @FunctionalInterface
  interface Loader {
    Tensor load(int position);
  }

  private ArrayColumns() {}

  /**
   * One block a pick. Only what is picked is read.
   *
   * @param file how messages call the source as a whole
   */
  static List<Block> read(String file, List<Column> columns, Loader loader, List<Pick> picks) {
    List<String> names = columns.stream().map(Column::name).toList();
    List<Block> blocks = new ArrayList<>();
    for (Pick pick : picks) {
      Range range = Range.of(pick, file, Optional.of(names), names.size());
      List<Block.Numbers> parts = new ArrayList<>();
      for (int position = range.first(); position <= range.last(); position++) {
        // A block changes in place, so an array that is picked twice is read twice.
        parts.add(block(columns.get(position), loader.load(position), pick));
      }
      blocks.add(parts.size() == 1 ? parts.get(0) : sideBySide(parts, pick));
    }
    return blocks;
  }

  private static Block.Numbers block(Column column, Tensor array, Pick pick) {
    List<Integer> shape = array.shape();
    if (shape.isEmpty()) {
      throw DataException.of(
              Code.FILE_MALFORMED,
              pick.origin(),
              column.file(),
              "an array of examples",
              "it is a single number, without an axis for the examples")
          .withHelp("give it one: an array of n examples is [n] or [n, ...]");
    }
    Place place = Place.indices(column.file());
    int rows = shape.get(0);
    Block.Numbers block =
        new Block.Numbers(array.data(), shape.subList(1, shape.size()), rows, place);
    for (int i = 0; i < block.values().length; i++) {
      float value = block.values()[i];
      if (!Float.isFinite(value)) {
        throw DataException.of(
            Code.BAD_CELL,
            pick.origin(),
            place.row(i / block.width()),
            "`" + column.name() + "`",
            "a number",
            Float.toString(value));
      }
    }
    return block;
  }

  /** The values of several columns as one, an example's next to each other. */
  private static Block.Numbers sideBySide(List<Block.Numbers> parts, Pick pick) {
    Block.Numbers first = parts.get(0);
    long values = 0;
    for (Block.Numbers part : parts) {
      expectEqual(first, part, pick);
      values += part.values().length;
    }
    float[] all = FloatReader.allocate(first.place().file(), pick.origin(), values);
    int width = all.length / first.rows();
    int offset = 0;
    for (Block.Numbers part : parts) {
      for (int row = 0; row < part.rows(); row++) {
        System.arraycopy(
            part.values(), row * part.width(), all, row * width + offset, part.width());
      }
      offset += part.width();
    }
    return new Block.Numbers(all, List.of(width), first.rows(), first.place());
  }

  /** Checks that two blocks have as many rows. */
  static void expectEqual(Block a, Block b, Pick pick) {
    if (a.rows() != b.rows()) {
      throw DataException.of(
          Code.COUNTS_DIFFER,
          pick.origin(),
          "`" + a.place().file() + "`",
          Range.counted(a.rows(), "example"),
          "`" + b.place().file() + "`",
          Range.counted(b.rows(), "example"));
    }
  }
}
