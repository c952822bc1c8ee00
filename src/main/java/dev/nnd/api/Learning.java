package dev.nnd.api;

import dev.nnd.kernel.Blueprint;
import dev.nnd.lower.OptimizerSettings;
import dev.nnd.program.TrainPlan;
import dev.nnd.runtime.CounterRandom;
import dev.nnd.runtime.Port;
import dev.nnd.runtime.Runner;
import dev.nnd.runtime.Team;
import java.util.List;
import java.util.Map;

/** The step that changes weights: forward, backward and the optimizer's update. */
final class Learning {
  private final Foundry.Cast cast;
  private final CompiledStep compiled;
  private final OptimizerSettings optimizer;
  private final float[] weights;
  private final Runner runner;
  private final float[] loss = new float[1];
  private final float[][] caller;
  private final int[] places;
  private final List<String> settingNames;
  private final float[] settings;
  private final int[] streams;
  private final int[] keys;

  /**
   * A step that has not run.
   *
   * @param columns what a step takes: the inputs, then the target
   * @param values what parameters and slots start with, row-major by path
   */
  Learning(
      Foundry.Cast cast,
      TrainPlan plan,
      List<Port> columns,
      Map<String, float[]> values,
      Team team) {
    this.cast = cast;
    this.compiled = cast.compiled();
    this.optimizer = OptimizerSettings.of(plan.optimizer());
    this.weights = CompiledStep.pack(compiled.blueprint(), values);
    this.runner = new Runner(compiled.code(), weights, team);
    Blueprint blueprint = compiled.blueprint();
    this.places = compiled.inputPlaces(columns);
    this.caller = new float[compiled.arrays()][];
    this.caller[caller.length - 1] = loss;
    this.settingNames = blueprint.settings();
    this.settings = cast.settings();
    this.streams =
        blueprint.streams().stream().mapToInt(s -> CounterRandom.key(plan.seed(), s)).toArray();
    this.keys = new int[streams.length];
  }

  /**
   * Runs one step and returns the loss.
   *
   * @param number which step of the training this is, from 1 on
   */
  float step(float[][] columns, int batch, double rate, int number) {
    for (int i = 0; i < settings.length; i++) {
      if (!cast.fixed()[i]) settings[i] = optimizer.at(settingNames.get(i), rate, number);
    }
    for (int i = 0; i < keys.length; i++) keys[i] = CounterRandom.key(streams[i], number);
    for (int i = 0; i < columns.length; i++) caller[places[i]] = columns[i];
    runner.run(batch, 0, caller, settings, keys);
    return loss[0];
  }

  /** Parameters and slots as they are now, row-major by path. */
  Map<String, float[]> values() {
    return compiled.unpack(weights);
  }

  /** What it runs. */
  Foundry.Cast cast() {
    return cast;
  }
}
