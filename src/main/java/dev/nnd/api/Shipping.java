package dev.nnd.api;

import dev.nnd.check.Model;
import dev.nnd.kernel.Blueprint;
import dev.nnd.kernel.Kernels;
import dev.nnd.kernel.Target;
import dev.nnd.lower.SplitWeights;
import dev.nnd.runtime.Description;
import dev.nnd.runtime.Shipment;
import dev.nnd.runtime.StepMemory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compiles a network for machines that are not known yet. */
final class Shipping {
  private static final List<Integer> VECTORS = List.of(4, 8, 16);

  private Shipping() {}

  /**
   * The jar of a network.
   *
   * @param choice what to compile for: of vectors, code for every length
   * @param options names the class that stands for the network; what they say of the target does
   *     not count
   * @param values the network's parameters, row-major by path
   */
  static Jar jar(
      Model model,
      Options.Target choice,
      dev.nnd.kernel.Options options,
      Map<String, float[]> values,
      List<String> classes) {
    SplitWeights split = SplitWeights.of(Stages.unwatched().inference(model.graph()));
    Map<Integer, Blueprint> code = new TreeMap<>();
    if (choice != Options.Target.VECTOR) {
      Target target = Target.portable();
      code.put(target.lanes(), Kernels.plan(split.rest(), named(options, "Portable", target)));
    }
    if (choice != Options.Target.PORTABLE) {
      for (int lanes : VECTORS) {
        Target target = new Target(lanes);
        code.put(lanes, Kernels.plan(split.rest(), named(options, "Vectors" + lanes, target)));
      }
    }
    Blueprint any = code.values().iterator().next();
    Map<Integer, StepMemory> memories = new TreeMap<>();
    code.forEach(
        (lanes, blueprint) -> {
          blueprint.requireTakesTurnsWith(any);
          memories.put(lanes, CompiledStep.memory(blueprint));
        });
    float[] weights = Inference.bind(split.weights(), any, values);
    Description description = description(model, any, classes, options.capacity());
    return Jar.of(options.className(), code, new Shipment(description, memories, weights));
  }

  private static dev.nnd.kernel.Options named(
      dev.nnd.kernel.Options options, String kind, Target target) {
    return new dev.nnd.kernel.Options(
        target,
        options.capacity(),
        options.shards(),
        options.className() + "$" + kind,
        options.sourceFile());
  }

  /** What a network is. */
  static Description description(
      Model model, Blueprint blueprint, List<String> classes, int chunk) {
    Ports ports = Ports.of(model.graph());
    return new Description(
        model.name(),
        ports.inputs(),
        ports.outputs(),
        CompiledStep.arrayNames(blueprint),
        classes,
        chunk);
  }
}
