package dev.nnd.api;

import dev.nnd.runtime.Team;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A network that predicts.
 *
 * <p>Any number of threads may use it at the same time. Each call works in memory of its own, which
 * the network keeps for later calls, so that a steady state allocates nothing. What comes out for a
 * sample are the same bits whatever stands beside it in the batch, and on any number of threads.
 *
 * <p>With more than one thread ({@link Options#threads}) batches are divided among them. They help
 * one call at a time; other calls do their work alone. Closing ends them; a network with one thread
 * has nothing to close.
 */
public final class Network implements AutoCloseable {
  /** For how many calls at the same time memory is kept. */
  private static final int KEPT = 64;

  private static final int[] NO_STREAMS = {};
  private static final float[] NONE = {};

  private final Ports ports;
  private final int chunk;
  private final CompiledStep compiled;
  private final float[] weights;
  private final int[] inputPlaces;
  private final int[] outputPlaces;
  private final AtomicReferenceArray<@Nullable Worker> idle = new AtomicReferenceArray<>(KEPT);
  private final Team team;
  private final AtomicBoolean teamTaken = new AtomicBoolean();
  private final Division division;

  Network(Ports ports, CompiledStep compiled, float[] weights, Options options) {
    this.ports = ports;
    this.chunk = options.chunk();
    this.compiled = compiled;
    this.weights = weights;
    this.inputPlaces = compiled.inputPlaces(ports.inputs());
    this.outputPlaces = compiled.outputPlaces(ports.outputs());
    this.team = new Team(options.threads());
    this.division = new Division();
  }

  /** What the network takes, in the order of the program. */
  public List<Port> inputs() {
    return ports.inputs();
  }

  /** What the network gives, in the order of the program. */
  public List<Port> outputs() {
    return ports.outputs();
  }

  /**
   * Predicts one sample with a network of one input and one output.
   *
   * @throws IllegalArgumentException if the network has more, or an array is too short
   */
  public void predict(float[] input, float[] output) {
    predict(input, output, 1);
  }

  /**
   * Predicts a batch with a network of one input and one output.
   *
   * @param input the samples, one after the other
   * @param output is given what comes out for each, one after the other
   * @param batch how many samples; at least 0
   * @throws IllegalArgumentException if the network has more, or an array is too short
   */
  public void predict(float[] input, float[] output, int batch) {
    Worker worker = take();
    try {
      worker.input[0] = input;
      worker.output[0] = output;
      predict(worker.input, worker.output, batch, worker);
    } finally {
      worker.input[0] = NONE;
      worker.output[0] = NONE;
      putBack(worker);
    }
  }

  /**
   * Predicts a batch.
   *
   * @param input an array for each of {@link #inputs}
   * @param output an array for each of {@link #outputs}
   * @param batch how many samples; at least 0
   * @throws IllegalArgumentException if an array is missing or too short
   */
  public void predict(float[][] input, float[][] output, int batch) {
    Worker worker = take();
    try {
      predict(input, output, batch, worker);
    } finally {
      putBack(worker);
    }
  }

  private void predict(float[][] input, float[][] output, int batch, Worker worker) {
    if (batch < 0) throw new IllegalArgumentException("a batch of " + batch);
    Ports.check(ports.inputs(), input, batch);
    Ports.check(ports.outputs(), output, batch);
    if (batch > 1 && team.threads() > 1 && teamTaken.compareAndSet(false, true)) {
      try {
        division.run(input, output, batch);
      } finally {
        teamTaken.set(false);
      }
    } else {
      for (int first = 0; first < batch; first += chunk) {
        worker.run(input, output, Math.min(chunk, batch - first), first);
      }
    }
  }

  private Worker take() {
    for (int i = 0; i < KEPT; i++) {
      Worker worker = idle.get(i) == null ? null : idle.getAndSet(i, null);
      if (worker != null) return worker;
    }
    return new Worker();
  }

  private void putBack(Worker worker) {
    for (int i = 0; i < KEPT; i++) {
      if (idle.get(i) == null && idle.compareAndSet(i, null, worker)) return;
    }
  }

  /** Ends the network's threads; it must not be in use. */
  @Override
  public void close() {
    team.close();
  }

  /** The memory of one call. */
  private final class Worker {
    private final Runner runner = new Runner(compiled, weights, new Team(1));
    private final float[][] caller = new float[compiled.arrays()][];
    private final float[][] input = new float[1][];
    private final float[][] output = new float[1][];

    void run(float[][] from, float[][] to, int batch, int first) {
      for (int i = 0; i < from.length; i++) caller[inputPlaces[i]] = from[i];
      for (int i = 0; i < to.length; i++) caller[outputPlaces[i]] = to[i];
      try {
        runner.run(batch, first, caller, NONE, NO_STREAMS);
      } finally {
        // The caller's arrays are not kept alive.
        for (int i = 0; i < caller.length; i++) caller[i] = NONE;
      }
    }
  }

  /** One batch divided among the threads of the team. */
  private final class Division implements Team.Job {
    private final Worker[] workers = new Worker[team.threads()];
    private float[][] from = {};
    private float[][] to = {};
    private int batch;
    private int size;

    void run(float[][] input, float[][] output, int samples) {
      from = input;
      to = output;
      batch = samples;
      // Small batches are divided too, but into no more parts than there are threads.
      size = Math.min(chunk, (samples + team.threads() - 1) / team.threads());
      team.run(this, (samples + size - 1) / size);
    }

    @Override
    public void run(int task, int worker) {
      if (workers[worker] == null) workers[worker] = new Worker();
      int first = task * size;
      workers[worker].run(from, to, Math.min(size, batch - first), first);
    }
  }
}
