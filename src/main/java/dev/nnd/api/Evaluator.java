package dev.nnd.api;

import dev.nnd.runtime.Port;
import dev.nnd.runtime.Runner;
import dev.nnd.runtime.Team;
import java.util.List;
import java.util.Map;

/** The network in training as it would predict now, and its loss. */
final class Evaluator {
  private final Inference inference;
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
   * @param columns what it takes: the inputs, then the target
   * @param chunk samples it has memory for
   */
  Evaluator(Inference inference, List<Port> columns, List<Port> outputs, int chunk, Team team) {
    CompiledStep compiled = inference.compiled();
    this.inference = inference;
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
    float[] bound = inference.bind(values);
    System.arraycopy(bound, 0, weights, 0, bound.length);
  }

  /** Predicts a batch of any size; returns the mean loss. */
  double run(float[][] columns, int batch, float[][] outputs) {
    for (int i = 0; i < columns.length; i++) caller[columnPlaces[i]] = columns[i];
    for (int i = 0; i < outputs.length; i++) caller[outputPlaces[i]] = outputs[i];
    double sum = 0;
    for (int first = 0; first < batch; first += chunk) {
      int samples = Math.min(chunk, batch - first);
      runner.run(samples, first, caller, new float[0], new int[0]);
      sum += (double) loss[0] * samples;
    }
    return sum / batch;
  }

  /** Ends what goes on beside the steps. */
  void close() {
    inference.compiled().code().close();
  }
}
