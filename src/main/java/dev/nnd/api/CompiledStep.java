package dev.nnd.api;

import dev.nnd.bytecode.ClassFile;
import dev.nnd.graph.Graph;
import dev.nnd.kernel.Blueprint;
import dev.nnd.kernel.Kernels;
import dev.nnd.runtime.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The code of a step, and where everything stands in its arrays.
 *
 * @param blueprint the plan
 * @param step the code
 */
record CompiledStep(Blueprint blueprint, Step step) {

  /** Compiles a graph of primitives. */
  static CompiledStep of(Graph graph, dev.nnd.kernel.Options options) {
    Blueprint blueprint = Kernels.plan(graph, options);
    byte[] bytes = ClassFile.emit(blueprint.program());
    return new CompiledStep(blueprint, ClassFile.define(blueprint.program().name(), bytes));
  }

  /**
   * Parameters as the code reads them.
   *
   * @param values row-major by path; there may be more than the code reads
   */
  float[] pack(Map<String, float[]> values) {
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

  /** Where the arrays of these inputs stand among the caller's. */
  int[] inputPlaces(List<Port> ports) {
    List<String> names = blueprint.inputs().stream().map(Blueprint.Port::name).toList();
    return ports.stream().mapToInt(port -> names.indexOf(port.name())).toArray();
  }

  /** Where the arrays of these outputs stand among the caller's. */
  int[] outputPlaces(List<Port> ports) {
    List<String> names = blueprint.outputs().stream().map(Blueprint.Port::name).toList();
    int before = blueprint.inputs().size();
    return ports.stream().mapToInt(port -> before + names.indexOf(port.name())).toArray();
  }
}
