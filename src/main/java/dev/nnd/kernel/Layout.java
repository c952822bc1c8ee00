package dev.nnd.kernel;

import dev.nnd.graph.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Where the elements of a buffer stand: element {@code i} is at {@code origin + sum of
 * strides[axis] * i[axis]} from the buffer's start.
 *
 * @param strides steps, in elements, one for each axis of the shape; the batch axis steps over
 *     {@code size}, but for {@link #tilesOfAll}
 * @param origin where the element at index 0 stands: behind the border
 * @param size elements of one sample (of all, if there is no batch axis), gaps and borders included
 * @param order the axes from slowest to fastest, without the batch axis
 * @param width how many elements the fastest axis may be read and written for: its extent, or that
 *     rounded up to whole vectors
 * @param borders zeros around each axis of the shape
 */
record Layout(
    List<Integer> strides,
    int origin,
    int size,
    List<Integer> order,
    int width,
    List<Reach> borders) {
  /** Rows are whole multiples of this many floats: the widest vector there is. */
  static final int BLOCK = 16;

  Layout {
    strides = List.copyOf(strides);
    order = List.copyOf(order);
    borders = List.copyOf(borders);
  }

  /** Row-major without gaps: how callers lay out their arrays. */
  static Layout plain(Shape shape) {
    List<Integer> order = new ArrayList<>();
    for (int axis = shape.batched() ? 1 : 0; axis < shape.rank(); axis++) order.add(axis);
    return of(shape, order, Collections.nCopies(shape.rank(), Reach.NONE), false);
  }

  /**
   * With one axis fastest, zeros around, and the rows of the fastest padded to whole vectors if
   * asked. The other axes keep their order, except in the weights of a convolution, {@code [out,
   * in, …]}: there the channels that are not fastest come next to it, as they do in the images that
   * are multiplied with them.
   */
  static Layout of(Shape shape, int minor, List<Reach> borders, boolean padded) {
    List<Integer> order = new ArrayList<>();
    boolean weights = !shape.batched() && shape.rank() > 2 && (minor == 0 || minor == 1);
    int first = weights ? 2 : shape.batched() ? 1 : 0;
    for (int axis = first; axis < shape.rank(); axis++) if (axis != minor) order.add(axis);
    if (weights) order.add(1 - minor);
    if (minor >= 0) order.add(minor);
    return of(shape, order, borders, padded);
  }

  /**
   * Equal parts one after the other, each laid out as a shape without axis 0 is.
   *
   * @param minor the fastest axis, counted with axis 0
   */
  static Layout parts(Shape shape, int minor) {
    Shape one = new Shape(shape.dims().subList(1, shape.rank()));
    Layout part = of(one, minor - 1, Collections.nCopies(one.rank(), Reach.NONE), true);
    List<Integer> strides = new ArrayList<>(List.of(part.size));
    strides.addAll(part.strides);
    List<Integer> order = new ArrayList<>(List.of(0));
    for (int axis : part.order) order.add(axis + 1);
    List<Reach> borders = Collections.nCopies(shape.rank(), Reach.NONE);
    int size = Math.multiplyExact(shape.dim(0), part.size);
    return new Layout(strides, part.origin, size, order, part.width, borders);
  }

  /**
   * Tiles {@code [N,A,P,P,I,J]} with those of all samples next to each other, for each place in a
   * tile: a sum over tiles and samples is one run through memory.
   *
   * @param capacity the most samples there are
   */
  static Layout tilesOfAll(Shape shape, int capacity) {
    Layout one = of(shape, 1, Collections.nCopies(shape.rank(), Reach.NONE), true);
    List<Integer> strides = new ArrayList<>(one.strides);
    strides.set(0, one.strides.get(3));
    for (int axis = 2; axis < 4; axis++)
      strides.set(axis, MemoryPlan.toInt((long) capacity * one.strides.get(axis)));
    return new Layout(strides, one.origin, one.size, one.order, one.width, one.borders);
  }

  private static Layout of(Shape shape, List<Integer> order, List<Reach> borders, boolean padded) {
    List<Integer> strides = new ArrayList<>(Collections.nCopies(shape.rank(), 0));
    int stride = 1;
    int origin = 0;
    int width = 1;
    for (int i = order.size() - 1; i >= 0; i--) {
      int axis = order.get(i);
      Reach border = borders.get(axis);
      strides.set(axis, stride);
      origin = Math.addExact(origin, Math.multiplyExact(border.low(), stride));
      int extent = shape.dim(axis) + border.low() + border.high();
      if (i == order.size() - 1) {
        if (padded) extent = roundUp(extent);
        // What is written into the gap behind a row may be anything: it must not meet the zeros.
        width = border.high() > 0 ? shape.dim(axis) : extent - border.low();
      }
      stride = Math.multiplyExact(stride, extent);
    }
    if (padded) stride = roundUp(stride);
    if (shape.batched()) strides.set(0, stride);
    return new Layout(strides, origin, stride, order, width, borders);
  }

  /**
   * A step of a value that is laid out like this and whose axis 1 counts steps.
   *
   * @param one the shape of a step
   * @param ahead how many steps it comes after the one that the loop is at
   */
  Layout ofStep(Shape one, int ahead) {
    List<Integer> kept = new ArrayList<>(strides);
    kept.remove(1);
    List<Reach> around = new ArrayList<>(borders);
    around.remove(1);
    List<Integer> left = new ArrayList<>();
    for (int axis : order) if (axis != 1) left.add(axis > 1 ? axis - 1 : axis);
    int room = minor() != 1 ? width : left.isEmpty() ? 1 : one.dim(left.get(left.size() - 1));
    return new Layout(kept, origin + ahead * strides.get(1), size, left, room, around);
  }

  /** The next multiple of {@link #BLOCK}. */
  static int roundUp(int n) {
    return Math.addExact(n, BLOCK - 1) / BLOCK * BLOCK;
  }

  /** The fastest axis, or -1 for a single number. */
  int minor() {
    return order.isEmpty() ? -1 : order.get(order.size() - 1);
  }

  /** Whether each sample, of a value that has a batch axis, has a stretch of memory of its own. */
  boolean keepsSamplesApart() {
    return strides.get(0) == size;
  }

  /** Whether there are zeros around any axis. */
  boolean bordered() {
    return !borders.stream().allMatch(Reach::isNone);
  }
}
