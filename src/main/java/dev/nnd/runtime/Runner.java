package dev.nnd.runtime;

/**
 * Runs a step, with the memory it works in. Not for several threads at once; a run allocates
 * nothing, but for the first and for the one after the code has changed.
 */
public final class Runner {
  private final Changeover code;
  private final Team team;
  private final float[] weights;
  private final Team.Job job = new PhaseJob();
  private Step step;
  private float[] arena;
  private float[][][] scratch;

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
  public Runner(Changeover code, float[] weights, Team team) {
    this.code = code;
    this.team = team;
    this.weights = weights;
    SizedStep current = code.current();
    this.step = current.step();
    this.arena = new float[current.memory().arena()];
    this.scratch = current.memory().scratchRows(team.threads());
  }

  /** Runs one step; see {@link Step#run} for what it takes. */
  public void run(int samples, int firstSample, float[][] arrays, float[] numbers, int[] streams) {
    SizedStep current = code.current();
    if (current.step() != step) adopt(current);
    if (code.isSettled()) {
      runStep(samples, firstSample, arrays, numbers, streams);
    } else {
      long start = System.nanoTime();
      runStep(samples, firstSample, arrays, numbers, streams);
      code.ran(System.nanoTime() - start, samples, weights);
    }
  }

  /** Goes over to other code. */
  void adopt(SizedStep now) {
    step = now.step();
    if (arena.length < now.memory().arena()) arena = new float[now.memory().arena()];
    scratch = now.memory().scratchRows(team.threads());
  }

  /** Runs one step of the code that was adopted last. */
  void runStep(int samples, int firstSample, float[][] arrays, float[] numbers, int[] streams) {
    if (team.threads() > 1) runTogether(samples, firstSample, arrays, numbers, streams);
    else runAlone(samples, firstSample, arrays, numbers, streams);
  }

  private void runAlone(
      int samples, int firstSample, float[][] arrays, float[] numbers, int[] streams) {
    Step alone = step;
    float[][] rows = scratch[0];
    for (int p = 0, phases = alone.phases(); p < phases; p++) {
      for (int task = 0, tasks = alone.tasks(p); task < tasks; task++) {
        alone.run(p, task, samples, firstSample, weights, arena, rows, arrays, numbers, streams);
      }
    }
  }

  private void runTogether(
      int samples, int firstSample, float[][] arrays, float[] numbers, int[] streams) {
    batch = samples;
    first = firstSample;
    caller = arrays;
    settings = numbers;
    keys = streams;
    team.begin();
    try {
      for (phase = 0; phase < step.phases(); phase++) team.run(job, step.tasks(phase));
    } finally {
      team.end();
    }
  }

  /** The phase that runs now. */
  private final class PhaseJob implements Team.Job {
    @Override
    public void run(int task, int worker) {
      step.run(phase, task, batch, first, weights, arena, scratch[worker], caller, settings, keys);
    }
  }
}
