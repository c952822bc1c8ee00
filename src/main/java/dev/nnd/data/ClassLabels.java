package dev.nnd.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Labels to {@code 0..n-1}, their places in {@code names}.
 *
 * @param names of the classes; numbers are written as {@link Blame#shown} does
 * @param numeric whether labels are numbers, so that {@code 1}, {@code 1.0} and a 1 in an array are
 *     one label
 */
record ClassLabels(List<String> names, boolean numeric) implements Transform {
  ClassLabels {
    names = List.copyOf(names);
  }

  /** Labels that are the numbers {@code 0..n-1} already. */
  static ClassLabels upTo(int count) {
    return new ClassLabels(IntStream.range(0, count).mapToObj(Integer::toString).toList(), true);
  }

  @Override
  public Block apply(Block block, Blame blame) {
    return block instanceof Block.Texts texts
        ? fromTexts(texts, blame)
        : fromNumbers(Transform.numbers(block), blame);
  }

  private Block fromTexts(Block.Texts block, Blame blame) {
    Map<String, Integer> classOf = classOf();
    int[] classes = new int[block.texts().size()];
    for (int code = 0; code < classes.length; code++) {
      classes[code] = classOf.getOrDefault(canonical(block.texts().get(code)), -1);
    }
    float[] values = new float[block.rows()];
    for (int row = 0; row < values.length; row++) {
      int code = block.codes()[row];
      if (classes[code] < 0) {
        throw unknown(block, row, CsvColumn.quoted(block.texts().get(code)), blame);
      }
      values[row] = classes[code];
    }
    return new Block.Numbers(values, List.of(), values.length, block.place());
  }

  private Block fromNumbers(Block.Numbers block, Blame blame) {
    Map<String, Integer> classOf = classOf();
    Map<Float, Integer> known = new HashMap<>();
    classOf.forEach((name, number) -> known.put(Decimal.parse(name), number));
    float[] values = block.values();
    for (int i = 0; i < values.length; i++) {
      Integer found = known.get(values[i] + 0f); // Turns -0 into 0.
      if (found == null) {
        throw unknown(block, i / block.width(), Blame.shown(values[i]), blame);
      }
      values[i] = found;
    }
    return block;
  }

  private Map<String, Integer> classOf() {
    Map<String, Integer> classOf = new HashMap<>();
    for (int number = 0; number < names.size(); number++) {
      classOf.put(names.get(number), number);
    }
    return classOf;
  }

  private String canonical(String text) {
    if (!numeric) {
      return text;
    }
    float value = Decimal.parse(text);
    return Float.isNaN(value) ? text : Blame.shown(value + 0f);
  }

  private DataException unknown(Block block, int row, String found, Blame blame) {
    String expected =
        equals(upTo(names.size()))
            ? "a class from 0 to " + (names.size() - 1)
            : "a label of the train part";
    return blame.labels(block.place().row(row), expected, found);
  }
}
