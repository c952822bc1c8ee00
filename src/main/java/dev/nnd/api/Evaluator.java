package dev.nnd.api;

import dev.nnd.lower.SplitWeights;
import dev.nnd.runtime.Port;
import dev.nnd.runtime.Runner;
import dev.nnd.runtime.Team;
import java.util.List;
import java.util.Map;

/** The network in training as it would predict now, and its loss. */
final class Evaluator {
  private final SplitWeights split;
  private final Foundry.Cast cast;
  private final int chunk;
  private final float[] weights;
  private final Runner runner;
  private final float[] loss = new float[1];
  private final float[][] caller;
  private final int[] columnPlaces;
  private final int[] outputPlaces;

  /**
   * An evaluator without weights.
   *
   * @param split the network with its loss
   * @param cast the code of what does not depend on weights alone
   * @param columns what it takes: the inputs, then the target
   * @param chunk samples it has memory for
   */
  Evaluator(
      SplitWeights split,
      Foundry.Cast cast,
      List<Port> columns,
      List<Port> outputs,
      int chunk,
      Team team) {
    CompiledStep compiled = cast.compiled();
    this.split = split;
    this.cast = cast;
    this.chunk = chunk;
    this.weights = new float[compiled.blueprint().weightsLength()];
    this.runner = new Runner(compiled.code(), weights, team);
    this.caller = new float[compiled.arrays()][];
    this.caller[caller.length - 1] = loss;
    this.columnPlaces = compiled.inputPlaces(columns);
    this.outputPlaces = compiled.outputPlaces(outputs);
  }

  /** Takes over these parameters, row-major by path. */
  void bind(Map<String, float[]> values) {
    float[] bound = Inference.bind(split.weights(), cast.compiled().blueprint(), values);
    System.arraycopy(bound, 0, weights, 0, bound.length);
  }

  /** Predicts a batch of any size; returns the mean loss. */
  double run(float[][] columns, int batch, float[][] outputs) {
    for (int i = 0; i < columns.length; i++) caller[columnPlaces[i]] = columns[i];
    for (int i = 0; i < outputs.length; i++) caller[outputPlaces[i]] = outputs[i];
    double sum = 0;
    for (int first = 0; first < batch; first += chunk) {
      int samples = Math.min(chunk, batch - first);
      runner.run(samples, first, caller, cast.settings(), new int[0]);
      sum += (double) loss[0] * samples;
    }
    return sum / batch;
  }

  /** What it runs. */
  Foundry.Cast cast() {
    return cast;
  }
}
