package dev.nnd.check;

import dev.nnd.graph.Shape;
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

  /** The most channels that an image file has. */
  private static final int COLOURS = 4;

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
    return call.mismatch("room for a window of " + window).withHelp(toGoOn(call));
  }

  private static String toGoOn(LayerCall call) {
    Assembly assembly = call.assembly();
    List<Integer> sizes = call.shape().written();
    boolean shifted =
        isShifted(call.name(), call.settings(), call.shape())
            || assembly.uses().stream()
                .anyMatch(
                    use ->
                        isShifted(
                            use.name(),
                            use.settings(),
                            assembly.builder().shape(use.inputs().get(0))));
    if (shifted) {
      return "the channels of the input are never written: `conv2d(32, kernel: 3)`";
    }
    if (sizes.stream().skip(1).allMatch(size -> size == 1)) {
      return "nothing is left to slide over: leave out a pool or a stride before it";
    }
    int last = sizes.get(sizes.size() - 1);
    if (sizes.size() == 3 && last <= COLOURS && sizes.get(0) > COLOURS) {
      String image = Types.text(List.of(last, sizes.get(0), sizes.get(1)));
      return "the channels of an image come first: " + image;
    }
    return "`padding: same` lets windows reach over the edges";
  }

  /** Whether this looks like {@code Conv2d(1, 32, 3)}, whose first number is not written here. */
  private static boolean isShifted(String layer, Settings settings, Shape input) {
    return layer.equals("conv2d")
        && input.rank() > 1
        && settings.named("channels").equals(Optional.of(input.dim(1)))
        && settings.named("kernel").orElse(List.of()) instanceof List<?> kernel
        && !kernel.isEmpty()
        && kernel.stream().allMatch(size -> size instanceof Integer i && i > SMALL);
  }
}
