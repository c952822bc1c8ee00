package dev.nnd.interpret;

import java.util.HashMap;
import java.util.Map;

/**
 * What one run of a graph is given. Arrays are row-major and are not copied.
 *
 * @param batch the number of samples; at least 1
 * @param inputs the elements of each input, by name
 * @param parameters the elements of each parameter, by path
 * @param settings the settings, by name
 * @param seed of the random numbers
 * @param step which step of the training this is; each has its own random numbers
 */
public record Feed(
    int batch,
    Map<String, double[]> inputs,
    Map<String, double[]> parameters,
    Map<String, Double> settings,
    long seed,
    int step) {
  public Feed {
    inputs = Map.copyOf(inputs);
    parameters = Map.copyOf(parameters);
    settings = Map.copyOf(settings);
  }

  /** A feed without settings, seed and step 0. */
  public static Feed of(int batch, Map<String, double[]> inputs, Map<String, double[]> parameters) {
    return new Feed(batch, inputs, parameters, Map.of(), 0, 0);
  }

  /** This feed with some parameters changed or added. */
  public Feed withParameters(Map<String, double[]> changed) {
    Map<String, double[]> all = new HashMap<>(parameters);
    all.putAll(changed);
    return new Feed(batch, inputs, all, settings, seed, step);
  }

  /** This feed with some inputs changed or added. */
  public Feed withInputs(Map<String, double[]> changed) {
    Map<String, double[]> all = new HashMap<>(inputs);
    all.putAll(changed);
    return new Feed(batch, all, parameters, settings, seed, step);
  }

  /** This feed with other settings, for another step. */
  public Feed withSettings(Map<String, Double> changed, int newStep) {
    return new Feed(batch, inputs, parameters, changed, seed, newStep);
  }
}
