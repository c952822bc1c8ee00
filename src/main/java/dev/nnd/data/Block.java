package dev.nnd.data;

import java.util.List;

/**
 * The values of one column for all rows of a file. The arrays belong to the block's owner and may
 * change in place.
 */
sealed interface Block {
  /** How many examples. */
  int rows();

  /** Where the rows come from. */
  Place place();

  /**
   * Numbers, row after row.
   *
   * @param shape the extents of one example; empty for a single number
   * @param values {@code rows} times the product of {@code shape}
   */
  record Numbers(float[] values, List<Integer> shape, int rows, Place place) implements Block {
    public Numbers {
      shape = List.copyOf(shape);
    }

    /** Values an example. */
    int width() {
      return size(shape);
    }
  }

  /**
   * Texts, as indices into the different ones there are.
   *
   * @param codes one a row
   * @param texts in the order in which they occur
   */
  record Texts(int[] codes, List<String> texts, Place place) implements Block {
    public Texts {
      texts = List.copyOf(texts);
    }

    @Override
    public int rows() {
      return codes.length;
    }
  }

  /** The product of extents that are known to fit. */
  static int size(List<Integer> shape) {
    return shape.stream().reduce(1, Math::multiplyExact);
  }
}
