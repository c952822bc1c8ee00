package dev.nnd.check;

import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The settings of layers whose windows slide over some spatial axes.
 *
 * @param axes how many there are
 * @param kernel extents of the windows of a convolution
 * @param size extents of the windows of a pool
 * @param stride step between windows
 * @param poolStride likewise; the window's extents if absent
 */
record Sliding(
    int axes,
    Setting<List<Integer>> kernel,
    Setting<List<Integer>> size,
    Setting<List<Integer>> stride,
    Setting<Optional<List<Integer>>> poolStride,
    Setting<Padding> padding,
    Setting<List<Integer>> dilation) {
  /** Over {@code [channels, time]}. */
  static final Sliding SEQUENCE = over(1);

  /** Over {@code [channels, height, width]}. */
  static final Sliding IMAGE = over(2);

  private static Sliding over(int axes) {
    Kind<List<Integer>> each = Kinds.perAxis(axes, 1);
    List<Integer> ones = Collections.nCopies(axes, 1);
    return new Sliding(
        axes,
        Setting.required("kernel", each),
        Setting.required("size", each),
        Setting.of("stride", each, ones),
        Setting.optional("stride", each),
        Setting.of("padding", Padding.over(axes), Padding.VALID),
        Setting.of("dilation", each, ones));
  }

  /** No gaps between the taps of a window. */
  List<Integer> noDilation() {
    return Collections.nCopies(axes, 1);
  }

  /** Whether the input of a layer has these axes after its channels; if not, that is reported. */
  boolean suits(LayerCall call) {
    boolean suits = call.writtenRank() == axes + 1;
    if (!suits) {
      call.needsChannels(axes);
    }
    return suits;
  }
}
