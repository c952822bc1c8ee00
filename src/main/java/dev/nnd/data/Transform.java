package dev.nnd.data;

import dev.nnd.runtime.CounterRandom;
import java.util.Arrays;
import java.util.List;

/**
 * A step that has learnt what it needs: the same change to raw values in training and in
 * prediction.
 */
sealed interface Transform
    permits Transform.Elementwise, ClassLabels, Transform.OneHot, Transform.Shuffle {
  /** The changed block; the given one must not be used any more, as its array may have changed. */
  Block apply(Block block, Blame blame);

  /**
   * What a step that works on numbers gets; {@code classes} comes first where cells may be texts.
   */
  static Block.Numbers numbers(Block block) {
    if (block instanceof Block.Numbers numbers) {
      return numbers;
    }
    throw new IllegalStateException("data: a step on numbers got texts");
  }

  /** A change to each value by itself. Computed in double, stored in float. */
  sealed interface Elementwise extends Transform {
    /** The changed value. {@code feature} is its index by {@link Features}. */
    double at(double value, int feature);

    /** The value that {@link #at} gave {@code changed} for. */
    double back(double changed, int feature);

    /** What values it can take, for messages. */
    default String domain() {
      return "a number that stays within float32";
    }

    @Override
    default Block apply(Block block, Blame blame) {
      Block.Numbers numbers = numbers(block);
      float[] values = numbers.values();
      Features features = Features.of(numbers.shape());
      int width = numbers.width();
      int i = 0;
      for (int row = 0; row < numbers.rows(); row++) {
        for (int position = 0; position < width; position++, i++) {
          float changed = (float) at(values[i], features.at(position));
          if (!Float.isFinite(changed)) {
            throw blame.value(numbers.place(), row, domain(), Blame.shown(values[i]));
          }
          values[i] = changed;
        }
      }
      return numbers;
    }
  }

  /** {@code x * factor}. */
  record Scale(double factor) implements Elementwise {
    @Override
    public double at(double value, int feature) {
      return value * factor;
    }

    @Override
    public double back(double changed, int feature) {
      return factor == 0 ? 0 : changed / factor;
    }
  }

  /** {@code x + amount}. */
  record Offset(double amount) implements Elementwise {
    @Override
    public double at(double value, int feature) {
      return value + amount;
    }

    @Override
    public double back(double changed, int feature) {
      return changed - amount;
    }
  }

  /** {@code log(1 + x)}. */
  record Log1p() implements Elementwise {
    @Override
    public double at(double value, int feature) {
      return StrictMath.log1p(value);
    }

    @Override
    public double back(double changed, int feature) {
      return StrictMath.expm1(changed);
    }

    @Override
    public String domain() {
      return "a number above -1, as `log1p` needs";
    }
  }

  /**
   * {@code (x - start) / length}, with numbers of each feature's own: mean and deviation, or least
   * value and range.
   *
   * @param start one a feature
   * @param length one a feature; never 0
   */
  record Normalize(double[] start, double[] length) implements Elementwise {
    @Override
    public double at(double value, int feature) {
      return (value - start[feature]) / length[feature];
    }

    @Override
    public double back(double changed, int feature) {
      return changed * length[feature] + start[feature];
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Normalize that
          && Arrays.equals(start, that.start)
          && Arrays.equals(length, that.length);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(start) + Arrays.hashCode(length);
    }
  }

  /**
   * A class to as many numbers as there are classes: 1 at its place, else 0.
   *
   * @param classes how many there are
   */
  record OneHot(int classes) implements Transform {
    @Override
    public Block apply(Block block, Blame blame) {
      Block.Numbers numbers = numbers(block);
      if (numbers.width() != 1) {
        throw blame.size(numbers.place(), 1, numbers.width());
      }
      long size = (long) numbers.rows() * classes;
      float[] values = FloatReader.allocate(numbers.place().file(), blame.origin(), size);
      for (int row = 0; row < numbers.rows(); row++) {
        values[row * classes + (int) numbers.values()[row]] = 1;
      }
      return new Block.Numbers(values, List.of(classes), numbers.rows(), numbers.place());
    }
  }

  /**
   * The values of every example in one random order.
   *
   * @param key of the order
   */
  record Shuffle(int key) implements Transform {
    @Override
    public Block apply(Block block, Blame blame) {
      Block.Numbers numbers = numbers(block);
      int width = numbers.width();
      int[] order = CounterRandom.permutation(key, width);
      float[] values = numbers.values();
      float[] example = new float[width];
      for (int row = 0; row < numbers.rows(); row++) {
        System.arraycopy(values, row * width, example, 0, width);
        for (int position = 0; position < width; position++) {
          values[row * width + position] = example[order[position]];
        }
      }
      return numbers;
    }

    /** Puts the values of every example back in their order. */
    void back(float[] values, int width) {
      int[] order = CounterRandom.permutation(key, width);
      float[] example = new float[width];
      for (int row = 0; row < values.length / width; row++) {
        System.arraycopy(values, row * width, example, 0, width);
        for (int position = 0; position < width; position++) {
          values[row * width + order[position]] = example[position];
        }
      }
    }
  }
}
