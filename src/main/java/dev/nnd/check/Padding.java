package dev.nnd.check;

import dev.nnd.check.Constant.ListOf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** How a window layer is padded, before the extents of its input are known. */
@FunctionalInterface
interface Padding {
  /**
   * As many outputs as a stride fits into the input, rounded up; what is odd goes to the end.
   *
   * <p>The padding of an axis is {@code (ceil(n / stride) - 1) * stride + reach - n} in all.
   */
  Padding SAME = Padding::same;

  /** None. */
  Padding VALID = (extents, reach, stride) -> Collections.nCopies(2 * extents.size(), 0);

  /**
   * Elements before and after each spatial axis.
   *
   * @param extents of the input, one a spatial axis
   * @param reach elements from the first tap of a window to its last
   * @param stride step between windows
   */
  List<Integer> around(List<Integer> extents, List<Integer> reach, List<Integer> stride);

  /** What may be written for the padding of some axes. */
  static Kind<Padding> over(int axes) {
    String list = axes == 1 ? "one such int or pair" : axes + " such ints or pairs";
    String expected = "`same`, `valid`, an int of at least 0, or a list of " + list;
    return Forms.<Padding>of("a padding")
        .word("same", SAME)
        .word("valid", VALID)
        .or(
            Kinds.constant(
                expected, c -> numeric(c, axes).map(n -> (extents, reach, stride) -> n)));
  }

  private static List<Integer> same(
      List<Integer> extents, List<Integer> reach, List<Integer> stride) {
    List<Integer> around = new ArrayList<>();
    for (int i = 0; i < extents.size(); i++) {
      int windows = (extents.get(i) - 1) / stride.get(i) + 1;
      long span = (long) (windows - 1) * stride.get(i) + reach.get(i);
      int all = (int) Math.max(0, span - extents.get(i));
      around.add(all / 2);
      around.add(all - all / 2);
    }
    return around;
  }

  private static Optional<List<Integer>> numeric(Constant constant, int axes) {
    ListOf sides =
        constant instanceof ListOf list ? list : new ListOf(Collections.nCopies(axes, constant));
    List<Integer> around = new ArrayList<>();
    for (Constant side : sides.items()) {
      ListOf pair = side instanceof ListOf list ? list : new ListOf(List.of(side, side));
      Kinds.ints(pair, 0).filter(p -> p.size() == 2).ifPresent(around::addAll);
    }
    boolean complete = sides.items().size() == axes && around.size() == 2 * axes;
    return complete ? Optional.of(around) : Optional.empty();
  }
}
