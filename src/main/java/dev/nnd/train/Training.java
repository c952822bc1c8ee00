package dev.nnd.train;

import dev.nnd.api.Trainer;
import dev.nnd.data.Batches;
import dev.nnd.data.DataSet;
import dev.nnd.data.Examples;
import dev.nnd.program.DataPlan.Part;
import dev.nnd.program.TrainPlan;
import dev.nnd.program.TrainPlan.Patience;
import dev.nnd.program.TrainPlan.Watched;
import dev.nnd.runtime.BadFileException;
import dev.nnd.runtime.Safetensors;
import dev.nnd.runtime.Tensor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The loop: each epoch walks once over the train part in a new order, then measures the validation
 * part; at the end the test part is measured. A finished epoch is on disk before the next begins.
 */
public final class Training {
  // What the metadata of a state counts.
  private static final String EPOCHS = "epochs";
  private static final String STEPS = "steps";

  private final Trainer trainer;
  private final TrainPlan plan;
  private final DataSet data;
  private final RunFolder folder;
  private final Listener listener;
  private final int epochs;
  private final BooleanSupplier interrupted;
  private final Measuring measuring;
  private final History history;
  private final boolean measuresTrainPart;
  private Map<String, Tensor> bestWeights = Map.of();

  /** Follows a training, and may end it. Epochs count from 0. */
  public interface Listener extends AutoCloseable {
    /** An epoch begins. */
    void startEpoch();

    /**
     * A batch is done.
     *
     * @param done examples of this epoch so far
     * @param loss of this epoch so far
     */
    void step(int epoch, int done, double loss);

    /**
     * An epoch is done, measured and on disk.
     *
     * @param metrics by name, in the order in which they are shown
     * @return whether to go on with the next, if there is one
     * @throws IOException if training cannot go on, as what happened cannot be written down
     */
    boolean endEpoch(int epoch, Map<String, Double> metrics) throws IOException;

    /** What it wants measured after each epoch, beside what the declaration asks for. */
    default List<Watched> reads() {
      return List.of();
    }

    /** The steps are over. */
    @Override
    void close();
  }

  /** How a training ended. */
  public enum End {
    /** All epochs are done, or {@code stop} ended it. */
    FINISHED,
    /** The loss is no number any more. */
    DIVERGED,
    /** The caller ended it in the midst of an epoch. */
    INTERRUPTED,
    /** The listener ended it after an epoch. */
    ENDED
  }

  /**
   * What came of a training.
   *
   * @param epochs how many were finished
   * @param result what the weights that count achieve, by name; what is measured at the end alone
   *     is missing if it has not finished
   */
  public record Outcome(End end, int epochs, Map<String, Object> result) {}

  /**
   * A training that has not begun.
   *
   * @param epochs how many there will be; at least 1
   * @param interrupted is asked after every step whether to end
   */
  public Training(
      Trainer trainer,
      DataSet data,
      RunFolder folder,
      Listener listener,
      int epochs,
      BooleanSupplier interrupted) {
    this.trainer = trainer;
    this.plan = trainer.plan();
    this.data = data;
    this.folder = folder;
    this.listener = listener;
    this.epochs = epochs;
    this.interrupted = interrupted;
    this.measuring = new Measuring(trainer);
    Watched usual =
        new Watched(data.part(Part.VALIDATION).isPresent() ? Part.VALIDATION : Part.TRAIN, "loss");
    this.history = new History(plan, usual);
    this.measuresTrainPart = measuresTrainPart(plan, data, listener.reads());
  }

  /**
   * Takes the run of the folder up where its state was written last. What it did after that is done
   * again, with the same bits.
   *
   * @return the lines of the epochs that need not be done again
   * @throws IOException if the folder cannot be read, or is damaged
   */
  public List<Map<String, Object>> resume() throws IOException {
    Optional<Safetensors> state = folder.state();
    int done = state.isPresent() ? count(state.get(), EPOCHS) : 0;
    List<Map<String, Object>> lines = folder.keepEpochs(done);
    lines.forEach(history::add);
    if (state.isPresent()) {
      trainer.restore(state.get().tensors(), count(state.get(), STEPS));
      bestWeights = Safetensors.read(folder.bestWeights()).tensors();
    }
    return lines;
  }

  private int count(Safetensors state, String key) throws IOException {
    String text = state.metadata().getOrDefault(key, "");
    if (!text.matches("[0-9]{1,9}")) {
      throw new BadFileException(folder.path(), "its state does not say the number of " + key);
    }
    return Integer.parseInt(text);
  }

  /**
   * Trains, and leaves weights, metrics and the result in the folder.
   *
   * @throws IOException if the folder cannot be written
   */
  public Outcome run() throws IOException {
    Optional<End> broken = Optional.empty();
    if (!isOver()) {
      try (Prefetch batches = batches(history.epochs())) {
        while (broken.isEmpty() && !isOver()) {
          broken = epoch(history.epochs(), batches);
        }
      }
    }
    return broken.isPresent() ? broken(broken.get()) : finished();
  }

  /** What came of it so far, if it is ended here. */
  public Outcome ended() {
    return new Outcome(End.ENDED, history.epochs(), counts());
  }

  /** Whether all epochs are done, or {@code stop} has ended the training. */
  public boolean isOver() {
    return history.epochs() >= epochs || history.isOver();
  }

  private Prefetch batches(int first) {
    Examples examples = data.part(Part.TRAIN).orElseThrow();
    return new Prefetch(
        () -> new Columns(trainer, plan.batch()),
        epoch -> Batches.shuffled(examples, plan.batch(), plan.seed(), epoch),
        first,
        epochs);
  }

  /** Does one epoch; says so if it could not be finished. */
  private Optional<End> epoch(int epoch, Prefetch batches) throws IOException {
    double rate =
        Schedules.rate(
            plan.schedule(), plan.optimizer().rate(), epochs, epoch, history.validationLosses());
    Metrics learning = Metrics.ofLoss();
    long start = System.nanoTime();
    listener.startEpoch();
    int done = 0;
    for (int batch = 0; batch < batches.batchesAnEpoch(); batch++) {
      Columns columns = batches.next();
      int rows = columns.rows();
      learning.add(trainer.step(columns.arrays(), rows, rate), rows);
      done += rows;
      if (!Double.isFinite(learning.loss())) return Optional.of(End.DIVERGED);
      listener.step(epoch, done, learning.loss());
      if (interrupted.getAsBoolean()) return Optional.of(End.INTERRUPTED);
    }
    Map<String, Double> metrics = measured(learning);
    record(line(epoch, metrics, rate, System.nanoTime() - start));
    boolean goesOn = listener.endEpoch(epoch, metrics);
    return goesOn || isOver() ? Optional.empty() : Optional.of(End.ENDED);
  }

  /** The state is written last: an epoch that it does not count is done again. */
  private void record(Map<String, Object> line) throws IOException {
    folder.addEpoch(line);
    if (history.add(line)) {
      bestWeights = trainer.weights();
      folder.writeBest(file(bestWeights));
    }
    Map<String, String> counts =
        Map.of(
            EPOCHS, Integer.toString(history.epochs()), STEPS, Integer.toString(trainer.steps()));
    folder.writeState(new Safetensors(trainer.state(), counts));
  }

  private Map<String, Double> measured(Metrics learning) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(Measuring.name(Part.TRAIN, "loss"), learning.loss());
    if (measuresTrainPart) {
      measuring.of(Part.TRAIN, data.part(Part.TRAIN).orElseThrow()).forEach(metrics::putIfAbsent);
    }
    Optional<Examples> validation = data.part(Part.VALIDATION);
    if (validation.isPresent()) {
      metrics.putAll(measuring.of(Part.VALIDATION, validation.get()));
    }
    return metrics;
  }

  /**
   * Whether the metrics of the train part are asked for. That is a walk over all of it with the
   * weights at the end of the epoch, so it is done only where something watches them, or nothing
   * else would be measured.
   */
  private static boolean measuresTrainPart(TrainPlan plan, DataSet data, List<Watched> reads) {
    Stream<Watched> declared =
        Stream.concat(plan.stop().map(Patience::watched).stream(), plan.checkpoint().stream());
    boolean watched =
        Stream.concat(declared, reads.stream())
            .anyMatch(w -> w.part() == Part.TRAIN && !w.metric().equals("loss"));
    boolean alone = data.part(Part.VALIDATION).isEmpty() && !plan.metrics().isEmpty();
    return watched || alone;
  }

  private static Map<String, Object> line(
      int epoch, Map<String, Double> metrics, double rate, long nanos) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("epoch", epoch + 1);
    line.putAll(metrics);
    line.put("rate", rate);
    line.put("seconds", Math.rint(nanos / 1e6) / 1e3);
    return line;
  }

  private Safetensors file(Map<String, Tensor> weights) {
    Map<String, String> metadata = new LinkedHashMap<>(trainer.metadata());
    metadata.putAll(data.preprocessing().toMetadata());
    return new Safetensors(weights, metadata);
  }

  private Outcome broken(End end) throws IOException {
    listener.close();
    if (end == End.INTERRUPTED) folder.writeFinal(file(trainer.weights()));
    return new Outcome(end, history.epochs(), counts());
  }

  private boolean hasCheckpoint() {
    return plan.checkpoint().isPresent() && !history.best().isEmpty();
  }

  /** What the weights that count achieve so far, by name; empty before the first epoch. */
  private Map<String, Object> counts() {
    Map<String, Object> counts =
        new LinkedHashMap<>(hasCheckpoint() ? history.best() : history.last());
    counts.remove("rate");
    counts.remove("seconds");
    return counts;
  }

  private Outcome finished() throws IOException {
    listener.close();
    folder.writeFinal(file(trainer.weights()));
    if (hasCheckpoint()) trainer.load(bestWeights);
    Map<String, Object> result = counts();
    data.part(Part.TEST).ifPresent(test -> result.putAll(measuring.of(Part.TEST, test)));
    folder.writeResult(result);
    return new Outcome(End.FINISHED, history.epochs(), result);
  }
}
