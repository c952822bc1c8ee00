package dev.nnd.kernel;

import dev.nnd.kernel.Kernel.Kind;
import dev.nnd.kernel.Kernel.Nest;
import dev.nnd.kernel.Kernel.Output;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes one sweep of several: nests over the same domain that read the same memory run together,
 * and what one stores the other takes from its register. The two sums of a norm's gradient become
 * one sweep so, and the moments and the weight of an optimizer's step.
 */
final class MergeNests {
  /** How many kernels back a partner is looked for. */
  private static final int WINDOW = 12;

  private static final int MOST_OPERATIONS = 90;
  private static final int MOST_OUTPUTS = 6;

  private MergeNests() {}

  /** The kernels with nests merged. */
  static List<Kernel> run(List<Kernel> kernels) {
    List<Kernel> merged = new ArrayList<>();
    Map<Kernel, Footprint> footprints = new IdentityHashMap<>();
    for (Kernel kernel : kernels) {
      if (!(kernel instanceof Nest nest) || !mergeInto(merged, nest, footprints))
        merged.add(kernel);
    }
    return merged;
  }

  private static boolean mergeInto(
      List<Kernel> earlier, Nest nest, Map<Kernel, Footprint> footprints) {
    Footprint own = Footprint.of(nest);
    for (int i = earlier.size() - 1; i >= Math.max(0, earlier.size() - WINDOW); i--) {
      if (earlier.get(i) instanceof Nest other && suits(other, nest)) {
        Nest both = join(other, nest);
        if (fits(both)) {
          earlier.set(i, both);
          return true;
        }
      }
      Footprint passed = footprints.computeIfAbsent(earlier.get(i), Footprint::of);
      if (!passed.independentOf(own)) return false;
    }
    return false;
  }

  /** Whether a nest is small enough for one routine. */
  static boolean fits(Nest nest) {
    int operations = Footprint.operations(nest.outputs().stream().map(Output::value).toList());
    return operations <= MOST_OPERATIONS && nest.outputs().size() <= MOST_OUTPUTS;
  }

  private static boolean suits(Nest first, Nest second) {
    if (!first.extents().equals(second.extents())
        || !Float.isNaN(first.fill())
        || !Float.isNaN(second.fill())) {
      return false;
    }
    Set<Set<Integer>> summed = new HashSet<>(summedAxes(first));
    summed.addAll(summedAxes(second));
    return summed.size() <= 1 && sharesMemory(first, second) && readsOnlyItsOwnPoint(first, second);
  }

  private static Set<Set<Integer>> summedAxes(Nest nest) {
    Set<Set<Integer>> all = new HashSet<>();
    for (Output output : nest.outputs()) {
      if (output.kind() == Kind.STORE) continue;
      Set<Integer> axes = new HashSet<>();
      for (int axis = 0; axis < nest.extents().size(); axis++)
        if (!output.keeps(axis)) axes.add(axis);
      all.add(axes);
    }
    return all;
  }

  private static boolean sharesMemory(Nest first, Nest second) {
    Footprint a = Footprint.of(first);
    Footprint b = Footprint.of(second);
    return !Collections.disjoint(a.reads(), b.reads())
        || !Collections.disjoint(a.writes(), b.reads());
  }

  /**
   * Whether what the first writes is touched by the second only at the same point of the domain.
   */
  private static boolean readsOnlyItsOwnPoint(Nest first, Nest second) {
    for (Output output : first.outputs()) {
      int memory = Footprint.memory(output.target());
      for (Output later : second.outputs()) {
        if (Footprint.memory(later.target()) == memory) return false;
        for (Element.Read read : Footprint.reads(later.value())) {
          if (Footprint.memory(read.buffer()) != memory) continue;
          boolean same =
              read.buffer().equals(output.target()) && read.index().equals(output.index());
          if (!same || output.kind() != Kind.STORE) return false;
        }
      }
    }
    return writesOnlyItsOwnPoint(first, second);
  }

  /**
   * Whether what the second writes is read by the first only at the same point: all reads of a
   * point precede its writes.
   */
  private static boolean writesOnlyItsOwnPoint(Nest first, Nest second) {
    for (Output output : second.outputs()) {
      for (Output earlier : first.outputs()) {
        for (Element.Read read : Footprint.reads(earlier.value())) {
          boolean same =
              read.buffer().equals(output.target()) && read.index().equals(output.index());
          if (Footprint.memory(read.buffer()) == Footprint.memory(output.target()) && !same)
            return false;
        }
      }
    }
    return true;
  }

  private static Nest join(Nest first, Nest second) {
    Map<Element, Element> done = new IdentityHashMap<>();
    Sharing sharing = new Sharing();
    List<Output> outputs = new ArrayList<>();
    for (Output output : first.outputs()) outputs.add(output.with(sharing.share(output.value())));
    for (Output output : second.outputs()) {
      Element value = output.value().replace(leaf -> fromRegister(leaf, first), done);
      outputs.add(output.with(sharing.share(value)));
    }
    return new Nest(first.extents(), outputs, Float.NaN, first.origin());
  }

  private static Element fromRegister(Element leaf, Nest first) {
    for (Output output : first.outputs()) {
      if (leaf instanceof Element.Read r && r.buffer().equals(output.target()))
        return output.value();
    }
    return leaf;
  }
}
