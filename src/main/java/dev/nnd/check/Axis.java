package dev.nnd.check;

import dev.nnd.program.Distribution;
import dev.nnd.program.Drawn;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The values of a drawn parameter that stand for all of them: all, if they are few; else its ends,
 * those around every point where something may change, and enough in between to tell polynomials of
 * the degrees that sizes have apart. Values that were found once keep their index.
 */
final class Axis {
  /** As many values stand for themselves. */
  private static final int FEW = 32;

  /** As many are tried where nothing else helps. */
  private static final int MANY = 2_000;

  /** Points of a range: one more than the highest degree that is told from others. */
  private static final int POINTS = 9;

  /** Periods of a division that are tried at either end. */
  private static final int PERIODS = 2;

  /** The longest such period. */
  private static final int LONGEST = 64;

  /** Beyond them, a strategy draws nothing of a normal distribution. */
  private static final double DEVIATIONS = 8.3;

  private final List<Drawn> values = new ArrayList<>();
  private final TreeSet<Double> known = new TreeSet<>();
  private final double low;
  private final double step;
  private final double count;
  private final boolean whole;
  private boolean complete;
  private long period = 1;

  /**
   * A range.
   *
   * @param step 0 if there is a value between any two
   * @param count of values
   * @param whole whether they are ints
   */
  private Axis(double low, double high, double step, double count, boolean whole) {
    this.low = low;
    this.step = step;
    this.count = count;
    this.whole = whole;
    if (count <= FEW) {
      LongStream.range(0, (long) count).forEach(this::add);
      complete = true;
    } else if (step == 0) {
      List.of(low, (low + high) / 2, high).forEach(this::put);
    } else {
      for (int i = 0; i < POINTS; i++) {
        add(Math.round((count - 1) / (POINTS - 1) * i));
      }
      LongStream.of(1, 2, (long) count - 2).forEach(this::add);
    }
  }

  private Axis(List<Drawn> values) {
    this.values.addAll(values);
    this.low = 0;
    this.step = 0;
    this.count = values.size();
    this.whole = false;
    this.complete = true;
  }

  /** The axis of a distribution. */
  static Axis of(Distribution distribution) {
    return distribution.accept(new Maker());
  }

  private static final class Maker implements Distribution.Visitor<Axis> {
    @Override
    public Axis uniform(Distribution.Uniform uniform) {
      double range = uniform.high() - uniform.low();
      double step = uniform.step().orElse(0);
      double count = step == 0 ? Double.MAX_VALUE : Math.floor(range / step + 1e-9) + 1;
      return new Axis(uniform.low(), uniform.high(), step, count, false);
    }

    @Override
    public Axis normal(Distribution.Normal normal) {
      double far = DEVIATIONS * normal.deviation();
      return new Axis(normal.mean() - far, normal.mean() + far, 0, Double.MAX_VALUE, false);
    }

    @Override
    public Axis whole(Distribution.Whole range) {
      double count = Math.floor((double) (range.high() - range.low()) / range.step()) + 1;
      return new Axis(range.low(), range.high(), range.step(), count, true);
    }

    @Override
    public Axis choice(Distribution.Choice choice) {
      List<String> texts = choice.texts();
      return new Axis(
          IntStream.range(0, texts.size())
              .mapToObj(i -> (Drawn) new Drawn.Choice(i, texts.get(i)))
              .toList());
    }
  }

  /** The values, in the order in which they were found. */
  List<Drawn> values() {
    return values;
  }

  int size() {
    return values.size();
  }

  /** Whether these are all values that there are. */
  boolean isComplete() {
    return complete;
  }

  /** The value of an index as a number. */
  double number(int index) {
    Drawn value = values.get(index);
    return value instanceof Drawn.Int i ? i.value() : ((Drawn.Real) value).value();
  }

  private void add(long index) {
    if (index >= 0 && index < count) {
      put(low + index * step);
    }
  }

  private void put(double value) {
    if (known.add(value)) {
      values.add(whole ? new Drawn.Int((long) value) : new Drawn.Real(value));
    }
  }

  /** Adds the values next to a point where something changes. Whether there are new ones. */
  boolean around(double point) {
    int before = size();
    if (step == 0) {
      if (point > known.first() && point < known.last()) {
        put(point);
      }
    } else if (point > known.first() && point < known.last()) {
      add((long) Math.floor((point - low) / step + 1e-9));
      add((long) Math.ceil((point - low) / step - 1e-9));
    }
    return size() > before;
  }

  /** Adds values of each remainder of a division. False if there are too many remainders. */
  boolean remainders(long modulus) {
    if (complete || period % modulus == 0) {
      return true;
    }
    long longer = period * modulus;
    if (!whole || longer > LONGEST) {
      return false;
    }
    period = longer;
    for (long i = 0; i < PERIODS * period; i++) {
      add(i);
      add((long) count - 1 - i);
    }
    return true;
  }

  /** Adds all values, if they are not too many. */
  boolean enumerate() {
    if (!complete && count <= MANY) {
      LongStream.range(0, (long) count).forEach(this::add);
      complete = true;
    }
    return complete;
  }
}
