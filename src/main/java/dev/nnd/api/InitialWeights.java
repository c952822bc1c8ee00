package dev.nnd.api;

import dev.nnd.graph.Graph;
import dev.nnd.graph.Init;
import dev.nnd.graph.Primitive.Parameter;
import dev.nnd.runtime.CounterRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The values that parameters start with: functions of the seed, the parameter's path and the
 * position, so that no parameter's values depend on which others there are.
 */
final class InitialWeights {
  private InitialWeights() {}

  /** The start values of all parameters of a graph, row-major by path. */
  static Map<String, float[]> of(Graph graph, long seed) {
    Map<String, float[]> values = new LinkedHashMap<>();
    graph.parameters().forEach(p -> values.put(p.path(), of(p, seed)));
    return values;
  }

  /** The start values of a parameter, row-major. */
  static float[] of(Parameter parameter, long seed) {
    float[] values = new float[Math.toIntExact(parameter.shape().size())];
    int key = CounterRandom.key(seed, parameter.path());
    Init init = parameter.init();
    switch (init.distribution()) {
      case CONSTANT -> Arrays.fill(values, (float) init.first());
      case NORMAL -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (init.first() + init.second() * CounterRandom.gaussian(key, i));
        }
      }
      case UNIFORM -> {
        double width = init.second() - init.first();
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (init.first() + width * CounterRandom.uniform(key, i));
        }
      }
    }
    return values;
  }
}
