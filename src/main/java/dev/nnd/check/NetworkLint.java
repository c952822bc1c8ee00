package dev.nnd.check;

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
  private final Assembly assembly;
  private final List<LayerUse> uses;
  private final Collection<Flow> outputs;
  private final Map<Value, LayerUse> makers = new HashMap<>();

  private NetworkLint(Assembly assembly, Collection<Flow> outputs) {
    this.session = assembly.session();
    this.assembly = assembly;
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
    Value input = use.inputs().get(0);
    Optional.ofNullable(makers.get(input))
        .flatMap(before -> warning(before, use))
        // Where something else reads the first one too, its weights matter there.
        .filter(warning -> isReadOnce(input))
        .ifPresent(session.out()::report);
  }

  private static Optional<Diagnostic> warning(LayerUse first, LayerUse second) {
    boolean softmax = SOFTMAXES.contains(second.name());
    boolean again = SOFTMAXES.contains(first.name()) && axis(first).equals(axis(second));
    if (softmax && again) {
      return warning(Code.SOFTMAX_TWICE, first, second, "gives shares", "makes shares again");
    }
    if (softmax && over(first).isPresent()) {
      return warning(Code.NORM_BEFORE_SOFTMAX, first, second, "evens it out", "reads it");
    }
    boolean same = over(first).isPresent() && over(first).equals(over(second));
    return same
        ? warning(Code.NORM_TWICE, first, second, "normalises", "normalises it again")
        : Optional.empty();
  }

  private static Optional<Diagnostic> warning(
      Code code, LayerUse first, LayerUse second, String does, String then) {
    return Optional.of(
        Diagnostic.of(code, second.span(), first.name(), second.name())
            .withLabel(second.span(), then)
            .withLabel(first.span(), does));
  }

  private static Optional<Object> axis(LayerUse softmax) {
    return softmax.settings().named("axis");
  }

  private static Optional<String> over(LayerUse use) {
    return Optional.ofNullable(NORMS.get(use.name()));
  }

  private boolean isReadOnce(Value value) {
    boolean flowsOut = outputs.stream().anyMatch(flow -> flow.values().contains(value));
    return !flowsOut && assembly.builder().build().readers(value).size() == 1;
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
