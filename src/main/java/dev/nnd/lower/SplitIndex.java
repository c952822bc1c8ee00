package dev.nnd.lower;

import dev.nnd.graph.IndexMap;
import dev.nnd.graph.IndexMap.Axis;
import dev.nnd.graph.IndexMap.Index;
import dev.nnd.graph.IndexMap.Term;
import dev.nnd.graph.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A contraction whose index {@code i} is written as several: {@code i = (a * B + b) * C + c} for
 * the extents A, B, C. Every axis that is {@code i} becomes three axes; what stands on them is
 * reshaped.
 */
final class SplitIndex {
  private SplitIndex() {}

  /** The map with an index split; empty if the index is but a part of some axis. */
  static Optional<IndexMap> of(IndexMap map, int index, List<Integer> extents) {
    boolean whole =
        Stream.of(map.left(), map.right(), map.out())
            .flatMap(List::stream)
            .allMatch(axis -> axis.coefficient(index) == 0 || axis.equals(Axis.of(index)));
    if (!whole) return Optional.empty();
    List<Index> indices = new ArrayList<>(map.indices());
    indices.remove(index);
    indices.addAll(index, named(map, index, extents));
    int more = extents.size() - 1;
    return Optional.of(
        new IndexMap(
            indices,
            split(map.left(), index, more),
            split(map.right(), index, more),
            split(map.out(), index, more)));
  }

  private static List<Index> named(IndexMap map, int index, List<Integer> extents) {
    Set<String> taken = new HashSet<>();
    map.indices().forEach(other -> taken.add(other.name()));
    List<Index> parts = new ArrayList<>();
    for (int extent : extents) {
      String name = map.indices().get(index).name() + (char) ('a' + parts.size());
      while (!taken.add(name)) name += "x";
      parts.add(new Index(name, extent));
    }
    return parts;
  }

  private static List<Axis> split(List<Axis> axes, int index, int more) {
    List<Axis> result = new ArrayList<>();
    for (Axis axis : axes) {
      if (axis.equals(Axis.of(index))) {
        for (int part = 0; part <= more; part++) result.add(Axis.of(index + part));
      } else {
        result.add(new Axis(moved(axis.terms(), index, more), axis.offset()));
      }
    }
    return result;
  }

  /** Terms on indices behind the split one, which stand further back now. */
  private static List<Term> moved(List<Term> terms, int index, int more) {
    return terms.stream()
        .map(t -> t.index() > index ? new Term(t.coefficient(), t.index() + more) : t)
        .toList();
  }

  /** Whether an index that is an axis of an operand runs over all of it and no further. */
  static boolean covers(Shape shape, IndexMap map, List<Axis> axes, int index) {
    int at = axes.indexOf(Axis.of(index));
    return at < 0 || shape.dim(at) == map.indices().get(index).extent();
  }

  /** The shape of a tensor whose axes are these, once axis {@code i} is split. */
  static Shape shape(Shape shape, List<Axis> axes, int index, List<Integer> extents) {
    List<Integer> dims = new ArrayList<>();
    for (int i = 0; i < axes.size(); i++) {
      if (axes.get(i).equals(Axis.of(index))) dims.addAll(extents);
      else dims.add(shape.dim(i));
    }
    return new Shape(dims);
  }
}
