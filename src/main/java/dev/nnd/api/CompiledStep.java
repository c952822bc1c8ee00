package dev.nnd.api;

import dev.nnd.bytecode.ClassFile;
import dev.nnd.graph.Graph;
import dev.nnd.kernel.Blueprint;
import dev.nnd.kernel.Kernels;
import dev.nnd.kernel.Target;
import dev.nnd.runtime.Changeover;
import dev.nnd.runtime.Port;
import dev.nnd.runtime.SizedStep;
import dev.nnd.runtime.StepArrays;
import dev.nnd.runtime.StepMemory;
import dev.nnd.runtime.Vectors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The code of a step, and where everything stands in its arrays.
 *
 * @param blueprint the plan
 * @param code what runs
 */
record CompiledStep(Blueprint blueprint, Changeover code) {

  /**
   * Compiles a graph of primitives.
   *
   * @param choice the kind of code; what {@code options} say of it does not count
   */
  static CompiledStep of(Graph graph, Options.Target choice, dev.nnd.kernel.Options options) {
    if (choice != Options.Target.AUTO || !Vectors.arePossible()) {
      Blueprint blueprint = Kernels.plan(graph, options.withTarget(Machine.target(choice)));
      return new CompiledStep(blueprint, Changeover.none(sized(blueprint)));
    }
    Blueprint portable = Kernels.plan(graph, options.withTarget(Target.portable()));
    return new CompiledStep(
        portable,
        Changeover.of(sized(portable), () -> vectors(graph, options, portable), arrays(portable)));
  }

  private static Optional<SizedStep> vectors(
      Graph graph, dev.nnd.kernel.Options options, Blueprint portable) {
    OptionalInt lanes = Vectors.usableLanes();
    if (lanes.isEmpty()) return Optional.empty();
    Blueprint vectors = Kernels.plan(graph, options.withTarget(new Target(lanes.getAsInt())));
    vectors.requireTakesTurnsWith(portable);
    return Optional.of(sized(vectors));
  }

  private static StepArrays arrays(Blueprint blueprint) {
    List<Integer> sizes = new ArrayList<>();
    blueprint.inputs().forEach(port -> sizes.add(port.size()));
    blueprint.outputs().forEach(port -> sizes.add(port.size()));
    return new StepArrays(sizes, blueprint.settings().size(), blueprint.streams().size());
  }

  private static SizedStep sized(Blueprint blueprint) {
    byte[] bytes = ClassFile.emit(blueprint.program());
    return new SizedStep(ClassFile.define(blueprint.program().name(), bytes), memory(blueprint));
  }

  /** The memory that the code of a plan works in. */
  static StepMemory memory(Blueprint blueprint) {
    return new StepMemory(blueprint.arenaLength(), blueprint.program().scratch());
  }

  /**
   * Parameters as the code reads them.
   *
   * @param values row-major by path; there may be more than the code reads
   */
  static float[] pack(Blueprint blueprint, Map<String, float[]> values) {
    float[] weights = new float[blueprint.weightsLength()];
    for (Blueprint.Stored stored : blueprint.parameters()) {
      float[] value = values.get(stored.path());
      if (value == null) throw new IllegalStateException("api: no value for " + stored.path());
      stored.pack(value, weights);
    }
    return weights;
  }

  /** Parameters row-major by path. */
  Map<String, float[]> unpack(float[] weights) {
    Map<String, float[]> values = new HashMap<>();
    for (Blueprint.Stored stored : blueprint.parameters()) {
      float[] value = new float[Math.toIntExact(stored.shape().size())];
      stored.unpack(weights, value);
      values.put(stored.path(), value);
    }
    return values;
  }

  /** How many arrays a caller brings. */
  int arrays() {
    return blueprint.inputs().size() + blueprint.outputs().size();
  }

  /** The names of a caller's arrays, in order. */
  static List<String> arrayNames(Blueprint blueprint) {
    List<String> names = new ArrayList<>();
    blueprint.inputs().forEach(port -> names.add(port.name()));
    blueprint.outputs().forEach(port -> names.add(port.name()));
    return names;
  }

  /** Where the arrays of these inputs stand among the caller's. */
  int[] inputPlaces(List<Port> ports) {
    return places(blueprint.inputs(), 0, ports);
  }

  /** Where the arrays of these outputs stand among the caller's; the loss comes after them. */
  int[] outputPlaces(List<Port> ports) {
    return places(blueprint.outputs(), blueprint.inputs().size(), ports);
  }

  private static int[] places(List<Blueprint.Port> among, int first, List<Port> ports) {
    List<String> names = among.stream().map(Blueprint.Port::name).toList();
    return ports.stream().mapToInt(port -> first + names.indexOf(port.name())).toArray();
  }
}
