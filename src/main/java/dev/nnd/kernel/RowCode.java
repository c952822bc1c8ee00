package dev.nnd.kernel;

import dev.nnd.loop.Array;
import dev.nnd.loop.Expr;
import dev.nnd.loop.Int;
import dev.nnd.loop.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Elements of long rows, each part in a row of scratch of its own or together with a few others: C2
 * makes vectors of loops with few operations whose places are all constants. What it makes no
 * vectors of, selects and functions, has loops of its own.
 */
final class RowCode implements ElementCode.Reading {
  private static final int MOST_OPERATIONS = 4;

  private final Code code;
  private final ScratchRows rows;
  private final Int rounds;
  private final Int length;
  private final Starts starts;
  private final Map<Object, Expr> still = new HashMap<>();
  private final Map<Object, Integer> leaves = new HashMap<>();
  private final Map<Element, Integer> numbers = new IdentityHashMap<>();
  private final Map<List<Object>, Integer> equals = new HashMap<>();
  private final Map<Integer, Integer> made = new HashMap<>();
  private final Map<Integer, Integer> pending = new HashMap<>();
  private final Optional<Integer> product;
  private int next;

  /** Where a leaf is at the start of the row: the position of a number, a place in memory. */
  @FunctionalInterface
  interface Starts {
    Int of(Element leaf);
  }

  /**
   * Writes rows of so many rounds of their outermost loop.
   *
   * @param product the row of the sums of products, in a contraction
   * @param next the first row of scratch that is free
   */
  RowCode(
      Code code, ScratchRows rows, Int rounds, Starts starts, Optional<Integer> product, int next) {
    this.code = code;
    this.rows = rows;
    this.rounds = rounds;
    this.length = code.let("length", rounds.times(rows.inside()));
    this.starts = starts;
    this.product = product;
    this.next = next;
  }

  /** Leaves that other code has packed. */
  void know(Map<Object, Integer> packed) {
    leaves.putAll(packed);
  }

  /** The leaves of a value that have no row yet get theirs. */
  Map<Object, Integer> packLeaves(List<Element> parts) {
    for (Element part : parts) if (hasPlace(part)) leaf(part);
    return leaves;
  }

  /** How many elements the row has. */
  Int length() {
    return length;
  }

  /** The first row of scratch that is free. */
  int next() {
    return next;
  }

  /** The place of a row of scratch. */
  static Int place(int row) {
    return Int.of(row * ScratchRows.PITCH);
  }

  /** An element of a row of scratch. */
  static Expr load(Int column, int row) {
    return new Expr.Load(Array.scratch(0), column.plus(place(row)), false);
  }

  /** Whether a leaf depends on where it is. */
  static boolean hasPlace(Element part) {
    return part instanceof Element.Read
        || part instanceof Element.Position
        || part instanceof Element.Uniform;
  }

  /** The row of scratch that a value stands in, after the code that puts it there. */
  int row(Element value) {
    Map<Element, Integer> uses = new IdentityHashMap<>();
    List<Element> parts = Footprint.parts(value);
    for (Element part : parts) {
      for (Element operand : ElementCode.inputs(part)) uses.merge(operand, 1, Integer::sum);
    }
    for (Element part : parts) {
      numbers.put(part, equals.computeIfAbsent(key(part), k -> equals.size()));
      if (Footprint.operands(part).isEmpty()) {
        if (hasPlace(part)) leaf(part);
        if (part instanceof Element.SettingValue v) setting(v);
      } else {
        operation(part, uses.getOrDefault(part, 0) > 1);
      }
    }
    return make(value);
  }

  /** Equal for equal parts, whose operands have numbers. */
  private List<Object> key(Element part) {
    List<Object> key = new ArrayList<>();
    for (Element operand : Footprint.operands(part)) key.add(numbers.get(operand));
    if (part instanceof Element.Apply a) {
      key.add(a.function());
    } else if (part instanceof Element.Combine c) {
      key.add(c.function());
    } else if (part instanceof Element.Choose) {
      key.add(Element.Choose.class);
    } else {
      key.add(part);
    }
    return key;
  }

  /** Read before the loops: C2 would not know that stores to scratch leave it alone. */
  private void setting(Element.SettingValue value) {
    Expr load = new Expr.Load(Array.settings(), Int.of(value.position()), true);
    still.computeIfAbsent(value, v -> code.let("e", load, false));
  }

  private void leaf(Element part) {
    if (still.containsKey(part) || leaves.containsKey(part)) return;
    if (part instanceof Element.Read r) {
      keep(part, at -> new Expr.Load(Places.array(r.buffer()), at, true));
    } else if (part instanceof Element.Uniform u) {
      keep(part, at -> new Expr.Uniform(new Int.Key(u.stream()), at, 0));
    } else {
      keep(part, at -> new Expr.FromInt(at, 0));
    }
  }

  private void keep(Element part, Function<Int, Expr> value) {
    Int start = code.let("e", starts.of(part));
    if (rows.still(part)) {
      still.put(part, code.let("e", value.apply(start), false));
      return;
    }
    leaves.put(part, next);
    rows.pack(code, part, start, rounds, Array.scratch(0), place(next++), value, array(part));
  }

  private static Optional<Array> array(Element part) {
    return part instanceof Element.Read r
        ? Optional.of(Places.array(r.buffer()))
        : Optional.empty();
  }

  private void operation(Element part, boolean shared) {
    if (made.containsKey(numbers.get(part)) || pending.containsKey(numbers.get(part))) return;
    if (isAlone(part)) {
      for (Element operand : ElementCode.inputs(part))
        if (pending.containsKey(numbers.get(operand))) make(operand);
      make(part);
      return;
    }
    if (part instanceof Element.Combine c && ElementCode.isComparison(c)) {
      pending.put(numbers.get(part), MOST_OPERATIONS);
      return;
    }
    int operations = 1;
    for (Element operand : Footprint.operands(part))
      operations += pending.getOrDefault(numbers.get(operand), 0);
    pending.put(numbers.get(part), operations);
    if (shared || operations >= MOST_OPERATIONS) make(part);
  }

  private static boolean isAlone(Element part) {
    if (part instanceof Element.Choose) return true;
    if (!(part instanceof Element.Apply a)) return false;
    return switch (a.function()) {
      case NEGATE, ABS, SQRT -> false;
      case SIGN, EXP, LOG, TANH, SIGMOID, ERF -> true;
    };
  }

  /** Puts a part into a row of its own, unless it has one. */
  private int make(Element part) {
    if (hasPlace(part) && leaves.containsKey(part)) return leaves.get(part);
    if (made.containsKey(numbers.get(part))) return made.get(numbers.get(part));
    if (part instanceof Element.Product) return product.orElseThrow();
    int row = next++;
    code.loop(
        "j",
        Int.of(0),
        length,
        1,
        j -> {
          ElementCode element = new ElementCode(code, false, this);
          Expr value = element.write(part, known -> known(known, j));
          code.add(new Statement.Store(Array.scratch(0), j.plus(place(row)), value, false));
        });
    made.put(numbers.get(part), row);
    pending.remove(numbers.get(part));
    return row;
  }

  private Optional<Expr> known(Element part, Int column) {
    if (made.containsKey(numbers.get(part)))
      return Optional.of(load(column, made.get(numbers.get(part))));
    if (part instanceof Element.Product) return Optional.of(load(column, product.orElseThrow()));
    boolean leaf = Footprint.operands(part).isEmpty();
    if (leaf && still.containsKey(part)) return Optional.of(still.get(part));
    return hasPlace(part) ? Optional.of(load(column, leaves.get(part))) : Optional.empty();
  }

  @Override
  public Expr read(Element.Read read) {
    throw new IllegalStateException("kernel: a row that was not packed");
  }

  @Override
  public Expr position(Element.Position position) {
    throw new IllegalStateException("kernel: a row that was not packed");
  }

  @Override
  public Expr uniform(Element.Uniform uniform) {
    throw new IllegalStateException("kernel: a row that was not packed");
  }

  @Override
  public Optional<Expr> product() {
    return Optional.empty();
  }
}
