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
  private final Progress progress;
  private final int epochs;
  private final BooleanSupplier interrupted;
  private final Measuring measuring;
  private final History history;
  private final boolean measuresTrainPart;
  private Map<String, Tensor> bestWeights = Map.of();

  /** How a training ended. */
  public enum End {
    /** All epochs are done, or {@code stop} ended it. */
    FINISHED,
    /** The loss is no number any more. */
    DIVERGED,
    /** The caller ended it. */
    INTERRUPTED
  }

  /**
   * What came of a training.
   *
   * @param epochs how many were finished
   * @param result what the weights that count achieve, by name; empty if it has not finished
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
      Progress progress,
      int epochs,
      BooleanSupplier interrupted) {
    this.trainer = trainer;
    this.plan = trainer.plan();
    this.data = data;
    this.folder = folder;
    this.progress = progress;
    this.epochs = epochs;
    this.interrupted = interrupted;
    this.measuring = new Measuring(trainer);
    Watched usual =
        new Watched(data.part(Part.VALIDATION).isPresent() ? Part.VALIDATION : Part.TRAIN, "loss");
    this.history = new History(plan, usual);
    this.measuresTrainPart = measuresTrainPart(plan, data);
  }

  /**
   * Takes the run of the folder up where its state was written last. What it did after that is done
   * again, with the same bits.
   *
   * @throws IOException if the folder cannot be read, or is damaged
   */
  public void resume() throws IOException {
    Optional<Safetensors> state = folder.state();
    int done = state.isPresent() ? count(state.get(), EPOCHS) : 0;
    folder.keepEpochs(done).forEach(history::add);
    if (state.isPresent()) {
      trainer.restore(state.get().tensors(), count(state.get(), STEPS));
      bestWeights = Safetensors.read(folder.bestWeights()).tensors();
    }
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
    if (history.epochs() < epochs && !history.isOver()) {
      try (Prefetch batches = batches(history.epochs())) {
        while (broken.isEmpty() && history.epochs() < epochs && !history.isOver()) {
          broken = epoch(history.epochs(), batches);
        }
      }
    }
    return broken.isPresent() ? broken(broken.get()) : finished();
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
    progress.startEpoch();
    int done = 0;
    for (int batch = 0; batch < batches.batchesAnEpoch(); batch++) {
      Columns columns = batches.next();
      int rows = columns.rows();
      learning.add(trainer.step(columns.arrays(), rows, rate), rows);
      done += rows;
      if (!Double.isFinite(learning.loss())) return Optional.of(End.DIVERGED);
      progress.step(epoch, done, learning.loss());
      if (interrupted.getAsBoolean()) return Optional.of(End.INTERRUPTED);
    }
    Map<String, Double> metrics = measured(learning);
    record(line(epoch, metrics, rate, System.nanoTime() - start));
    progress.endEpoch(epoch, metrics);
    return Optional.empty();
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
  private static boolean measuresTrainPart(TrainPlan plan, DataSet data) {
    boolean watched =
        Stream.concat(plan.stop().map(Patience::watched).stream(), plan.checkpoint().stream())
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
    progress.close();
    if (end == End.INTERRUPTED) folder.writeFinal(file(trainer.weights()));
    return new Outcome(end, history.epochs(), Map.of());
  }

  private Outcome finished() throws IOException {
    progress.close();
    folder.writeFinal(file(trainer.weights()));
    boolean checkpoint = plan.checkpoint().isPresent() && !history.best().isEmpty();
    if (checkpoint) trainer.load(bestWeights);
    Map<String, Object> result = new LinkedHashMap<>(checkpoint ? history.best() : history.last());
    result.remove("rate");
    result.remove("seconds");
    data.part(Part.TEST).ifPresent(test -> result.putAll(measuring.of(Part.TEST, test)));
    folder.writeResult(result);
    return new Outcome(End.FINISHED, history.epochs(), result);
  }
}
