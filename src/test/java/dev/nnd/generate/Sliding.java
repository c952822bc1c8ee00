package dev.nnd.generate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Layers whose windows slide over the axes after the channels. */
final class Sliding {
  private final Call call;
  private final int axes;
  private final boolean pool;
  private final Function<Scope, List<Integer>> extent;
  private final Function<Scope, List<Integer>> stride;
  private final Function<Scope, List<Integer>> dilation;
  private final boolean same;
  private final List<Integer> around;

  /** The windows of a convolution. */
  static Sliding convolution(Call call, int axes) {
    return new Sliding(call, axes, false);
  }

  /** The windows of a pool. */
  static Sliding pool(Call call, int axes) {
    return new Sliding(call, axes, true);
  }

  /** The windows of a transposed convolution, which have no gaps. */
  static Sliding transposed(Call call) {
    return new Sliding(call, 2, false, false);
  }

  private Sliding(Call call, int axes, boolean pool) {
    this(call, axes, pool, !pool);
  }

  private Sliding(Call call, int axes, boolean pool, boolean dilated) {
    this.call = call;
    this.axes = axes;
    this.pool = pool;
    boolean keeps = call.chance().oneIn(3);
    List<Integer> extents = call.several(axes, 1, 3);
    this.extent = call.each(pool ? "size" : "kernel", extents);
    boolean strides = !keeps && (pool || call.chance().oneIn(2));
    Function<Scope, List<Integer>> none = s -> Collections.nCopies(axes, 1);
    this.stride =
        strides || pool && keeps
            ? call.each("stride", keeps ? call.several(axes, 1, 1) : call.several(axes, 1, 3))
            : pool ? extent : none;
    this.dilation = dilated ? call.maybeEach("dilation", axes, 2) : none;
    this.around = new ArrayList<>();
    this.same = keeps || call.chance().oneIn(4);
    if (same) call.text("padding", "same");
    else padding();
  }

  private void padding() {
    Chance chance = call.chance();
    List<Integer> sides = call.several(2 * axes, 0, 2);
    if (chance.oneIn(3)) sides.replaceAll(side -> 0);
    boolean zero = sides.stream().allMatch(side -> side == 0);
    boolean equal = sides.stream().distinct().count() == 1;
    around.addAll(sides);
    if (zero && chance.oneIn(2)) return;
    if (zero && chance.oneIn(2)) call.text("padding", "valid");
    else if (equal && chance.oneIn(2)) call.text("padding", String.valueOf(sides.get(0)));
    else call.text("padding", pairs(sides));
  }

  private static String pairs(List<Integer> sides) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < sides.size(); i += 2) {
      int before = sides.get(i);
      int after = sides.get(i + 1);
      pairs.add(before == after ? String.valueOf(before) : "[" + before + ", " + after + "]");
    }
    return pairs.stream().collect(Collectors.joining(", ", "[", "]"));
  }

  /** The windows' sizes put in place of the axes after the first; empty if none fits. */
  Optional<Tensor> over(Tensor in, Scope scope) {
    if (in.ints() || in.rank() != axes + 1) return Optional.empty();
    Tensor out = in;
    for (int i = 0; i < axes; i++) {
      int size = extent.apply(scope).get(i);
      int step = stride.apply(scope).get(i);
      int gap = dilation.apply(scope).get(i);
      if (size < 1 || step < 1 || gap < 1) return Optional.empty();
      int reach = (size - 1) * gap + 1;
      int all = in.size(i + 1);
      if (same) {
        out = out.with(i + 1, (all + step - 1) / step);
        continue;
      }
      int before = around.get(2 * i);
      int after = around.get(2 * i + 1);
      int room = all + before + after - reach;
      boolean inPadding = pool && (before >= size || after >= size);
      if (room < 0 || inPadding) return Optional.empty();
      out = out.with(i + 1, room / step + 1);
    }
    return Optional.of(out);
  }

  /** The same for a transposed convolution, which makes its input larger. */
  Optional<Tensor> under(Tensor in, Scope scope, Function<Scope, List<Integer>> more) {
    if (in.ints() || in.rank() != axes + 1) return Optional.empty();
    Tensor out = in;
    for (int i = 0; i < axes; i++) {
      int size = extent.apply(scope).get(i);
      int step = stride.apply(scope).get(i);
      int added = more.apply(scope).get(i);
      if (size < 1 || step < 1 || added < 0 || added >= step) return Optional.empty();
      if (same && added > 0) return Optional.empty();
      int taken = same ? 0 : around.get(2 * i) + around.get(2 * i + 1);
      int all = in.size(i + 1);
      int result = same ? all * step : (all - 1) * step + size - taken + added;
      if (result < 1) return Optional.empty();
      out = out.with(i + 1, result);
    }
    return Optional.of(out);
  }
}
