package dev.nnd.check;

import dev.nnd.check.Constant.Int;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.syntax.Expression;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The common kinds of settings: numbers in a range, texts, truth values and lists. */
final class Kinds {
  /** The largest size, stride and so on: beyond any network, and sums of a few still fit an int. */
  static final int LARGEST = 1 << 24;

  /** What to do about a float where an int is needed. */
  static final String TO_INT = "`floor`, `ceil` and `round` turn a float into an int";

  private static final String TRUTH = "true or false";

  /** {@code true} or {@code false}. */
  static final Kind<Boolean> FLAG =
      constant(
          TRUTH, c -> c instanceof Constant.Bool b ? Optional.of(b.value()) : Optional.empty());

  /** A string. */
  static final Kind<String> TEXT =
      constant(
          "a string",
          c -> c instanceof Constant.Text t ? Optional.of(t.value()) : Optional.empty());

  /** A size: an int of at least 1. */
  static final Kind<Integer> COUNT = integer(1);

  /** An axis; a negative one counts from the end. */
  static final Kind<Integer> AXIS = constant("an int", c -> whole(c, -LARGEST, LARGEST));

  /** Any int of 64 bits. */
  static final Kind<Long> SEED =
      constant("an int", c -> c instanceof Int i ? Optional.of(i.value()) : Optional.empty());

  private Kinds() {}

  /** A kind of constants, in the words of a message and as a conversion. */
  static <T> Kind<T> constant(String expected, Function<Constant, Optional<T>> convert) {
    return (value, in, what) -> {
      Optional<Constant> constant = in.constant(value);
      Optional<T> converted = constant.flatMap(convert);
      if (constant.isPresent() && converted.isEmpty()) {
        in.session().out().report(wrong(value, what, expected, constant.get()));
      }
      return converted;
    };
  }

  private static Diagnostic wrong(Expression value, String what, String expected, Constant found) {
    Diagnostic wrong =
        Diagnostic.of(Code.WRONG_TYPE, value.span(), what, expected, found.describe());
    return toGoOn(expected, found).map(wrong::withHelp).orElse(wrong);
  }

  private static Optional<String> withoutQuotes(String expected, String text) {
    if (text.equals("same") || text.equals("valid")) {
      return Optional.of("write `padding: " + text + "`");
    }
    boolean number = text.matches("[0-9.]+(e-?[0-9]+)?");
    boolean truth = expected.equals(TRUTH) && text.matches("true|false");
    return number || truth ? Optional.of("write `" + text + "`, without quotes") : Optional.empty();
  }

  private static Optional<String> toGoOn(String expected, Constant found) {
    if (expected.startsWith("an int") && found instanceof Constant.Float) {
      return Optional.of(TO_INT);
    }
    if (found instanceof Constant.Text text) return withoutQuotes(expected, text.value());
    boolean zeroOrOne = found instanceof Int i && (i.value() == 0 || i.value() == 1);
    if (expected.equals(TRUTH) && zeroOrOne) {
      return Optional.of("write `" + (((Int) found).value() == 1) + "`");
    }
    // As in Linear(784, 10), whose second number is here where `bias` stands.
    return expected.equals(TRUTH) && found instanceof Int
        ? Optional.of("the sizes of inputs follow from what flows in: they are never written")
        : Optional.empty();
  }

  /** An int of at least {@code low}. */
  static Kind<Integer> integer(int low) {
    return constant("an int of at least " + low, c -> whole(c, low, LARGEST));
  }

  private static Optional<Integer> whole(Constant constant, int low, int high) {
    return constant instanceof Int i && i.value() >= low && i.value() <= high
        ? Optional.of((int) i.value())
        : Optional.empty();
  }

  /** A number in a range. */
  static Kind<Double> number(Range range) {
    return constant(
        range.text,
        c ->
            Numbers.isNumber(c) && range.contains(Numbers.real(c))
                ? Optional.of(Numbers.real(c))
                : Optional.empty());
  }

  /** Ranges of numbers, by how a message calls them. */
  enum Range {
    ANY("a number", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, true),
    POSITIVE("a number above 0", Double.MIN_VALUE, Double.POSITIVE_INFINITY, true),
    NOT_NEGATIVE("a number of at least 0", 0, Double.POSITIVE_INFINITY, true),
    UNIT("a number from 0 to 1", 0, 1, true),
    BELOW_ONE("a number of at least 0 and below 1", 0, 1, false),
    HALF_TURN("a number of degrees from 0 to 180", 0, 180, true),
    INSIDE_ONE("a number between 0 and 1", Double.MIN_VALUE, 1, false);

    private final String text;
    private final double low;
    private final double high;
    private final boolean highIncluded;

    Range(String text, double low, double high, boolean highIncluded) {
      this.text = text;
      this.low = low;
      this.high = high;
      this.highIncluded = highIncluded;
    }

    boolean contains(double value) {
      return value >= low && (highIncluded ? value <= high : value < high);
    }
  }

  /** One int for each of {@code count} axes, or a single one for all. */
  static Kind<List<Integer>> perAxis(int count, int low) {
    String each = " of at least " + low;
    String expected = count == 1 ? "an int" + each : "an int" + each + ", or a list of " + count;
    return constant(expected, c -> perAxis(c, count, low));
  }

  private static Optional<List<Integer>> perAxis(Constant constant, int count, int low) {
    if (constant instanceof Constant.ListOf list) {
      return ints(list, low).filter(items -> items.size() == count);
    }
    return whole(constant, low, LARGEST).map(i -> Collections.nCopies(count, i));
  }

  /** The items of a list, if all are ints of at least {@code low}. */
  static Optional<List<Integer>> ints(Constant.ListOf list, int low) {
    List<Integer> items = new ArrayList<>();
    for (Constant item : list.items()) {
      whole(item, low, LARGEST).ifPresent(items::add);
    }
    return items.size() == list.items().size() ? Optional.of(items) : Optional.empty();
  }

  /** Names for a message, in quotes and with commas. */
  static String listed(Iterable<String> names) {
    List<String> quoted = new ArrayList<>();
    names.forEach(name -> quoted.add("`" + name + "`"));
    return quoted.stream().collect(Collectors.joining(", "));
  }
}
