package dev.nnd.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The extents of a tensor's axes. Axis 0 may be {@link #BATCH}, whose extent is known only at run
 * time.
 *
 * @param dims extents, each at least 1, or {@link #BATCH} in front
 */
public record Shape(List<Integer> dims) {
  /** The extent of the batch axis; prints as {@code N}. */
  public static final int BATCH = -1;

  /** Checks the extents. */
  public Shape {
    dims = List.copyOf(dims);
    for (int axis = 0; axis < dims.size(); axis++) {
      int dim = dims.get(axis);
      if (dim < 1 && !(dim == BATCH && axis == 0)) {
        throw new IllegalArgumentException("extent " + dim + " at axis " + axis);
      }
    }
  }

  /** The shape with these extents. */
  public static Shape of(int... dims) {
    return new Shape(Arrays.stream(dims).boxed().toList());
  }

  /** The shape of a single number. */
  public static Shape scalar() {
    return of();
  }

  /** The number of axes, the batch axis included. */
  public int rank() {
    return dims.size();
  }

  /** The extent of an axis; a negative axis counts from the end. */
  public int dim(int axis) {
    return dims.get(axis < 0 ? axis + rank() : axis);
  }

  /** Whether axis 0 is the batch axis. */
  public boolean batched() {
    return rank() > 0 && dims.get(0) == BATCH;
  }

  /** The axes that users write: all but the batch axis. */
  public List<Integer> written() {
    return batched() ? dims.subList(1, rank()) : dims;
  }

  /** This shape with a batch axis in front. */
  public Shape perSample() {
    if (batched()) throw new IllegalStateException(this + " has a batch axis");
    List<Integer> all = new ArrayList<>(List.of(BATCH));
    all.addAll(dims);
    return new Shape(all);
  }

  /** The number of elements, of one sample if there is a batch axis. */
  public long size() {
    return written().stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /** This shape with another extent at one axis. */
  public Shape with(int axis, int dim) {
    List<Integer> changed = new ArrayList<>(dims);
    changed.set(axis, dim);
    return new Shape(changed);
  }

  /** This shape with one more axis behind its last. */
  public Shape and(int dim) {
    List<Integer> more = new ArrayList<>(dims);
    more.add(dim);
    return new Shape(more);
  }

  /** This shape without some axes. */
  public Shape without(List<Integer> axes) {
    List<Integer> kept = new ArrayList<>();
    for (int axis = 0; axis < rank(); axis++) if (!axes.contains(axis)) kept.add(dims.get(axis));
    return new Shape(kept);
  }

  // As for Value, not what a record brings by itself.

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && dims.equals(shape.dims);
  }

  @Override
  public int hashCode() {
    return dims.hashCode();
  }

  /** Extents in brackets with {@code N} for the batch, as in {@code [N, 3, 8, 8]}. */
  @Override
  public String toString() {
    return dims.stream()
        .map(d -> d == BATCH ? "N" : d.toString())
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
