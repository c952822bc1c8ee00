package dev.nnd.lower;

import dev.nnd.graph.IndexMap;
import dev.nnd.graph.IndexMap.Axis;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Shape;
import java.util.ArrayList;
import java.util.List;

/** Dense and convolution layers as contractions of input and weight. */
final class ContractionMaps {
  private static final List<String> WINDOW = List.of("p", "q");
  private static final List<String> TAP = List.of("r", "s");

  private ContractionMaps() {}

  /** {@code n, …, i; o, i; n, …, o}. */
  static IndexMap dense(Shape x, Shape weight) {
    Indices indices = new Indices();
    List<Axis> rows = new ArrayList<>();
    for (int axis = 0; axis < x.rank() - 1; axis++) {
      rows.add(Axis.of(indices.add(axis == 0 ? "n" : "p" + axis, x.dim(axis))));
    }
    Axis o = Axis.of(indices.add("o", weight.dim(0)));
    Axis i = Axis.of(indices.add("i", weight.dim(1)));
    return indices.map(append(rows, i), List.of(o, i), append(rows, o));
  }

  private static List<Axis> append(List<Axis> axes, Axis last) {
    List<Axis> all = new ArrayList<>(axes);
    all.add(last);
    return all;
  }

  /**
   * {@code n, c, stride*p + dilation*r - before, …; o, c, r, …; n, o, p, …}.
   *
   * <p>With groups the channels are mixed-radix numbers: input {@code (C/groups)*g + c}, output
   * {@code (K/groups)*g + o}. Indices of extent 1 are left out of windows and groups, so that a
   * depthwise convolution reads {@code g} on both sides and a 1x1 convolution is a matrix product.
   */
  static IndexMap convolution(Layer.Convolution op, Shape x, Shape weight, Shape y) {
    int outs = y.dim(1) / op.groups();
    int ins = weight.dim(1);
    boolean grouped = op.groups() > 1;
    Indices indices = new Indices();
    int n = indices.add("n", x.dim(0));
    int g = indices.addUnlessUnit("g", op.groups());
    int o = grouped ? indices.addUnlessUnit("o", outs) : indices.add("o", outs);
    List<Integer> windows = new ArrayList<>();
    for (int i = 0; i < op.stride().size(); i++)
      windows.add(indices.add(WINDOW.get(i), y.dim(2 + i)));
    int c = grouped ? indices.addUnlessUnit("c", ins) : indices.add("c", ins);

    List<Axis> left = new ArrayList<>(List.of(Axis.of(n), indices.axis(0, ins, g, 1, c)));
    List<Axis> right =
        new ArrayList<>(List.of(indices.axis(0, outs, g, 1, o), indices.axis(0, 1, c)));
    List<Axis> out = new ArrayList<>(List.of(Axis.of(n), indices.axis(0, outs, g, 1, o)));
    for (int i = 0; i < windows.size(); i++) {
      int tap = indices.addUnlessUnit(TAP.get(i), weight.dim(2 + i));
      int window = windows.get(i);
      int before = op.padding().get(2 * i);
      left.add(indices.axis(-before, op.stride().get(i), window, op.dilation().get(i), tap));
      right.add(indices.axis(0, 1, tap));
      out.add(Axis.of(window));
    }
    return indices.map(left, right, out);
  }

  /**
   * The map of the convolution whose input gradient a transposed convolution is: it takes the
   * result and the weight to the input.
   */
  static IndexMap transposed(Layer.TransposedConvolution op, Shape x, Shape weight, Shape y) {
    return convolution(op.forward(), y, weight, x);
  }
}
