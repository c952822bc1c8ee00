package dev.nnd.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds the classes of a column.
 *
 * <p>Labels that are all whole numbers are numbers: with {@code classes(n)} they must be {@code
 * 0..n-1} already, of which some may be missing; with {@code classes} those of the train part are
 * numbered by size. Other labels are numbered in sorted order, and {@code classes(n)} wants exactly
 * {@code n} of them.
 */
final class ClassFitting {
  private final Block block;
  private final int[] rows;
  private final OptionalInt count;
  private final Blame blame;

  ClassFitting(Block block, int[] rows, OptionalInt count, Blame blame) {
    this.block = block;
    this.rows = rows;
    this.count = count;
    this.blame = blame;
  }

  ClassLabels fit() {
    return block instanceof Block.Texts texts ? ofTexts(texts) : ofNumbers((Block.Numbers) block);
  }

  private ClassLabels ofNumbers(Block.Numbers numbers) {
    if (count.isPresent()) {
      return ClassLabels.upTo(count.getAsInt());
    }
    SortedSet<Float> found = new TreeSet<>();
    int width = numbers.width();
    for (int row : rows) {
      for (int i = row * width; i < (row + 1) * width; i++) {
        float value = numbers.values()[i] + 0f; // Turns -0 into 0.
        if (value != Math.rint(value)) {
          throw blame.labels(
              numbers.place().row(row), "a whole number or a text", Blame.shown(value));
        }
        found.add(value);
      }
    }
    return new ClassLabels(found.stream().map(Blame::shown).toList(), true);
  }

  private ClassLabels ofTexts(Block.Texts texts) {
    // By text: the row in which it comes first.
    SortedMap<String, Integer> found = firstRows(texts);
    Map<Boolean, List<String>> byKind =
        found.keySet().stream().collect(Collectors.partitioningBy(ClassFitting::isWhole));
    List<String> words = byKind.get(false);
    if (words.isEmpty()) {
      return count.isPresent()
          ? ClassLabels.upTo(count.getAsInt())
          : new ClassLabels(sortedNumbers(byKind.get(true)), true);
    }
    if (count.isPresent() && found.size() != count.getAsInt()) {
      throw miscounted(texts, found, words);
    }
    return new ClassLabels(List.copyOf(found.keySet()), false);
  }

  private SortedMap<String, Integer> firstRows(Block.Texts texts) {
    int[] firstOf = new int[texts.texts().size()];
    Arrays.fill(firstOf, Integer.MAX_VALUE);
    for (int row : rows) {
      int code = texts.codes()[row];
      firstOf[code] = Math.min(firstOf[code], row);
    }
    SortedMap<String, Integer> found = new TreeMap<>();
    for (int code = 0; code < firstOf.length; code++) {
      if (firstOf[code] != Integer.MAX_VALUE) {
        found.put(texts.texts().get(code), firstOf[code]);
      }
    }
    return found;
  }

  /** Larger numbers may be equal as floats, but not as labels. */
  private static boolean isWhole(String text) {
    float value = Decimal.parse(text);
    return value == Math.rint(value) && Math.abs(value) <= 1 << 24;
  }

  private static List<String> sortedNumbers(List<String> texts) {
    return texts.stream()
        .map(text -> Decimal.parse(text) + 0f)
        .distinct()
        .sorted()
        .map(Blame::shown)
        .toList();
  }

  private DataException miscounted(
      Block.Texts texts, SortedMap<String, Integer> found, List<String> words) {
    int wanted = count.getAsInt();
    if (words.size() < found.size()) { // Mostly a wrong cell among numbers.
      String word = words.stream().min(Comparator.comparing(found::get)).get();
      return blame.labels(
          texts.place().row(found.get(word)),
          "a class from 0 to " + (wanted - 1),
          CsvColumn.quoted(word));
    }
    String all =
        found.keySet().stream().limit(20).map(CsvColumn::quoted).collect(Collectors.joining(", "));
    String place =
        found.size() < wanted
            ? "`" + texts.place().file() + "`"
            : texts.place().row(found.values().stream().sorted().skip(wanted).findFirst().get());
    return blame.labels(
        place,
        wanted + " classes",
        Range.counted(found.size(), "different label") + " in the train part: " + all);
  }
}
