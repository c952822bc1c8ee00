package dev.nnd.check;

import dev.nnd.graph.Layer;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Value;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Convolutions turned round, which make their input larger. */
final class TransposedLayers {
  static final Setting<List<Integer>> OUTPUT_PADDING =
      Setting.of("output_padding", Kinds.perAxis(2, 0), List.of(0, 0));

  private TransposedLayers() {}

  static Optional<Value> convolution(LayerCall call) {
    if (!Sliding.IMAGE.suits(call)) {
      return Optional.empty();
    }
    List<Integer> kernel = call.get(Sliding.IMAGE.kernel());
    List<Integer> stride = call.get(Sliding.IMAGE.stride());
    boolean same = call.get(Sliding.IMAGE.padding()) == Padding.SAME;
    Optional<String> wrong = wrongOutputPadding(call.get(OUTPUT_PADDING), stride, same);
    if (wrong.isPresent()) {
      String given = Types.text(call.get(OUTPUT_PADDING));
      call.assembly().report(Diagnostic.of(Code.OUTPUT_PADDING, call.span(), given, wrong.get()));
      return Optional.empty();
    }
    List<Integer> around = around(call, kernel, stride, same);
    List<Integer> more = new ArrayList<>();
    for (int i = 0; i < kernel.size(); i++) {
      int extent = call.shape().dim(2 + i);
      int taken = around.get(2 * i) + around.get(2 * i + 1);
      // Where the kernel is smaller than the stride, nothing reaches the last elements.
      int filled = same ? Math.max(0, stride.get(i) - kernel.get(i)) : 0;
      more.add(filled + call.get(OUTPUT_PADDING).get(i));
      long result = (extent - 1L) * stride.get(i) + kernel.get(i) - taken + more.get(i);
      if (result < 1) {
        String padding = Types.text(around.subList(2 * i, 2 * i + 2));
        return call.needs("more elements than the padding " + padding + " takes away");
      }
      if (result > Assembly.MOST_ELEMENTS) {
        return call.needs("fewer elements, so that the result fits into memory");
      }
    }
    return convolution(
        call, new Layer.TransposedConvolution(stride, around, more, call.get(WeightLayers.BIAS)));
  }

  private static Optional<String> wrongOutputPadding(
      List<Integer> more, List<Integer> stride, boolean same) {
    for (int i = 0; i < more.size(); i++) {
      if (same && more.get(i) > 0) {
        return Optional.of("has no place beside `same`, which settles the size of the result");
      }
      if (more.get(i) >= stride.get(i)) {
        return Optional.of("must be less than the stride, which is " + Types.text(stride));
      }
    }
    return Optional.empty();
  }

  /** What is taken away: with {@code same}, so much that input * stride is left. */
  private static List<Integer> around(
      LayerCall call, List<Integer> kernel, List<Integer> stride, boolean same) {
    List<Integer> extents = new ArrayList<>();
    for (int i = 0; i < kernel.size(); i++) {
      long larger = same ? (long) call.shape().dim(2 + i) * stride.get(i) : 1;
      extents.add((int) Math.min(larger, Assembly.MOST_ELEMENTS));
    }
    return call.get(Sliding.IMAGE.padding()).around(extents, kernel, stride);
  }

  private static Optional<Value> convolution(LayerCall call, Layer.TransposedConvolution op) {
    List<Integer> kernel = call.get(Sliding.IMAGE.kernel());
    int in = call.shape().dim(1);
    int out = call.get(WeightLayers.CHANNELS);
    List<Integer> weight = new ArrayList<>(List.of(in, out));
    double taps = 1;
    double shares = 1;
    for (int i = 0; i < kernel.size(); i++) {
      weight.add(kernel.get(i));
      taps *= kernel.get(i);
      shares *= op.stride().get(i);
    }
    // An element of the result sees one tap in each stride.
    Start.Fan fan = new Start.Fan(in * taps / shares, out * taps);
    call.weight(new Shape(weight), call.get(WeightLayers.INIT), fan);
    WeightLayers.bias(call, out);
    return call.emit(op);
  }
}
