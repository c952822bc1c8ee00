package dev.nnd.check;

import dev.nnd.graph.Graph;
import dev.nnd.graph.Value;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Warns of layers that learn nothing where they stand, and of settings that look like a slip. */
final class NetworkLint {
  /** The norms, by what they normalise over. */
  private static final Map<String, String> NORMS =
      Map.of(
          "batch_norm", "samples",
          "layer_norm", "features",
          "rms_norm", "features",
          "group_norm", "groups");

  private static final List<String> SOFTMAXES = List.of("softmax", "log_softmax");

  private final Session session;
  private final Graph graph;
  private final List<LayerUse> uses;
  private final Collection<Flow> outputs;
  private final Map<Value, LayerUse> makers = new HashMap<>();

  private NetworkLint(Assembly assembly, Collection<Flow> outputs) {
    this.session = assembly.session();
    this.graph = assembly.builder().build();
    this.uses = assembly.uses();
    this.outputs = outputs;
    uses.stream()
        // What changes nothing gives what it gets, which something else has made.
        .filter(use -> !use.inputs().contains(use.result()))
        .forEach(use -> makers.put(use.result(), use));
  }

  /**
   * Looks at a network.
   *
   * @param outputs what flows out of it
   */
  static void look(Assembly assembly, Collection<Flow> outputs) {
    NetworkLint lint = new NetworkLint(assembly, outputs);
    lint.uses.forEach(lint::neighbours);
    NORMS.keySet().stream().sorted().forEach(lint::epsilons);
  }

  private void neighbours(LayerUse use) {
    Optional<LayerUse> before = before(use);
    if (before.isEmpty()) {
      return;
    }
    boolean softmax = SOFTMAXES.contains(use.name());
    boolean again = SOFTMAXES.contains(before.get().name()) && axis(use).equals(axis(before.get()));
    if (softmax && again) {
      report(Code.SOFTMAX_TWICE, use, before.get(), "makes shares of it", "gives shares already");
    } else if (softmax && NORMS.containsKey(before.get().name())) {
      report(Code.NORM_BEFORE_SOFTMAX, use, before.get(), "reads it", "evens it out");
    } else if (over(use).isPresent() && over(use).equals(over(before.get()))) {
      report(Code.NORM_TWICE, use, before.get(), "normalises it again", "normalises");
    }
  }

  private static Optional<Object> axis(LayerUse softmax) {
    return softmax.settings().named("axis");
  }

  private static Optional<String> over(LayerUse use) {
    return Optional.ofNullable(NORMS.get(use.name()));
  }

  /** The layer that this one reads, if nothing else does: its weights matter here alone. */
  private Optional<LayerUse> before(LayerUse use) {
    Value input = use.inputs().get(0);
    boolean alone =
        graph.readers(input).size() == 1
            && outputs.stream().noneMatch(flow -> flow.values().contains(input));
    return Optional.ofNullable(makers.get(input)).filter(maker -> alone);
  }

  private void report(Code code, LayerUse use, LayerUse before, String does, String did) {
    Diagnostic warning =
        Diagnostic.of(code, use.span(), before.name(), use.name())
            .withLabel(use.span(), does)
            .withLabel(before.span(), did);
    session.out().report(warning);
  }

  /** Warns where a norm has another epsilon than most of its kind. */
  private void epsilons(String norm) {
    Map<Double, List<LayerUse>> byEpsilon = new LinkedHashMap<>();
    for (LayerUse use : uses) {
      if (use.name().equals(norm)) {
        byEpsilon.computeIfAbsent(epsilon(use), e -> new ArrayList<>()).add(use);
      }
    }
    // Of equally common ones the first counts, as the later is more likely the slip.
    List<LayerUse> usual = List.of();
    for (List<LayerUse> some : byEpsilon.values()) {
      usual = some.size() > usual.size() ? some : usual;
    }
    for (Map.Entry<Double, List<LayerUse>> entry : byEpsilon.entrySet()) {
      if (entry.getValue() != usual) {
        mixed(entry.getValue().get(0), usual.get(0));
      }
    }
  }

  private static double epsilon(LayerUse norm) {
    return norm.settings()
        .named("epsilon")
        .filter(Double.class::isInstance)
        .map(Double.class::cast)
        .orElse(0.0);
  }

  private static String epsilon(double epsilon) {
    return "epsilon " + Double.toString(epsilon).replaceFirst("(\\.0)?E", "e");
  }

  private void mixed(LayerUse odd, LayerUse usual) {
    session
        .out()
        .report(
            Diagnostic.of(Code.MIXED_EPSILONS, odd.span(), odd.name())
                .withLabel(odd.span(), epsilon(epsilon(odd)))
                .withLabel(usual.span(), epsilon(epsilon(usual))));
  }
}
