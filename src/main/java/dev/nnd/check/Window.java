package dev.nnd.check;

import dev.nnd.source.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The windows of a layer over the spatial axes of its input, settled.
 *
 * @param padding elements before and after each axis
 */
record Window(List<Integer> padding) {
  /** Few kernels are larger. */
  private static final int SMALL = 7;

  /**
   * Windows over the input of a layer. Empty if not even one fits, which is then reported.
   *
   * @param size taps of a window
   * @param dilation distance between taps
   */
  static Optional<Window> over(
      LayerCall call,
      List<Integer> size,
      List<Integer> stride,
      List<Integer> dilation,
      Padding padding) {
    List<Integer> extents = call.shape().dims().subList(2, call.shape().rank());
    List<Integer> reach = new ArrayList<>();
    for (int i = 0; i < size.size(); i++) {
      long taps = (long) dilation.get(i) * (size.get(i) - 1) + 1;
      reach.add((int) Math.min(taps, Integer.MAX_VALUE));
    }
    List<Integer> around = padding.around(extents, reach, stride);
    for (int i = 0; i < size.size(); i++) {
      long room = (long) extents.get(i) + around.get(2 * i) + around.get(2 * i + 1);
      if (reach.get(i) > room) {
        call.assembly().report(tooLarge(call, reach));
        return Optional.empty();
      }
    }
    return Optional.of(new Window(around));
  }

  private static Diagnostic tooLarge(LayerCall call, List<Integer> reach) {
    String window = reach.stream().map(String::valueOf).collect(Collectors.joining(" x "));
    Diagnostic small = call.mismatch("room for a window of " + window);
    // As in Conv2d(1, 32, 3), whose first number is not written here.
    boolean shifted =
        call.name().equals("conv2d")
            && call.get(WeightLayers.CHANNELS) == call.shape().dim(1)
            && reach.stream().allMatch(r -> r > SMALL);
    return small.withHelp(
        shifted
            ? "the channels of the input are never written: `" + call.name() + "(32, kernel: 3)`"
            : "`padding: same` lets windows reach over the edges");
  }
}
