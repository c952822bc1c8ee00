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
    return call.mismatch("room for a window of " + window)
        .withHelp("`padding: same` lets windows reach over the edges");
  }
}
