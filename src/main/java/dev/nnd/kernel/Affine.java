package dev.nnd.kernel;

import dev.nnd.graph.IndexMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A position along an axis as an affine sum of loop counters.
 *
 * @param coefficients one for each axis of the kernel's domain
 * @param offset the position where all counters are 0
 */
record Affine(List<Integer> coefficients, int offset) {
  Affine {
    coefficients = List.copyOf(coefficients);
  }

  // As for Buffer, not what a record brings by itself.

  @Override
  public boolean equals(Object other) {
    return other instanceof Affine affine
        && offset == affine.offset
        && coefficients.equals(affine.coefficients);
  }

  @Override
  public int hashCode() {
    return 31 * coefficients.hashCode() + offset;
  }

  /** The counter of one axis. */
  static Affine axis(int axis, int rank) {
    List<Integer> coefficients = new ArrayList<>(Collections.nCopies(rank, 0));
    coefficients.set(axis, 1);
    return new Affine(coefficients, 0);
  }

  /** The same position always. */
  static Affine constant(int position, int rank) {
    return new Affine(Collections.nCopies(rank, 0), position);
  }

  /** An axis of an index map of so many indices. */
  static Affine of(IndexMap.Axis axis, int indices) {
    List<Integer> coefficients = new ArrayList<>(Collections.nCopies(indices, 0));
    for (IndexMap.Term t : axis.terms()) {
      coefficients.set(t.index(), coefficients.get(t.index()) + t.coefficient());
    }
    return new Affine(coefficients, axis.offset());
  }

  /** Every axis by its own counter. */
  static List<Affine> identity(int rank) {
    List<Affine> index = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) index.add(axis(axis, rank));
    return index;
  }

  Affine plus(Affine other) {
    List<Integer> sum = new ArrayList<>();
    for (int i = 0; i < coefficients.size(); i++)
      sum.add(coefficients.get(i) + other.coefficients.get(i));
    return new Affine(sum, offset + other.offset);
  }

  Affine plus(int number) {
    return new Affine(coefficients, offset + number);
  }

  Affine times(int factor) {
    return new Affine(coefficients.stream().map(c -> c * factor).toList(), offset * factor);
  }

  /** A part of a position that is a multiple of the divisor everywhere. */
  Affine over(int divisor) {
    return new Affine(coefficients.stream().map(c -> c / divisor).toList(), offset / divisor);
  }

  /** The same position in a domain with one more axis in front. */
  Affine shifted() {
    List<Integer> longer = new ArrayList<>(List.of(0));
    longer.addAll(coefficients);
    return new Affine(longer, offset);
  }

  /** The position in another domain, in which the axes of this one stand at {@code place}. */
  Affine at(List<Affine> place) {
    Affine sum = constant(offset, place.isEmpty() ? 0 : place.get(0).coefficients().size());
    for (int axis = 0; axis < place.size(); axis++) {
      sum = sum.plus(place.get(axis).times(coefficients.get(axis)));
    }
    return sum;
  }

  /** The axis whose counter this is, or -1 if it is anything else. */
  int soleAxis() {
    if (offset != 0) return -1;
    int found = -1;
    for (int i = 0; i < coefficients.size(); i++) {
      if (coefficients.get(i) == 0) continue;
      if (found >= 0 || coefficients.get(i) != 1) return -1;
      found = i;
    }
    return found;
  }
}
