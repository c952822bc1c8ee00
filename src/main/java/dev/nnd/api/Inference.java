package dev.nnd.api;

import dev.nnd.graph.Graph;
import dev.nnd.graph.Primitive.Parameter;
import dev.nnd.graph.Result;
import dev.nnd.interpret.Feed;
import dev.nnd.interpret.Interpreter;
import dev.nnd.interpret.NdArray;
import dev.nnd.kernel.Blueprint;
import dev.nnd.lower.SplitWeights;
import java.util.HashMap;
import java.util.Map;

/**
 * A network that predicts.
 *
 * @param weights makes the folded weights from the parameters
 * @param compiled does the rest for each batch
 */
record Inference(Graph weights, CompiledStep compiled) {

  /** Compiles a network as the checker gives it. */
  static Inference of(Graph network, Options.Target choice, dev.nnd.kernel.Options options) {
    SplitWeights split = SplitWeights.of(Stages.unwatched().inference(network));
    return new Inference(split.weights(), CompiledStep.of(split.rest(), choice, options));
  }

  /**
   * The weights as the code reads them. What is folded is computed in double and rounded once.
   *
   * @param values the network's parameters, row-major by path
   */
  float[] bind(Map<String, float[]> values) {
    return bind(weights, compiled.blueprint(), values);
  }

  /** The same for code that is not compiled yet. */
  static float[] bind(Graph weights, Blueprint blueprint, Map<String, float[]> values) {
    Map<String, float[]> all = new HashMap<>(values);
    evaluate(weights, values, Result.Kind.OUTPUT).forEach(all::put);
    return CompiledStep.pack(blueprint, all);
  }

  /** The results of one kind of a graph of parameters alone. */
  static Map<String, float[]> evaluate(Graph graph, Map<String, float[]> values, Result.Kind kind) {
    Map<String, double[]> wide = new HashMap<>();
    for (Parameter parameter : graph.parameters()) {
      wide.put(parameter.path(), widen(values.get(parameter.path())));
    }
    Map<String, float[]> results = new HashMap<>();
    Map<String, NdArray> found = Interpreter.run(graph, Feed.of(1, Map.of(), wide)).all(kind);
    found.forEach((name, array) -> results.put(name, narrow(array.data())));
    return results;
  }

  private static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) wide[i] = values[i];
    return wide;
  }

  private static float[] narrow(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) narrow[i] = (float) values[i];
    return narrow;
  }
}
