package dev.nnd.lower;

import dev.nnd.graph.IndexMap;
import dev.nnd.graph.IndexMap.Axis;
import dev.nnd.graph.IndexMap.Index;
import dev.nnd.graph.IndexMap.Term;
import java.util.ArrayList;
import java.util.List;

/** The indices of an {@link IndexMap} in the making. */
final class Indices {
  /** Stands for an index that is always 0 and therefore left out. */
  private static final int UNIT = -1;

  private final List<Index> indices = new ArrayList<>();

  /** Adds an index. */
  int add(String name, int extent) {
    indices.add(new Index(name, extent));
    return indices.size() - 1;
  }

  /** Adds an index unless its extent is 1; axes pass it over then. */
  int addUnlessUnit(String name, int extent) {
    return extent == 1 ? UNIT : add(name, extent);
  }

  /** {@code offset} plus the sum of coefficients times indices, which are given in pairs. */
  Axis axis(int offset, int... coefficientsAndIndices) {
    List<Term> terms = new ArrayList<>();
    for (int i = 0; i < coefficientsAndIndices.length; i += 2) {
      int index = coefficientsAndIndices[i + 1];
      if (index != UNIT) terms.add(new Term(coefficientsAndIndices[i], index));
    }
    return new Axis(terms, offset);
  }

  IndexMap map(List<Axis> left, List<Axis> right, List<Axis> out) {
    return new IndexMap(indices, left, right, out);
  }
}
