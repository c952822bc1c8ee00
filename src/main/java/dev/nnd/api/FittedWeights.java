package dev.nnd.api;

import dev.nnd.graph.Graph;
import dev.nnd.graph.Primitive.Parameter;
import dev.nnd.graph.Result;
import dev.nnd.graph.Shape;
import dev.nnd.lower.LowerLayers;
import dev.nnd.lower.Mode;
import dev.nnd.pass.EliminateBias;
import dev.nnd.runtime.Tensor;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Nearest;
import dev.nnd.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The parameters of a network out of the tensors of a file.
 *
 * <p>A file may bring biases that the compiler drops: their effect moves to the running means. It
 * may bring what an optimizer remembers, which has a {@code #} in its name, and which a network has
 * no use for.
 */
final class FittedWeights {
  /** Stands in a path between a parameter and what an optimizer remembers about it. */
  private static final char SLOT = '#';

  private static final String NOT_OURS =
      "these weights are of another network; one that none needs is left out of the file";

  private final Map<String, Parameter> written;
  private final Graph network;
  private final Map<String, Tensor> tensors;
  private final List<Diagnostic> problems = new ArrayList<>();

  private FittedWeights(Graph network, Map<String, Tensor> tensors) {
    this.network = network;
    this.tensors = tensors;
    this.written = network.parameters().stream().collect(Collectors.toMap(Parameter::path, p -> p));
  }

  /**
   * The parameters that are left after bias elimination, row-major by path.
   *
   * @param network as the checker gives it
   * @throws WeightsException if a tensor is missing, has another shape, or is not known
   */
  static Map<String, float[]> of(Graph network, Map<String, Tensor> tensors) {
    return new FittedWeights(network, tensors).fit();
  }

  private Map<String, float[]> fit() {
    Map<String, float[]> values = new LinkedHashMap<>();
    List<Parameter> needed = new EliminateBias().run(network).graph().parameters();
    for (Parameter parameter : needed) {
      if (!tensors.containsKey(parameter.path())) {
        report(Code.WEIGHT_MISSING, parameter.path(), type(parameter.shape()));
      }
    }
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      check(entry.getKey(), entry.getValue());
    }
    if (!problems.isEmpty()) throw new WeightsException(problems);
    for (Parameter parameter : needed) {
      values.put(parameter.path(), tensors.get(parameter.path()).data().clone());
    }
    if (needed.size() < written.size()) values.putAll(corrections());
    return values;
  }

  private void check(String path, Tensor tensor) {
    Parameter parameter = written.get(owner(path));
    if (parameter != null && !parameter.shape().dims().equals(tensor.shape())) {
      report(Code.WEIGHT_SHAPE, path, "float" + tensor.shape(), type(parameter.shape()));
    } else if (parameter == null && !isSlot(path)) {
      Diagnostic unknown = Diagnostic.of(Code.WEIGHT_UNKNOWN, Span.nowhere(), path);
      Optional<String> near = Nearest.to(path, written.keySet());
      problems.add(unknown.withHelp(near.map(n -> "is it `" + n + "`?").orElse(NOT_OURS)));
    }
  }

  /** Whether this is the path of something that an optimizer remembers. */
  static boolean isSlot(String path) {
    return path.indexOf(SLOT) >= 0;
  }

  /** The parameter that a path is about: itself, or the one that an optimizer remembers. */
  static String owner(String path) {
    return isSlot(path) ? path.substring(0, path.indexOf(SLOT)) : path;
  }

  private void report(Code code, Object... args) {
    problems.add(Diagnostic.of(code, Span.nowhere(), args));
  }

  private static String type(Shape shape) {
    return "float" + shape;
  }

  /** The running means that lack what the dropped biases of the file added to them. */
  private Map<String, float[]> corrections() {
    Graph graph = LowerLayers.toPrimitives(EliminateBias.corrections(network), Mode.INFERENCE);
    Map<String, float[]> values = new HashMap<>();
    for (Parameter parameter : graph.parameters()) {
      Tensor tensor = tensors.get(parameter.path());
      int size = Math.toIntExact(parameter.shape().size());
      values.put(parameter.path(), tensor == null ? new float[size] : tensor.data());
    }
    return Inference.evaluate(graph, values, Result.Kind.UPDATE);
  }
}
