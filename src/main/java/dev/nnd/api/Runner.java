package dev.nnd.api;

import dev.nnd.runtime.Step;
import dev.nnd.runtime.Team;
import java.util.List;

/**
 * Runs a step, with the memory it works in. Not for several threads at once; a run allocates
 * nothing.
 */
final class Runner {
  private final Step step;
  private final Team team;
  private final float[] weights;
  private final float[] arena;
  private final float[][][] scratch;
  private final Team.Job job = this::run;

  // What the step that runs is given; the team makes it visible to its threads.
  private int phase;
  private int batch;
  private int first;
  private float[][] caller = {};
  private float[] settings = {};
  private int[] keys = {};

  /**
   * A runner that works with {@code weights}, which it shares and a training step changes.
   *
   * @param team who does the work; its number of threads changes no bit
   */
  Runner(CompiledStep compiled, float[] weights, Team team) {
    this.step = compiled.step();
    this.team = team;
    this.weights = weights;
    this.arena = new float[compiled.blueprint().arenaLength()];
    List<Integer> rows = compiled.blueprint().program().scratch();
    this.scratch = new float[team.threads()][rows.size()][];
    for (float[][] worker : scratch) {
      for (int row = 0; row < worker.length; row++) worker[row] = new float[rows.get(row)];
    }
  }

  /** Runs one step; see {@link Step#run} for what it takes. */
  void run(int samples, int firstSample, float[][] arrays, float[] numbers, int[] streams) {
    batch = samples;
    first = firstSample;
    caller = arrays;
    settings = numbers;
    keys = streams;
    for (phase = 0; phase < step.phases(); phase++) team.run(job, step.tasks(phase));
  }

  private void run(int task, int worker) {
    step.run(phase, task, batch, first, weights, arena, scratch[worker], caller, settings, keys);
  }
}
