package dev.nnd.runtime;

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
 * <p>With more than one thread batches are divided among them. They help one call at a time; other
 * calls do their work alone. Closing ends them; a network with one thread has nothing to close.
 */
public final class Network implements AutoCloseable {
  /** For how many calls at the same time memory is kept. */
  private static final int KEPT = 64;

  private static final int[] NO_STREAMS = {};
  private static final float[] NONE = {};

  private final Description description;
  private final Changeover code;
  private final float[] weights;
  private final int[] inputPlaces;
  private final int[] outputPlaces;
  // Of a network of one input and one output; numbers of their own, as the smallest networks take
  // no longer than a look into a list.
  private final boolean plain;
  private final int inputPlace;
  private final int outputPlace;
  private final int inputSize;
  private final int outputSize;
  private final boolean limited;
  private final AtomicReferenceArray<@Nullable Worker> workers = new AtomicReferenceArray<>(KEPT);
  private final Team team;
  private final AtomicBoolean teamTaken = new AtomicBoolean();
  private final Division division;

  /**
   * A network of code and weights.
   *
   * @param weights as the code reads them; not copied
   * @param threads how many threads share the work of a batch, the caller among them; at least 1
   */
  public Network(Description description, Changeover code, float[] weights, int threads) {
    this.description = description;
    this.code = code;
    this.weights = weights;
    this.inputPlaces = description.inputPlaces();
    this.outputPlaces = description.outputPlaces();
    this.plain = inputs().size() == 1 && outputs().size() == 1;
    this.inputPlace = plain ? inputPlaces[0] : 0;
    this.outputPlace = plain ? outputPlaces[0] : 0;
    this.inputSize = plain ? inputs().get(0).size() : 0;
    this.outputSize = plain ? outputs().get(0).size() : 0;
    this.limited = plain && inputs().get(0).limit() > 0;
    this.team = new Team(threads);
    this.division = new Division();
  }

  /** The name of the model. */
  public String name() {
    return description.name();
  }

  /** What the network takes, in the order of the program. */
  public List<Port> inputs() {
    return description.inputs();
  }

  /** What the network gives, in the order of the program. */
  public List<Port> outputs() {
    return description.outputs();
  }

  /** The names of the classes that an output tells apart, if the weights' file had them. */
  public List<String> classes() {
    return description.classes();
  }

  /**
   * Predicts one sample with a network of one input and one output.
   *
   * @throws IllegalArgumentException if the network has more, or an array is too short, or a number
   *     of an input is not within its limit
   */
  public void predict(float[] input, float[] output) {
    boolean fits = plain && input.length >= inputSize && output.length >= outputSize;
    if (!fits || limited) check(input, output, 1);
    Worker worker = take();
    try {
      worker.caller[inputPlace] = input;
      worker.caller[outputPlace] = output;
      worker.run(worker.caller, 1, 0);
    } finally {
      worker.release();
    }
  }

  /**
   * Predicts a batch with a network of one input and one output.
   *
   * @param input the samples, one after the other
   * @param output is given what comes out for each, one after the other
   * @param batch how many samples; at least 0
   * @throws IllegalArgumentException if the network has more, or an array is too short, or a number
   *     of an input is not within its limit
   */
  public void predict(float[] input, float[] output, int batch) {
    check(input, output, batch);
    Call call = call(batch);
    try {
      call.caller()[inputPlace] = input;
      call.caller()[outputPlace] = output;
      call.run(batch);
    } finally {
      call.release();
    }
  }

  private void check(float[] input, float[] output, int batch) {
    if (!plain) {
      throw new IllegalArgumentException("one array for " + inputs() + ", one for " + outputs());
    }
    check(batch);
    inputs().get(0).check(input, batch);
    outputs().get(0).check(output, batch);
  }

  private static void check(int batch) {
    if (batch < 0) throw new IllegalArgumentException("a batch of " + batch);
  }

  /**
   * Predicts a batch.
   *
   * @param input an array for each of {@link #inputs}
   * @param output an array for each of {@link #outputs}
   * @param batch how many samples; at least 0
   * @throws IllegalArgumentException if an array is missing or too short, or a number of an input
   *     is not within its limit
   */
  public void predict(float[][] input, float[][] output, int batch) {
    check(batch);
    Port.check(inputs(), input, batch);
    Port.check(outputs(), output, batch);
    Call call = call(batch);
    try {
      for (int i = 0; i < input.length; i++) call.caller()[inputPlaces[i]] = input[i];
      for (int i = 0; i < output.length; i++) call.caller()[outputPlaces[i]] = output[i];
      call.run(batch);
    } finally {
      call.release();
    }
  }

  private Call call(int batch) {
    boolean together = batch > 1 && team.threads() > 1 && teamTaken.compareAndSet(false, true);
    return together ? division : take();
  }

  private Worker take() {
    for (int i = 0; i < KEPT; i++) {
      Worker worker = workers.get(i);
      if (worker == null) {
        Worker fresh = new Worker();
        if (workers.compareAndSet(i, null, fresh)) return fresh;
      } else if (worker.isFree() && worker.take()) {
        return worker;
      }
    }
    return new Worker();
  }

  /**
   * Whether the network runs the code that it stays with. At first it runs portable code; if the
   * work goes on and there is other code, that is made ready beside it, and used when it is faster.
   */
  public boolean isSettled() {
    return code.isSettled();
  }

  /** Ends the network's threads; it must not be in use. */
  @Override
  public void close() {
    code.close();
    team.close();
  }

  /** What does the work of one call of the user's. */
  private interface Call {
    /** Takes the user's arrays in the order of the code. */
    float[][] caller();

    /** Predicts. */
    void run(int batch);

    /** Forgets the user's arrays; the next call may come. */
    void release();
  }

  /** The memory of one call. */
  private final class Worker implements Call {
    private final Runner runner = new Runner(code, weights, new Team(1));
    private final float[][] caller = noArrays();
    private final AtomicBoolean taken = new AtomicBoolean(true);

    boolean isFree() {
      return !taken.getPlain();
    }

    boolean take() {
      return taken.compareAndSet(false, true);
    }

    @Override
    public float[][] caller() {
      return caller;
    }

    @Override
    public void run(int batch) {
      for (int first = 0; first < batch; first += description.chunk()) {
        run(caller, Math.min(description.chunk(), batch - first), first);
      }
    }

    void run(float[][] arrays, int batch, int first) {
      runner.run(batch, first, arrays, NONE, NO_STREAMS);
    }

    @Override
    public void release() {
      forget(caller);
      taken.setRelease(false);
    }
  }

  private float[][] noArrays() {
    float[][] arrays = new float[inputPlaces.length + outputPlaces.length][];
    forget(arrays);
    return arrays;
  }

  private static void forget(float[][] arrays) {
    for (int i = 0; i < arrays.length; i++) arrays[i] = NONE;
  }

  /** One batch divided among the threads of the team. */
  private final class Division implements Call, Team.Job {
    private final Worker[] own = new Worker[team.threads()];
    private final float[][] caller = noArrays();
    private int batch;
    private int size;

    @Override
    public float[][] caller() {
      return caller;
    }

    @Override
    public void run(int samples) {
      batch = samples;
      // Small batches are divided too, but into no more parts than there are threads.
      size = Math.min(description.chunk(), (samples + team.threads() - 1) / team.threads());
      team.run(this, (samples + size - 1) / size);
    }

    @Override
    public void run(int task, int worker) {
      if (own[worker] == null) own[worker] = new Worker();
      int first = task * size;
      own[worker].run(caller, Math.min(size, batch - first), first);
    }

    @Override
    public void release() {
      forget(caller);
      teamTaken.set(false);
    }
  }
}
