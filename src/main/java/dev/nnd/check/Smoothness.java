package dev.nnd.check;

import dev.nnd.graph.Type;
import dev.nnd.graph.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells a trace what is known of a layer between two values of a drawn number, if it is in order
 * for both: which of its settings and which axes of its input may change from one to the other. Of
 * a layer that is missing here, none may.
 */
final class Smoothness {
  /** Layers that are in order for all sizes, but for limits and for equal sizes of two inputs. */
  private static final Set<String> ANY_SIZE =
      Set.of(
          "dense",
          "batch_norm",
          "layer_norm",
          "rms_norm",
          "dropout",
          "flatten",
          "permute",
          "concat",
          "add",
          "multiply",
          "average",
          "maximum",
          "identity",
          "relu",
          "relu6",
          "leaky_relu",
          "elu",
          "selu",
          "gelu",
          "silu",
          "sigmoid",
          "tanh",
          "softplus",
          "hard_sigmoid",
          "hard_swish",
          "softmax",
          "log_softmax",
          "mean",
          "sum",
          "max",
          "global_avg_pool",
          "global_max_pool",
          "embedding",
          "lstm",
          "gru");

  /** Layers of which this holds for the channels, but not for the axes after them. */
  private static final Set<String> ANY_CHANNELS =
      Set.of(
          "conv1d",
          "conv2d",
          "depthwise_conv2d",
          "conv2d_transpose",
          "max_pool1d",
          "max_pool2d",
          "avg_pool1d",
          "avg_pool2d",
          "upsample2d",
          "group_norm");

  /** Settings that are sizes, and likewise in order but for limits. */
  private static final Map<String, Set<String>> SIZES =
      Map.of(
          "dense", Set.of("units"),
          "lstm", Set.of("units"),
          "gru", Set.of("units"),
          "conv1d", Set.of("channels"),
          "conv2d", Set.of("channels"),
          "conv2d_transpose", Set.of("channels"),
          "depthwise_conv2d", Set.of("multiplier"),
          "embedding", Set.of("size", "vocabulary"));

  private final Assembly assembly;

  Smoothness(Assembly assembly) {
    this.assembly = assembly;
  }

  /** Notes what is known of a layer. */
  void note(String layer, Settings settings, Flow input) {
    Trace trace = assembly.session().trace();
    trace.steady(() -> settings(layer, settings) + inputs(layer, input));
    for (String divisor : List.of("groups", "heads")) {
      settings.named(divisor).ifPresent(by -> trace.modulus((Integer) by));
    }
  }

  private static String settings(String layer, Settings settings) {
    Set<String> sizes = SIZES.getOrDefault(layer, Set.of());
    return settings.byName().entrySet().stream()
        .filter(e -> !sizes.contains(e.getKey()) && !(e.getValue() instanceof Double))
        .map(Object::toString)
        .collect(Collectors.joining(" "));
  }

  private String inputs(String layer, Flow input) {
    StringBuilder text = new StringBuilder();
    for (Value value : input.values()) {
      Type type = assembly.builder().type(value);
      List<Integer> sizes = type.shape().written();
      // The features of attention are divided among its heads; its steps are as they are.
      int free =
          ANY_SIZE.contains(layer) || layer.equals("attention")
              ? sizes.size()
              : ANY_CHANNELS.contains(layer) ? Math.min(1, sizes.size()) : 0;
      text.append(' ').append(sizes.size()).append(sizes.subList(free, sizes.size()));
    }
    return text.toString();
  }
}
